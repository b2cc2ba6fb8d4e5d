"""The reports of a filing are taken from a menu beside its form, with a mouse or with keys."""

from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import expect

from tests.browser import people
from tests.browser.conftest import SitDown
from tests.browser.unit import Unit

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_report_is_chosen_from_the_menu(unit: Unit, sit_down: SitDown, tmp_path: Path) -> None:
    page = sit_down(unit.preparer)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(people.address(unit.filing, "filing-form"))
    menu = page.locator(".se-doc-actions details")
    links = menu.get_by_role("link")
    expect(links.first).to_be_hidden()
    menu.locator("summary").press("Enter")
    expect(links).to_have_text(["自评报告（Word）", "自评报告（PDF）", "自评工作总结（Word）", "自评工作总结（PDF）"])
    for width in (390, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        for box in (link.bounding_box() for link in links.all()):
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
    with page.expect_download() as begun:
        menu.get_by_role("link", name="自评工作总结（Word）").click()
    assert begun.value.suggested_filename.endswith("部门整体支出绩效自评工作总结.docx")
    place = tmp_path / "report.docx"
    begun.value.save_as(place)
    assert Document(str(place)).paragraphs[2].text == "一、自评工作开展情况"
