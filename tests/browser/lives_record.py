"""What must be left of a life: an unbroken record of what happened in its order, frozen copies, codes, the public."""

from collections.abc import Sequence
from itertools import groupby

from django.test import Client

from selfeval.domain.verification import verification_code
from selfeval.models import Disclosure, Event, EventAction, Filing, Submission
from selfeval.queries.record import chain_fault
from tests.browser.lives_cast import UNIT

# Each box that is left is saved by itself: how many saves there are is no part of the story.
_MANY = {EventAction.SECTION_SAVED, EventAction.PIN_ANSWERED, EventAction.PINNED}


def holds(filing: Filing, expected: Sequence[EventAction], *, copies: int) -> None:
    """The record says exactly what happened, unbroken, and each submission was kept once as it was."""
    assert chain_fault() is None
    events = Event.objects.filter(filing=filing).exclude(action__startswith="access.").order_by("sequence")
    actions = [EventAction(each.action) for each in events]
    told = [each for action, run in groupby(actions) for each in ([action] if action in _MANY else run)]
    assert told == list(expected)
    assert all(event.actor_full_name and event.address for event in events.exclude(actor=None).filter(asked_in__gt=""))
    kept = list(Submission.objects.filter(filing=filing).order_by("round"))
    assert [each.round for each in kept] == list(range(1, copies + 1))
    signed = events.filter(action=EventAction.SIGNED)
    assert [each.content_hash for each in signed] == [each.sha256 for each in kept]
    assert len({each.sha256 for each in kept}) == copies


def verified(code: str) -> str:
    """The page that says what a code is worth, for anybody."""
    answer = Client().get("/verify/", {"code": code})
    assert answer.status_code == 200
    text: str = answer.content.decode()
    return text


def is_official(filing: Filing) -> None:
    """The code of the last copy is that of the official version; those before it say that there is a newer one."""
    *older, last = Submission.objects.filter(filing=filing).order_by("round")
    assert "是定稿" in verified(last.verification_code)
    for each in older:
        assert "已有新版本" in verified(each.verification_code)


def is_public(filing: Filing) -> None:
    """Anybody finds it by year and name, and its own code is known."""
    row = Disclosure.objects.get(filing=filing)
    assert UNIT in Client().get("/public/2021/").content.decode()
    page = Client().get("/public/2021/001001/2021/")
    assert page.status_code == 200
    assert verification_code(row.sha256) in page.content.decode()
    assert "是公开文本" in verified(verification_code(row.sha256))


def is_not_public() -> None:
    """Nobody finds it."""
    assert Client().get("/public/2021/").status_code == 404
    assert Client().get("/public/2021/001001/2021/").status_code == 404
