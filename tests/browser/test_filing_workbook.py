"""Excel 填报 in a browser: down, a colleague types meanwhile, up with faults, up again, the choice, stored.

The workbook is read in a process of its own, as on a server. With SELFEVAL_SCREENSHOTS set, each page is photographed.
"""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from selfeval.models import Filing
from selfeval.queries.snapshots import filing_snapshot
from selfeval.services.changes import NarrativeChange
from tests.browser import people
from tests.browser.conftest import SitDown
from tests.browser.inspection import faults_of
from tests.browser.pictures import photograph
from tests.browser.unit import Unit
from tests.browser.watch import Watch
from tests.factories import save
from tests.filled_workbooks import cell_of

pytestmark = pytest.mark.django_db(transaction=True)


def look(page: Page, folder: Path, name: str) -> None:
    assert faults_of(page) == [], name
    photograph(page, folder, f"workbook-{name}")


def fill(place: Path, cells: dict[str, object]) -> Path:
    book = load_workbook(place)
    for key, value in cells.items():
        cell_of(book, key).value = value
    book.save(place)
    return place


def upload(page: Page, place: Path) -> None:
    page.get_by_label("填好的工作簿").set_input_files(place)
    people.follow(page, page.get_by_role("button", name="上传并对照"))


def test_a_workbook_goes_down_and_comes_up(
    unit: Unit, sit_down: SitDown, watch: Watch, tmp_path: Path, picture_folder: Path
) -> None:
    watch.expect_status(422)
    page = sit_down(unit.preparer)
    page.goto(f"/filings/{unit.filing.public_id}/face/")
    page.get_by_role("link", name="下载 Excel 工作簿").click()
    expect(page.get_by_role("heading", name="Excel 填报")).to_be_visible()
    with page.expect_download() as begun:
        page.get_by_role("link", name="下载填报工作簿").click()
    place = tmp_path / "填报.xlsx"
    begun.value.save_as(place)
    save(unit.filing, unit.colleague, "narratives", NarrativeChange(code="mandate", text="同事写的职能概况。"))

    wrong = {"fields.closing_balance": "五百万", "filed_on": "2022-02-30", "fields.authorised_posts": 50.5}
    upload(page, fill(place, {**wrong, "narratives.mandate": "我在表里写的职能概况。"}))
    expect(page.get_by_role("heading", name="没有存：3 处要改")).to_be_visible()
    look(page, picture_folder, "faults")
    with page.expect_download() as begun:
        page.get_by_role("link", name="下载标红的工作簿").click()
    begun.value.save_as(place)
    assert load_workbook(place).sheetnames[0] == "错误清单"

    right = {"fields.closing_balance": 547.84, "filed_on": "2022-03-10", "fields.authorised_posts": 51}
    people.follow(page, page.get_by_role("link", name="重新上传"))
    upload(page, fill(place, right))
    expect(page.get_by_role("heading", name="将改 4 处")).to_be_visible()
    page.get_by_role("radio", name="用工作簿的").check()
    look(page, picture_folder, "preview")
    page.get_by_role("button", name="确认存入 4 处").click()
    expect(page.get_by_text("已从工作簿存入 4 处")).to_be_visible()
    stored = filing_snapshot(filing=Filing.objects.get(pk=unit.filing.pk))
    assert stored.narratives["mandate"] == "我在表里写的职能概况。"
    assert str(stored.fields["closing_balance"]) == "5478400.00"
