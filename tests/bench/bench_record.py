"""How many entries a second the record takes from twenty writers at once, and how long verifying a year of it takes.

Run by `make bench`, on SQLite or what DATABASE_URL names. Row G04 of the security standard asks for 200 a second on two
cores that do nothing else; the floor here catches a change of kind, not a busy machine.
"""

import time
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from selfeval.models import Event, EventAction
from selfeval.queries.record import chain_fault
from selfeval.services import events
from selfeval.services.turns import turn_to_write
from tests.at_once import at_once
from tests.factories import NOW

pytestmark = pytest.mark.django_db(transaction=True)
WRITERS, EACH, FLOOR = 20, 50, 60
A_YEAR = 20_000


def writer(number: int) -> Callable[[], None]:
    def write() -> None:
        for turn in range(EACH):
            with turn_to_write(), transaction.atomic():
                events.record(action=EventAction.SECTION_SAVED, actor=None, now=NOW, data={"by": number, "turn": turn})

    return write


def test_twenty_writers() -> None:
    started, spent = time.perf_counter(), time.process_time()
    assert at_once([writer(number) for number in range(WRITERS)]) == [None] * WRITERS
    rate = WRITERS * EACH / (time.perf_counter() - started)
    own = WRITERS * EACH / (time.process_time() - spent)
    told = f"{WRITERS} 人同时写：每秒 {rate:.0f} 条（墙上时间），本进程一秒处理器时间 {own:.0f} 条"
    print(f"\n[{connection.vendor}] {told}", end="")  # noqa: T201
    assert (Event.objects.count(), chain_fault()) == (WRITERS * EACH, None)
    assert rate >= FLOOR


def test_a_year_is_verified() -> None:
    one = events.Happening(action=EventAction.SECTION_SAVED, data={"changes": [{"box": "a", "old": "1", "new": "2"}]})
    with transaction.atomic():
        events.record_all([one] * A_YEAR, actor=None, now=NOW)
    started = time.perf_counter()
    assert chain_fault() is None
    taken = time.perf_counter() - started
    print(f"\n[{connection.vendor}] 核对 {A_YEAR:,} 条：{taken:.1f} 秒", end="")  # noqa: T201
    assert taken < 30
