"""Who fills the filing at the moment."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from selfeval.domain.workflow import Role, State
from selfeval.models import Event, Filing, Presence, User
from tests.factories import World, bring_to, make_user
from tests.web.conftest import SignedIn
from tests.web.pages import Page


@pytest.fixture
def colleague(world: World) -> User:
    return make_user("colleague", Role.PREPARER, world.unit.department)


def ask(client: Client, filing: Filing, section: str, accept: str = "text/html") -> Page:
    address = f"/filings/{filing.public_id}/who-is-here/"
    return Page(client.post(address, {"section": section}, headers={"HX-Request": "true", "Accept": accept}))


def test_two_people_see_each_other_and_nobody_sees_themselves(
    filing: Filing, preparer: Client, colleague: User, signed_in: SignedIn
) -> None:
    alone = ask(preparer, filing, "budget")
    assert (alone.words("who-is-here"), "hidden" in alone.text) == ("", True)
    assert ask(signed_in(colleague), filing, "process").words("who-is-here") == (
        "preparer001甲正在编辑第二部分“资金情况”"
    )
    assert ask(preparer, filing, "process").words("who-is-here") == "colleague甲也正在编辑这一部分"
    ask(signed_in(colleague), filing, "check")
    assert ask(preparer, filing, "process").words("who-is-here") == "colleague甲正在看“检查与提交”"
    assert Presence.objects.count() == 2
    assert not Event.objects.filter(filing=filing, version__gt=1).exists()


def test_who_has_been_silent_for_a_minute_is_gone(filing: Filing, preparer: Client, colleague: User) -> None:
    long_ago = timezone.now() - timedelta(seconds=61)
    Presence.objects.create(filing=filing, person=colleague, section="budget", seen_at=long_ago)
    assert ask(preparer, filing, "budget").words("who-is-here") == ""


def test_a_script_may_read_json(filing: Filing, preparer: Client, colleague: User) -> None:
    Presence.objects.create(filing=filing, person=colleague, section="staff", seen_at=timezone.now())
    response = preparer.post(
        f"/filings/{filing.public_id}/who-is-here/", {"section": "budget"}, headers={"Accept": "application/json"}
    )
    assert response.json() == {
        "here": [{"name": "colleague甲", "section": "staff", "words": "colleague甲正在编辑第三部分“人员情况”"}]
    }


def test_pages_that_are_none_and_people_who_may_not_fill(world: World, filing: Filing, signed_in: SignedIn) -> None:
    assert ask(signed_in(world.unit.preparer), filing, "nowhere").status == 404
    assert ask(signed_in(world.unit.head), filing, "budget").status == 403
    sent = bring_to(world, State.AWAITING_SIGNATURE, world.other)
    assert ask(signed_in(world.other.preparer), sent, "budget").status == 409
    assert not Presence.objects.exists()
