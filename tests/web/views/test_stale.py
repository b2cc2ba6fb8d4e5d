"""Two people on one page: whoever comes second is told, loses nothing, and may keep what they typed."""

from decimal import Decimal

import pytest
from django.test import Client

from selfeval.domain.workflow import Role
from selfeval.models import Filing
from tests.factories import World, make_user
from tests.web.conftest import SignedIn
from tests.web.pages import Page, post, section_url, stored, version_of

BUDGET = "fields.original_budget"


def stored_values(page: Page) -> set[tuple[str, str]]:
    """What the answer says the server holds now, by box."""
    parts = page.text.split('<data data-box="')[1:]
    return {(part.split('"')[0], part.split('value="')[1].split('"')[0]) for part in parts}


def test_a_stale_page_stores_nothing_and_shows_both_values(filled: Filing, preparer: Client) -> None:
    seen = version_of(filled, "budget")
    post(preparer, filled, "budget", {"fields.procurement_budget": "900"})
    before = stored(filled)
    page = post(preparer, filled, "budget", {BUDGET: "1", "fields.closing_balance": "12万"}, version=seen)
    assert page.status == 409
    assert stored(filled) == before
    words = page.words("page-alert")
    for each in ("preparer001甲", "改过这一页", "2,424.03", "12万"):
        assert each in words
    assert page.words("save-state") == "未保存，内容还在这一页上"
    assert f'name="keep_mine" value="{seen + 1}"' in page.text
    assert ("fields.procurement_budget", "900.00") in stored_values(page)


def test_mine_may_be_kept_on_top_of_theirs(filled: Filing, preparer: Client) -> None:
    seen = version_of(filled, "budget")
    post(preparer, filled, "budget", {"fields.procurement_budget": "900"})
    page = post(preparer, filled, "budget", {BUDGET: "1", "keep_mine": str(seen + 1)}, version=seen)
    assert page.status == 200
    found = stored(filled).fields
    assert (found["original_budget"], found["procurement_budget"]) == (Decimal(10_000), Decimal(9_000_000))


def test_a_stale_page_without_scripts_keeps_what_was_typed(filled: Filing, preparer: Client) -> None:
    seen = version_of(filled, "budget")
    post(preparer, filled, "budget", {"fields.procurement_budget": "900"})
    page = post(preparer, filled, "budget", {BUDGET: "77"}, version=seen, in_background=False)
    assert page.status == 409
    assert page.attribute(BUDGET, "value") == "77"
    assert "改过这一页" in page.words("page-alert")


@pytest.mark.parametrize("version", ["", "-1", "一", "1.5", "9" * 20])
def test_a_page_without_its_version_is_refused(filled: Filing, preparer: Client, version: str) -> None:
    response = preparer.post(section_url(filled, "budget"), {"section_version": version, BUDGET: "1"})
    assert response.status_code == 400
    assert stored(filled).fields["original_budget"] == Decimal(24_240_300)


def test_what_is_sent_again_because_its_answer_got_lost_is_no_conflict(filled: Filing, preparer: Client) -> None:
    seen = version_of(filled, "budget")
    post(preparer, filled, "budget", {BUDGET: "77"}, version=seen)
    again = post(preparer, filled, "budget", {BUDGET: "77"}, version=seen)
    assert (again.status, again.attribute("section-version", "value")) == (200, str(seen + 1))
    assert again.attribute(f"state-{BUDGET}", "data-state") == "saved"


def test_the_page_does_not_go_on_from_what_somebody_else_saved(
    world: World, filled: Filing, preparer: Client, signed_in: SignedIn
) -> None:
    seen = version_of(filled, "budget")
    colleague = make_user("colleague", Role.PREPARER, world.unit.department)
    post(signed_in(colleague), filled, "budget", {"fields.procurement_budget": "900"})
    same = post(preparer, filled, "budget", {BUDGET: "2,424.03"}, version=seen)
    assert same.attribute("section-version", "value") == str(seen)
    assert post(preparer, filled, "budget", {BUDGET: "77"}, version=seen).status == 409
