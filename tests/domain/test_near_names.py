"""What somebody may have meant by a name that is not there."""

import pytest

from selfeval.domain.near_names import perhaps

# Of all pairs of letters it would take minutes.
LONG = "a" * 100_000
SHORT = [f"a{n}" for n in range(500)]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("budgets", "；是不是 budget"),
        ("full_year_budgets", "；是不是 full_year_budget"),
        ("budgt", "；是不是 budget"),
        ("bugdet", "；是不是 budget"),
        ("juen", "；是不是 june"),
        ("juli", ""),
        ("", ""),
        ("nothing", ""),
        ("全年预算", ""),
    ],
)
def test_the_nearest(name: str, words: str) -> None:
    assert perhaps(name, ["budget", "full_year_budget", "june"]) == words


def test_long_names_are_near_nothing() -> None:
    """How long that takes: tests/bench/bench_hostile_formulas.py."""
    assert perhaps(LONG, SHORT) == ""
