"""formula: points as a formula gives them, at the edges of its conditions and beyond the points in force."""

import pytest

from selfeval.domain.files import Plain
from selfeval.domain.framework import Framework
from selfeval.domain.scoring import Trouble
from tests.domain.one_indicator import at_rate, framework_of, scored


def by_formula(points: str, formula: str | None = "a / b", **leaf: Plain) -> Framework:
    return framework_of({"kind": "formula", "points": points}, formula=formula, **leaf)


STEPPED = by_formula("if(rate >= 95%, 10, if(rate >= 85%, 6, 0))")
THREE_STATES = by_formula("if(a == 0, 10, if(a <= b, 6, 0))", None)


@pytest.mark.parametrize(
    ("rate", "points"),
    [
        ("2", "10.00"),
        ("0.95", "10.00"),
        ("0.9499999999996", "10.00"),
        ("0.949999999999", "6.00"),
        ("0.85", "6.00"),
        ("0.849999999999", "0.00"),
        ("-1", "0.00"),
    ],
)
def test_at_the_edges_of_a_condition(rate: str, points: str) -> None:
    """Both sides of a comparison are first rounded to 12 decimals."""
    decimals = rate.partition(".")[2]
    fields: dict[str, Plain] = {"a": rate, "b": "1"}
    if len(decimals) > 12:  # finer than a box takes: as a quotient
        fields = {"a": f"{decimals[:1]}.{decimals[1:]}", "b": "10"}

    assert str(scored(STEPPED, fields).computed_score) == points


@pytest.mark.parametrize(
    ("a", "b", "points"),
    [
        ("0", "5", "10.00"),
        ("0.000000000001", "5", "6.00"),
        ("5", "5", "6.00"),
        ("4.99", "5", "6.00"),
        ("5.01", "5", "0.00"),
    ],
)
def test_it_needs_no_rate(a: str, b: str, points: str) -> None:
    score = scored(THREE_STATES, {"a": a, "b": b})

    assert (str(score.computed_score), score.rate) == (points, None)


@pytest.mark.parametrize(
    ("rate", "points"),
    [("0", "0.00"), ("0.5", "5.00"), ("0.99999", "10.00"), ("1", "10.00"), ("1.0001", "10.00"), ("-0.1", "0.00")],
)
def test_what_it_gives_is_kept_between_nothing_and_the_points(rate: str, points: str) -> None:
    assert str(at_rate(by_formula("rate * 10"), rate).computed_score) == points


@pytest.mark.parametrize(("set_points", "points"), [("10", "6.00"), ("5", "3.00"), ("20", "12.00"), ("0", "0.00")])
def test_it_scales_with_the_points_in_force(set_points: str, points: str) -> None:
    assert str(at_rate(STEPPED, "0.9", set_points=set_points).computed_score) == points


@pytest.mark.parametrize(
    ("framework", "fields", "words"),
    [
        (STEPPED, {"a": "1"}, "乙数未填，暂不能计算"),
        (by_formula("rate * c"), {"a": "1", "b": "2"}, "某率＝1.00÷2.00×100%＝50.00%，丙数未填，暂不能计算"),
        (THREE_STATES, {"a": "5"}, "乙数未填，暂不能计算"),
    ],
)
def test_missing_figures_are_named(framework: Framework, fields: dict[str, Plain], words: str) -> None:
    score = scored(framework, fields)

    assert (score.computed_score, score.trace) == (None, words)


def test_what_a_condition_does_not_reach_may_be_missing() -> None:
    assert str(scored(THREE_STATES, {"a": "0"}).computed_score) == "10.00"


def test_a_zero_denominator_in_either_formula_goes_by_its_policy() -> None:
    framework = by_formula("10 * a / c", zero_denominator="full")

    assert scored(framework, {"a": "0", "b": "1", "c": "0"}).trace.endswith("分子、分母均为0，按满分计，得10.00分")
    assert Trouble.DENOMINATOR_IS_ZERO in scored(framework, {"a": "1", "b": "1", "c": "0"}).troubles
    assert Trouble.DENOMINATOR_IS_ZERO in scored(STEPPED, {"a": "1", "b": "0"}).troubles


@pytest.mark.parametrize(
    ("framework", "fields", "entry", "trace"),
    [
        (
            *(by_formula("rate * 8"), {"a": "1", "b": "2"}, {}),
            "某率＝1.00÷2.00×100%＝50.00%，按公式计分：50.00%×8＝4.00，得4.00分",
        ),
        (
            *(by_formula("rate * 8"), {"a": "1", "b": "2"}, {"set_points": "5"}),
            "某率＝1.00÷2.00×100%＝50.00%，按公式计分：50.00%×8＝4.00，按设定分值折算为2.00，得2.00分",
        ),
        (
            *(by_formula("rate * 8"), {"a": "3", "b": "2"}, {}),
            "某率＝3.00÷2.00×100%＝150.00%，按公式计分：150.00%×8＝12.00，超过分值按满分计，得10.00分",
        ),
        (
            *(by_formula("a - b", None), {"a": "1", "b": "2"}, {}),
            "按公式计分：1.00－2.00＝-1.00，小于0按0计，得0.00分",
        ),
        (
            *(THREE_STATES, {"a": "5", "b": "7"}, {}),
            "按公式计分：（5.00＝0时取10，否则取（5.00≤7.00时取6，否则取0））＝6.00，得6.00分",
        ),
        (
            *(by_formula("a - or_zero(people)", None), {"a": "7"}, {}),
            "按公式计分：7.00－0＝7.00，得7.00分（人数未填，按0计）",
        ),
    ],
)
def test_traces(framework: Framework, fields: dict[str, Plain], entry: dict[str, Plain], trace: str) -> None:
    assert scored(framework, fields, **entry).trace == trace


@pytest.mark.parametrize(
    ("rate", "words"),
    [
        ("0.94996", "94.996%≥95%"),
        ("0.9499999", "94.99999%≥95%"),
        ("0.95", "95.00%≥95%"),
        ("0.94", "94.00%≥95%"),
        ("0.84999", "84.999%≥85%"),
    ],
)
def test_a_comparison_reads_as_it_was_decided(rate: str, words: str) -> None:
    """94.996 % is below 95 % and would be printed as 95.00 %."""
    assert words in at_rate(STEPPED, rate).trace


def test_a_range_says_nothing_of_a_rate_that_is_not_there() -> None:
    framework = by_formula("rate * 10", range="(0%, 100%]")

    assert scored(framework, {"a": "1"}).trace == "乙数未填，暂不能计算"
    assert scored(framework, {"a": "1", "b": "0"}).trace.startswith("分母为0而分子不为0")
    assert scored(framework, {"a": "3", "b": "2"}).computed_score is None
