"""What somebody may have meant by a name that is not there."""

import time

import pytest

from selfeval.domain.near_names import perhaps


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


def test_long_names_cost_no_time() -> None:
    begun = time.perf_counter()

    assert perhaps("a" * 100_000, [f"a{n}" for n in range(500)]) == ""
    assert time.perf_counter() - begun < 20  # of all pairs of letters it would take minutes
