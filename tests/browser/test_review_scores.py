"""The reviewer scores by indicator: what is wrong is told beside it, and the sum is proposed for the verdict."""

from pathlib import Path

import pytest
from playwright.sync_api import expect

from selfeval.domain.workflow import Action
from tests.browser import people
from tests.browser.conftest import SitDown
from tests.browser.pictures import photograph
from tests.browser.unit import Unit
from tests.factories import fill, move

pytestmark = pytest.mark.django_db(transaction=True)

DISCLOSURE = "process.budget_management.information_disclosure"


def test_scores_are_given_saved_and_summed(unit: Unit, sit_down: SitDown, picture_folder: Path) -> None:
    filing = move(fill(unit.filing, unit.preparer), unit.preparer, Action.SEND_FOR_SIGNATURE)
    filing = move(filing, unit.head, Action.SIGN)
    page = sit_down(unit.reviewer)
    page.goto(people.address(filing, "filing-review"))
    page.locator("#review-scores > summary").click()
    page.locator(".rv-score").evaluate_all(
        "rows => rows.forEach(row => { row.querySelector('input').value = row.querySelector('b').innerText })"
    )
    page.locator(f'[id="review.{DISCLOSURE}.score"]').fill("2")
    people.follow(page, page.get_by_role("button", name="保存逐项复核"))
    problem = page.get_by_label("复核自查").get_by_role("link", name="没有写复核意见")
    expect(problem).to_be_visible()
    photograph(page, picture_folder, "review-scores", is_full=False)

    problem.click()
    page.locator(f'[id="review.{DISCLOSURE}.remark"]').fill("公开晚了12天，扣1分")
    people.follow(page, page.get_by_role("button", name="保存逐项复核"))
    expect(page.get_by_label("复核自查")).to_have_count(0)
    expect(page.get_by_label("复核总分")).to_have_value("91.00")
