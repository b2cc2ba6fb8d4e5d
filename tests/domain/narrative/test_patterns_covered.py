"""Each way of stating figures that our notes number has a test that finds it wrong and one that leaves it alone."""

from typing import Any

import pytest

from tests.domain.narrative import test_patterns, test_traps

NUMBERS = range(1, 19)
# Figures of a table that runs together cannot be told apart: 16 is a trap, and nothing else.
ONLY_TRAPS = {16}
# Leftovers of templates have a table of their own.
LEFTOVERS = {17}


def numbers(test: Any) -> set[int]:
    """The numbers that begin the ids of the examples of `test`."""
    (examples,) = (mark.args[1] for mark in test.pytestmark if mark.name == "parametrize")
    begun = [str(each.id).partition("-")[0] for each in examples if getattr(each, "id", None)]
    return {int(number) for number in begun if number.isdigit()}


def test_every_pattern_is_found_where_it_is_wrong() -> None:
    assert numbers(test_patterns.test_what_must_be_found) | ONLY_TRAPS | LEFTOVERS == set(NUMBERS)


@pytest.mark.parametrize("trap", [5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16])
def test_every_trap_is_left_alone(trap: int) -> None:
    assert trap in numbers(test_traps.test_what_must_not_be_accused)
