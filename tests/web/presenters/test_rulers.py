"""The ruler shows the step the rule gives, at its edges too."""

from dataclasses import replace
from decimal import Decimal

import pytest

from selfeval.domain.assessment import assess
from selfeval.domain.intervals import parse_interval
from selfeval.domain.scoring.results import IndicatorScore
from selfeval.domain.scoring.rules import Band, Bands, Proportional
from selfeval.web.presenters.rulers import Ruler, ruler_of
from tests.factories import domain_framework, sample

FRAMEWORK = domain_framework()
SHEET = assess(FRAMEWORK, sample()).sheet
COMPLETION = "process.budget_execution.completion_rate"
CARRYOVER = "process.budget_execution.carryover_rate"


def ruler(code: str, rate: str, **changes: object) -> Ruler | None:
    score: IndicatorScore = replace(SHEET.indicators[code], rate=Decimal(rate), rate_text=f"{Decimal(rate) * 100:.2f}%")
    return ruler_of(FRAMEWORK, replace(FRAMEWORK.nodes[code], **changes), score)


def on_points(found: Ruler | None) -> str:
    assert found is not None
    return next(step.points for step in found.steps if step.is_on)


@pytest.mark.parametrize(
    ("rate", "points"),
    [("0.82", "0"), ("0.90", "0"), ("0.9001", "1"), ("0.95", "1"), ("0.9501", "2"), ("1", "2"), ("1.2", "2")],
)
def test_below_the_limit(rate: str, points: str) -> None:
    assert on_points(ruler(COMPLETION, rate)) == points


@pytest.mark.parametrize(
    ("rate", "points"),
    [
        ("0.05", "3"),
        ("0.1", "3"),
        ("0.1499", "3"),
        ("0.15", "2"),
        ("0.18", "2"),
        ("0.2", "1"),
        ("0.25", "0"),
        ("9", "0"),
    ],
)
def test_above_the_limit(rate: str, points: str) -> None:
    assert on_points(ruler(CARRYOVER, rate)) == points


def test_edges_and_words() -> None:
    found = ruler(CARRYOVER, "0.18")
    assert found is not None
    assert [step.edge for step in found.steps] == ["15%", "20%", "25%", ""]
    assert [step.points for step in found.steps] == ["3", "2", "1", "0"]
    assert found.words == "结转结余率 18.00%，落在得 2 分一档"
    on = next(step for step in found.steps if step.is_on)
    assert Decimal(on.left) <= Decimal(found.pointer) + 5 <= Decimal(on.right)


def test_bands_are_drawn_from_low_to_high() -> None:
    bands = Bands(
        bands=tuple(
            Band(interval=parse_interval(text), points=Decimal(points))
            for text, points in (("(, 10%]", "3"), ("(10%, 20%]", "1"), ("(20%, )", "0"))
        )
    )
    assert on_points(ruler(CARRYOVER, "0.1", rule=bands)) == "3"
    assert on_points(ruler(CARRYOVER, "0.2001", rule=bands)) == "0"


def test_no_ruler_where_there_are_no_steps_or_no_rate() -> None:
    assert ruler(CARRYOVER, "0.1", rule=Proportional(cap=Decimal(1))) is None
    unknown = replace(SHEET.indicators[CARRYOVER], rate=None)
    assert ruler_of(FRAMEWORK, FRAMEWORK.nodes[CARRYOVER], unknown) is None
    many = replace(FRAMEWORK.nodes[CARRYOVER].rule, deduct=Decimal("0.1"))
    assert ruler(CARRYOVER, "0.18", rule=many) is None
