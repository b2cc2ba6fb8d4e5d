"""Where a remark about a box of the form is pinned."""

import pytest

from selfeval.domain.pins import is_place, place_of_box
from tests.factories import domain_framework

RATE = "process.budget_execution.completion_rate"


@pytest.mark.parametrize(
    ("box", "place"),
    [
        ("fields.original_budget", "fields.original_budget"),
        (f"indicators.{RATE}.reason", RATE),
        (f"indicators.{RATE}.self_score", RATE),
        (f"indicators.{RATE}", RATE),
        ("narratives.staffing", "narratives.staffing"),
        ("evaluators", "evaluators"),
        ("evaluators.0.name", "evaluators"),
        ("fields.nothing", ""),
        ("", ""),
    ],
)
def test_the_place_of_a_box(box: str, place: str) -> None:
    framework = domain_framework()
    assert place_of_box(framework, box) == place
    assert not place or is_place(framework, place)
