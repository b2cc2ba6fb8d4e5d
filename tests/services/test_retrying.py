"""Row C09: two who take rows in opposite orders both come to an end; nobody is told of a fault."""

from contextlib import suppress
from threading import Barrier, BrokenBarrierError
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection, transaction

from selfeval.models import Department
from selfeval.services.retrying import TIMES, retried
from tests.at_once import at_once
from tests.factories import make_world


class _Cause(Exception):
    def __init__(self, pgcode: str) -> None:
        super().__init__(pgcode)
        self.pgcode = pgcode


def failing(times: int, code: str) -> SimpleNamespace:
    """A write that is given up `times` times, and how often it was made."""
    seen = SimpleNamespace(count=0)

    def write() -> str:
        seen.count += 1
        if seen.count <= times:
            raise OperationalError("could not serialize access") from _Cause(code)
        return "stored"

    seen.write = write
    return seen


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("code", ["40P01", "40001"])
def test_c09_a_write_that_was_given_up_is_made_again(code: str) -> None:
    seen = failing(TIMES - 1, code)
    assert retried(seen.write)() == "stored"
    assert seen.count == TIMES


@pytest.mark.django_db(transaction=True)
def test_c09_not_for_ever() -> None:
    seen = failing(TIMES, "40P01")
    with pytest.raises(OperationalError):
        retried(seen.write)()
    assert seen.count == TIMES


@pytest.mark.django_db(transaction=True)
def test_c09_another_failure_is_not_tried_again() -> None:
    seen = failing(1, "57014")
    with pytest.raises(OperationalError):
        retried(seen.write)()
    assert seen.count == 1


@pytest.mark.django_db
def test_c09_inside_a_transaction_its_owner_begins_again() -> None:
    seen = failing(1, "40P01")
    with pytest.raises(OperationalError), transaction.atomic():
        retried(seen.write)()
    assert seen.count == 1


@pytest.mark.django_db(transaction=True)
def test_c09_two_who_wait_for_each_other_both_end() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: no two can wait for each other")
    world = make_world()
    one, other = world.unit.department.pk, world.other.department.pk
    both_hold_one = Barrier(2)

    @retried
    @transaction.atomic
    def take(first: int, second: int) -> str:
        Department.objects.select_for_update().get(pk=first)
        # The first time only: who begins again meets nobody.
        with suppress(BrokenBarrierError):
            both_hold_one.wait(timeout=5)
        Department.objects.filter(pk=second).update(head=f"{first}")
        both_hold_one.abort()
        return "stored"

    assert at_once([lambda: take(one, other), lambda: take(other, one)]) == ["stored", "stored"]
