"""Rows C06, C08 and C09: what several ask for at once has one order, its limits hold, and nobody waits for ever."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillWaiting
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction

from selfeval.domain.cycle import Stage
from selfeval.domain.workflow import Action, State
from selfeval.models import Department, Event, EventAction, EvidenceFile, Filing
from selfeval.queries.cycles import fingerprint_of
from selfeval.review.transitions import perform
from selfeval.services.changes import NarrativeChange
from selfeval.services.cycles import change_stage
from selfeval.services.departments import create_department
from selfeval.services.errors import AlreadyThere, FileRefused, NotAllowed, StaleVersion
from selfeval.services.extending import extend_filings
from tests.at_once import at_once
from tests.evidence import attach
from tests.factories import NOW, World, bring_to, make_filing, make_world, save

UNTIL = NOW + timedelta(days=30)


@pytest.mark.django_db(transaction=True)
def test_c09_opposite_orders_do_not_stop_each_other() -> None:
    world = make_world()
    filings = [make_filing(world), make_filing(world, world.other), bring_to(world, State.TO_FILL, world.third)]
    there = {filing.pk: filing.version for filing in filings}
    back = dict(reversed(there.items()))
    calls = [
        partial(extend_filings, actor=world.administrator, versions=order, due_at=UNTIL, reason="灾后重建", now=NOW)
        for order in (there, back) * 4
    ]
    outcomes = at_once(calls)
    done = [outcome for outcome in outcomes if isinstance(outcome, list)]
    late = [outcome for outcome in outcomes if isinstance(outcome, StaleVersion)]
    assert (len(done), len(late)) == (1, 7), outcomes
    assert {(filing.due_at, filing.version) for filing in Filing.objects.all()} == {
        (UNTIL, there[filing.pk] + 1) for filing in filings
    }
    assert Event.objects.filter(action=EventAction.EXTENDED).count() == 3


def close(world: World) -> Callable[[], Any]:
    """结束, as seen now."""
    seen = fingerprint_of(world.cycle)
    actor, pk = world.administrator, world.cycle.pk
    return partial(change_stage, actor=actor, cycle_id=pk, seen=seen, to=Stage.CLOSED, now=NOW)


def saving(world: World, filing: Filing) -> Callable[[], Any]:
    change = NarrativeChange(code="other", text="锁定那一刻")
    return partial(save, filing, world.unit.preparer, "narratives", change, seen=filing.version)


def sending(world: World, filing: Filing) -> Callable[[], Any]:
    return partial(
        perform,
        actor=world.unit.preparer,
        action=Action.SEND_FOR_SIGNATURE,
        filing_id=filing.pk,
        expected_version=filing.version,
        now=NOW,
    )


def meanwhile(first: Callable[[], Any], second: Callable[[], Any]) -> Any:
    """What `second` came to, which another asks for while `first` is done and not yet stored. It has to wait."""

    def run() -> Any:
        try:
            return second()
        except Exception as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as pool:
        with transaction.atomic():
            first()
            other: Future[Any] = pool.submit(run)
            with pytest.raises(StillWaiting):
                other.result(timeout=0.5)
        return other.result(timeout=30)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("write", [saving, sending])
def test_c06_a_year_is_closed_after_the_writes_in_flight(write: Callable[[World, Filing], Callable[[], Any]]) -> None:
    world = make_world()
    filing = bring_to(world, State.FILLING)
    closed = meanwhile(write(world, filing), close(world))
    assert closed.stage == Stage.CLOSED.value
    told = list(Event.objects.order_by("sequence").values_list("action", flat=True))[-2:]
    assert told[1] == EventAction.CYCLE_CLOSED
    assert told[0] in {EventAction.SECTION_SAVED, EventAction.SENT_FOR_SIGNATURE}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("write", [saving, sending])
def test_c06_what_comes_while_a_year_is_being_closed_is_refused(
    write: Callable[[World, Filing], Callable[[], Any]],
) -> None:
    world = make_world()
    filing = bring_to(world, State.FILLING)
    refused = meanwhile(close(world), write(world, filing))
    assert isinstance(refused, NotAllowed), refused
    assert "已保存的内容都还在" in str(refused)
    assert Filing.objects.get(pk=filing.pk).version == filing.version


@pytest.mark.django_db(transaction=True)
def test_c08_the_last_place_for_evidence_is_given_once(settings: Any) -> None:
    world = make_world()
    filing = bring_to(world, State.FILLING)
    settings.MOST_FILES_A_FILING = 2
    attach(filing, world.unit.preparer, "已有.docx")
    calls = [partial(attach, filing, world.unit.preparer, f"第{number}份.docx") for number in range(6)]
    outcomes = at_once(calls)
    refused = [outcome for outcome in outcomes if isinstance(outcome, FileRefused)]
    assert len(refused) == 5, outcomes
    assert all("最多2个" in str(outcome) for outcome in refused)
    assert EvidenceFile.objects.filter(filing=filing).count() == 2


@pytest.mark.django_db(transaction=True)
def test_c08_a_unit_is_made_once_and_what_is_recorded_has_no_gap() -> None:
    make_world()
    calls = [partial(create_department, actor=None, code="009", name="新设单位", now=NOW)] * 6
    outcomes = at_once(calls)
    assert sum(isinstance(outcome, AlreadyThere) for outcome in outcomes) == 5, outcomes
    assert Department.objects.filter(code="009").count() == 1
    numbers = list(Event.objects.order_by("sequence").values_list("sequence", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
