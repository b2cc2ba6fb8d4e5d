"""A form is returned with remarks: only their places open, each is answered, what changed is seen, it is finalised."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from selfeval.domain.workflow import Action, State
from selfeval.models import Filing, ReviewPin
from selfeval.services.phrases import add_phrase
from tests.browser import people
from tests.browser.conftest import SitDown
from tests.browser.unit import Unit
from tests.factories import NOW, fill, move

pytestmark = pytest.mark.django_db(transaction=True)

RATE = "process.budget_execution.carryover_rate"
OTHER = "process.budget_execution.completion_rate"
REASON = "年末结余中531.77万元由财政收回，结转下年使用的只有16.07万元，凭证见佐证"
WIDE, NARROW = {"width": 1440, "height": 1000}, {"width": 390, "height": 844}


def pictured(page: Page, folder: Path, name: str) -> None:
    """As it looks on a desk and in a hand."""
    for word, size in (("narrow", NARROW), ("wide", WIDE)):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.screenshot(path=folder / f"{name}-{word}.png")


def submitted(unit: Unit) -> Filing:
    filing = move(fill(unit.filing, unit.preparer), unit.preparer, Action.SEND_FOR_SIGNATURE)
    return move(filing, unit.head, Action.SIGN)


def state_of(filing: Filing) -> State:
    return Filing.objects.get(pk=filing.pk).current_state


def return_with_remarks(page: Page, filing: Filing, folder: Path) -> None:
    page.goto(f"{people.address(filing, 'filing-review')}?pin={RATE}#pin-form")
    words = page.get_by_role("textbox", name="批注", exact=True)
    words.fill("请按年末结余重算")
    page.get_by_role("button", name="请附凭证").press("Enter")
    expect(words).to_have_value("请按年末结余重算；请附凭证")
    people.follow(page, page.get_by_role("button", name="钉上"))
    page.get_by_label("钉在哪里").select_option("narratives.other")
    words.fill("请写明联系人")
    people.follow(page, page.get_by_role("button", name="钉上"))
    pictured(page, folder, "review-pins")
    page.get_by_label("退回原因").select_option("figures")
    people.follow(page, page.get_by_role("button", name="退回，请单位修改 2 处"))
    assert state_of(filing) is State.RETURNED


def mend(page: Page, filing: Filing, folder: Path) -> None:
    page.goto(people.section(filing, "process"))
    expect(page.locator(f'[id="indicators.{OTHER}.self_score"]')).to_be_disabled()
    reason = page.locator(f'[id="indicators.{RATE}.reason"]')
    expect(reason).to_be_enabled()
    pictured(page, folder, "returned-page")
    reason.fill(REASON)
    reason.blur()
    expect(page.locator(f'[id="state-indicators.{RATE}.reason"]')).to_contain_text("已保存")
    answer = page.get_by_label("答复")
    answer.fill("已按年末结余重算，凭证已附")
    answer.blur()
    expect(page.locator("[data-told]")).to_contain_text("已保存")
    page.goto(people.address(filing, "filing-answers"))
    answer = page.get_by_label("答复").last
    answer.fill("联系人写在第五段")
    answer.blur()
    expect(page.locator("[data-told]").last).to_contain_text("已保存")
    pictured(page, folder, "answers")
    assert not ReviewPin.objects.filter(answer="").exists()


def finalise(page: Page, filing: Filing, folder: Path) -> None:
    page.goto(people.address(filing, "filing-review"))
    changes = page.get_by_role("region", name="本轮修改")
    for words in ("请按年末结余重算；请附凭证", "已按年末结余重算，凭证已附", REASON):
        expect(changes.get_by_text(words).first).to_be_visible()
    pictured(page, folder, "review-changes")
    people.follow(page, page.get_by_role("link", name="自评表", exact=True))
    expect(page.locator("tr.is-changed")).to_have_count(1)
    people.follow(page, page.get_by_role("button", name="审核通过并定稿…"))
    people.follow(page, page.get_by_role("button", name="审核通过并定稿"))
    assert state_of(filing) is State.FINALISED


def test_what_is_pinned_opens_is_answered_changed_and_finalised(
    unit: Unit, sit_down: SitDown, picture_folder: Path
) -> None:
    filing = submitted(unit)
    add_phrase(actor=unit.administrator, words="请附凭证", now=NOW)
    reviewer = sit_down(unit.reviewer)
    reviewer.set_viewport_size(WIDE)  # type: ignore[arg-type]
    return_with_remarks(reviewer, filing, picture_folder)
    preparer = sit_down(unit.preparer)
    preparer.set_viewport_size(WIDE)  # type: ignore[arg-type]
    mend(preparer, filing, picture_folder)
    filing = move(Filing.objects.get(pk=filing.pk), unit.preparer, Action.SEND_FOR_SIGNATURE)
    move(filing, unit.head, Action.SIGN)
    finalise(reviewer, filing, picture_folder)
