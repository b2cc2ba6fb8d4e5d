"""Writers of SQLite take turns, whoever they are; PostgreSQL needs no file."""

import threading
from pathlib import Path

import pytest
from django.db import connection, transaction

from selfeval.services.turns import turn_to_write


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL queues by itself")
@pytest.mark.django_db(transaction=True)
def test_one_waits_until_the_other_is_done() -> None:
    order = []
    entered, may_end = threading.Event(), threading.Event()

    def first() -> None:
        with turn_to_write():
            entered.set()
            may_end.wait(timeout=10)
            order.append("first")

    thread = threading.Thread(target=first)
    thread.start()
    entered.wait(timeout=10)
    threading.Timer(0.05, may_end.set).start()
    with turn_to_write():
        order.append("second")
    thread.join(timeout=10)
    assert order == ["first", "second"]
    queue = Path(f"{connection.settings_dict['NAME']}-turn")
    assert queue.read_bytes() == b""


@pytest.mark.django_db(transaction=True)
def test_a_write_that_fails_gives_its_turn_back() -> None:
    for _ in range(2):
        with pytest.raises(OSError, match="disk full"), turn_to_write():
            raise OSError("disk full")
    with turn_to_write(), transaction.atomic(), turn_to_write():
        assert connection.in_atomic_block
