"""Fifty people, or fifty clicks, at the same moment, in fifty processes: one of them does it. Rows C03 and C04."""

from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from selfeval.domain.workflow import Action, Role, State
from selfeval.models import Event, Filing, Notice, ReviewRecord, Submission, User
from selfeval.review.transitions import perform
from selfeval.services.changes import NarrativeChange
from tests.factories import NOW, bring_to, make_user, make_world, move, save
from tests.processes import in_processes

FIFTY = 50
pytestmark = pytest.mark.django_db(transaction=True)


def act(filing: Filing, actor: User, action: Action, **values: Any) -> str:
    done = perform(actor=actor, action=action, filing_id=filing.pk, expected_version=filing.version, now=NOW, **values)
    return done.state


def counted() -> Counter[str]:
    tables = (Submission, ReviewRecord, Event)
    return Counter({table.__name__: table._default_manager.count() for table in tables})


def one_does_it(filing: Filing, people: Sequence[User], asked: Sequence[tuple[Action, dict[str, Any]]]) -> Filing:
    """All of `asked`, in turn by `people`, at once: one is done, the others are told that they came too late."""
    before, told_before = counted(), set(Notice.objects.values_list("pk", flat=True))
    calls = [
        partial(
            act, filing, people[number % len(people)], *asked[number % len(asked)][:1], **asked[number % len(asked)][1]
        )
        for number in range(FIFTY)
    ]
    outcomes = in_processes(calls)
    assert Counter(kind for kind, _ in outcomes) == {"done": 1, "StaleVersion": FIFTY - 1}, outcomes
    assert all("已作过修改" in words for kind, words in outcomes if kind == "StaleVersion")
    stored = Filing.objects.select_related("cycle__framework", "department__accountant").get(pk=filing.pk)
    assert [words for kind, words in outcomes if kind == "done"] == [stored.state]
    assert stored.version == filing.version + 1
    added = counted() - before
    assert added["Event"] == 1
    assert added["Submission"] == (stored.current_state is State.SUBMITTED)
    assert added["ReviewRecord"] == (stored.current_state in (State.RETURNED, State.FINALISED))
    notices = Notice.objects.exclude(pk__in=told_before)
    keys = Counter(notices.values_list("user", flat=True))
    # Everybody who must know is told of it, and once.
    assert keys
    assert set(keys.values()) == {1}
    assert notices.values("key").distinct().count() == 1
    return stored


def test_c03_c04_fifty_processes_submit_return_and_approve_once() -> None:
    world = make_world()
    reviewers = [world.reviewer, *(make_user(f"reviewer{number}", Role.REVIEWER) for number in range(4))]
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    filing = one_does_it(filing, [world.unit.head], [(Action.SIGN, {})])
    filing = one_does_it(filing, reviewers, [(Action.RETURN, {"comment": "请补充说明"})])
    change = NarrativeChange(code="other", text="已补充")
    filing = save(filing, world.unit.preparer, "narratives", change).filing
    filing = move(filing, world.unit.preparer, Action.SEND_FOR_SIGNATURE)
    filing = move(filing, world.unit.head, Action.SIGN)
    assert [each.round for each in Submission.objects.order_by("pk")] == [1, 2]
    both: list[tuple[Action, dict[str, Any]]] = [
        (Action.FINALISE, {"confirmed_total": Decimal(92)}),
        (Action.RETURN, {"comment": "再补充"}),
    ]
    filing = one_does_it(filing, reviewers, both)
    assert ReviewRecord.objects.latest("pk").verdict == filing.state
    # What was judged is what was submitted.
    last = Submission.objects.latest("pk")
    assert ReviewRecord.objects.latest("pk").submission == last
    assert Event.objects.latest("id").content_hash == last.sha256
