"""Row C09: whoever takes several rows takes them in one order, so that two who name them the other way round go on."""

from datetime import timedelta
from functools import partial

import pytest

from selfeval.domain.workflow import State
from selfeval.models import Event, EventAction, Filing
from selfeval.services.errors import StaleVersion
from selfeval.services.extending import extend_filings
from tests.at_once import at_once
from tests.factories import NOW, bring_to, make_filing, make_world

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
