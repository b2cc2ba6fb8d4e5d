"""Set points sum to the total and keep the scope the framework says."""

from typing import Any

import pytest

from selfeval.domain.assessment import assess
from selfeval.domain.files import Plain, filing_from_document, framework_from_document
from selfeval.domain.framework import Severity
from tests.domain.checks.real_form import assessed, found
from tests.domain.one_indicator import filing_document, framework_document
from tests.domain.three_groups import document, filed

CHECK = "points_sum_to_total"
FULL = ("30", "20", "10", "40")


def kept(level: str) -> dict[str, Any]:
    return document(set_points={"by": "unit", "keep": level})


def test_the_real_form_keeps_its_hundred() -> None:
    assert found(CHECK, assessed()) == []


def test_one_point_short_and_one_too_many() -> None:
    code = "output.duty_performance.key_tasks_completion"
    short, over = (found(CHECK, assessed(entries={code: {"set_points": points}})) for points in ("6", "8.5"))

    assert [(each.where, each.severity, each.expected, each.found) for each in short] == [
        (("indicators",), Severity.ERROR, "100.00", "99.00")
    ]
    assert short[0].message == "设定分值合计99.00分，应为100.00分，少1.00分"
    assert over[0].message == "设定分值合计101.50分，应为100.00分，多1.50分"


@pytest.mark.parametrize(
    ("level", "moved", "places"),
    [
        ("total", {"rate_one": "20", "done": "50"}, []),
        ("level1", {"rate_one": "20", "done": "50"}, ["indicators.process", "indicators.output"]),
        ("level1", {"rate_one": "20", "system": "20"}, []),
        ("level2", {"rate_one": "20", "system": "20"}, ["indicators.process.execution", "indicators.process.system"]),
        ("level2", {"rate_one": "20", "rate_two": "30"}, []),
        ("level2", {"rate_one": "20", "done": "50"}, ["indicators.process.execution", "indicators.output.tasks"]),
    ],
)
def test_points_move_within_the_scope_only(level: str, moved: dict[str, str], places: list[str]) -> None:
    """A leaf at level 2 is a scope of its own where level 2 is kept."""
    entries: dict[str, dict[str, Plain]] = {code: {"set_points": points} for code, points in moved.items()}
    findings = found(CHECK, filed(*FULL, framework=kept(level), **entries))

    assert [each.where[0] for each in findings] == places


def test_the_scope_is_named() -> None:
    findings = found(CHECK, filed(*FULL, framework=kept("level1"), done={"set_points": "41"}))

    assert [each.message for each in findings] == ["产出设定分值合计41.00分，应为40.00分，多1.00分"]


@pytest.mark.parametrize(
    ("level", "places"),
    [("level1", ["indicators.one", "indicators.two"]), ("level2", ["indicators.one", "indicators.two"]), ("total", [])],
)
def test_leaves_above_the_kept_level_keep_their_own_points(level: str, places: list[str]) -> None:
    leaves = [
        {"code": code, "name": code, "points": points, "scoring": {"kind": "manual"}}
        for code, points in (("one", "6"), ("two", "4"))
    ]
    rules = framework_from_document({**framework_document({}), "indicators": leaves, "set_points": {"keep": level}})
    entries: dict[str, Plain] = {"one": {"set_points": "5"}, "two": {"set_points": "5"}}
    filing = filing_from_document(rules, {**filing_document({}, {}), "indicators": entries})

    assert [each.where[0] for each in found(CHECK, assess(rules, filing))] == places
