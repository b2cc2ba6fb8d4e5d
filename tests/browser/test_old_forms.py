"""An old form is uploaded, read and taken into a filing, the choice being the person's; what was found is counted."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from selfeval.queries.snapshots import filing_snapshot
from selfeval.services.changes import FaceChange
from tests.browser import people, typist
from tests.browser.conftest import SitDown
from tests.browser.inspection import faults_of
from tests.browser.pictures import photograph
from tests.browser.unit import Unit
from tests.factories import save
from tests.imports.samples import FIVE, word
from tests.imports.test_understanding import HEAD

pytestmark = pytest.mark.django_db(transaction=True)

REASON = "indicators.process.budget_execution.completion_rate.reason"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def looked_at(page: Page, folder: Path, name: str) -> None:
    """Nothing on the page is at fault; photographed where pictures are wanted."""
    assert faults_of(page) == []
    photograph(page, folder, name, widths=(1440,))


def test_an_old_form_becomes_a_draft(unit: Unit, sit_down: SitDown, picture_folder: Path) -> None:
    save(unit.filing, unit.preparer, "face", FaceChange(attribute="head", value="丙示例"))
    page = sit_down(unit.preparer)
    page.goto("/")
    people.follow(page, page.get_by_role("link", name="核对旧表").first)
    looked_at(page, picture_folder, "old-form-upload")
    document = {"name": "旧表.docx", "mimeType": DOCX, "buffer": word(*HEAD, FIVE)}
    page.get_by_label("自评表或自评报告").set_input_files([document])  # type: ignore[list-item]
    page.get_by_role("button", name="读取并核对").click()
    expect(page.get_by_text("上年结转金额还没有填")).to_be_visible()
    looked_at(page, picture_folder, "old-form-report")
    page.get_by_role("link", name="看看能带入什么").click()
    expect(page.get_by_role("group", name="负责人").get_by_label("保留现在填的")).to_be_checked()
    looked_at(page, picture_folder, "old-form-draft")
    page.get_by_label("联系电话").uncheck()
    page.get_by_role("button", name="带入勾选的内容").click()
    expect(page.get_by_text("请逐页核对后再送签")).to_be_visible()

    unit.filing.refresh_from_db()
    stored = filing_snapshot(filing=unit.filing)
    assert (stored.department.head, stored.department.phone) == ("丙示例", "")
    assert stored.fields["actual_expenditure"] == 1_100_000
    assert stored.narratives["mandate"] == "负责一方事务。"


def test_a_figure_is_put_into_a_reason_and_what_is_found_is_counted(
    unit: Unit, sit_down: SitDown, picture_folder: Path
) -> None:
    page = sit_down(unit.preparer)
    page.goto(f"{people.section(unit.filing, 'process')}#{REASON}")
    box = typist.box(page, REASON)
    box.fill("编制，已说明。")
    box.press("Home")
    box.press("ArrowRight")
    box.press("ArrowRight")
    page.get_by_role("button", name="插入数据到预算完成率的原因").press("Enter")
    page.get_by_role("combobox", name="查找数据").fill("单位名称")
    expect(page.get_by_role("option", selected=True)).to_contain_text("单位名称")
    page.get_by_role("combobox", name="查找数据").press("Enter")
    expect(box).to_have_value("编制{单位名称}，已说明。")
    expect(page.locator(f'[id="linked-{REASON}"] mark')).to_have_text("晋中开发区综合办")
    typist.all_saved(page)
    page = sit_down(unit.administrator)
    page.goto("/findings/")
    people.follow(page, page.get_by_role("link", name="必填项已填"))
    expect(page.get_by_role("link", name="晋中开发区综合办")).to_be_visible()
    looked_at(page, picture_folder, "findings-filings")
    people.follow(page, page.get_by_role("link", name="级别和界限"))
    expect(page.get_by_text("级别和界限都照一般的")).to_be_visible()
