"""A finding in a text leads to its words; the reviewer reads findings with reasons and lets one stand."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from selfeval.domain.workflow import Action
from selfeval.services.changes import ExplanationChange, NarrativeChange
from tests.browser import people
from tests.browser.conftest import SitDown
from tests.browser.inspection import faults_of
from tests.browser.pictures import photograph
from tests.browser.unit import Unit
from tests.factories import fill, move, save

pytestmark = pytest.mark.django_db(transaction=True)

WRONG = "预算44.06万元，实际支出31.69万元，节约12.34万元"
BEFORE = "三公经费情况如下。\n"


def test_the_link_selects_the_words(unit: Unit, sit_down: SitDown, picture_folder: Path) -> None:
    filing = fill(unit.filing, unit.preparer)
    text = NarrativeChange(code="other", text=f"{BEFORE}{WRONG}。")
    save(filing, unit.preparer, "narratives", text)
    page = sit_down(unit.preparer)
    page.goto(people.section(filing, "check"))
    photograph(page, picture_folder, "findings-check")
    people.follow(page, page.locator(".se-answer li").filter(has_text="12.34").get_by_role("link"))
    box = page.locator('[id="narratives.other"]')
    expect(box).to_be_focused()
    selected = box.evaluate("box => box.value.slice(box.selectionStart, box.selectionEnd)")
    assert selected
    assert selected in WRONG
    photograph(page, picture_folder, "findings-selected", widths=(1440,), is_full=False)


def test_the_reviewer_lets_one_stand(unit: Unit, sit_down: SitDown, picture_folder: Path) -> None:
    filing = fill(unit.filing, unit.preparer)
    filing = save(filing, unit.preparer, "narratives", NarrativeChange(code="other", text=f"{BEFORE}{WRONG}。")).filing
    answer = ExplanationChange(check="narrative_arithmetic_holds", text="按科目四舍五入后相减，差额见附表")
    filing = save(filing, unit.preparer, "check", answer).filing
    filing = move(filing, unit.preparer, Action.SEND_FOR_SIGNATURE)
    filing = move(filing, unit.head, Action.SIGN)
    page = sit_down(unit.reviewer)
    page.goto("/")
    expect(page.locator("td.rk").first).to_contain_text("已说明")
    photograph(page, picture_folder, "findings-queue")
    page.goto(people.address(filing, "filing-review"))
    people.follow(page, page.locator(".sg-risk li").filter(has_text="12.34").get_by_role("link", name="豁免…"))
    page.get_by_label("理由（单位会看到）").fill("已与单位核实，差额为取整")
    assert faults_of(page) == []
    photograph(page, picture_folder, "findings-waive")
    page.get_by_role("button", name="豁免", exact=True).click()
    expect(page.locator(".sg-risk")).to_contain_text(["已豁免：已与单位核实，差额为取整"])
    photograph(page, picture_folder, "findings-review")
