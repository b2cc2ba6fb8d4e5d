"""milestones: the share of a base reached at each point of the year."""

import pytest

from selfeval.domain.files import Plain
from tests.domain.one_indicator import framework_of, scored

NODES: Plain = [
    {"label": "3月末", "field": "a", "at_least": "25%", "points": "2"},
    {"label": "6月末", "field": "b", "at_least": "50%", "points": "3"},
    {"label": "全年", "field": "c", "at_least": "90%", "points": "5"},
]
EACH: dict[str, Plain] = {"kind": "milestones", "of": "budget", "nodes": NODES}
ALL: dict[str, Plain] = {**EACH, "mode": "all"}


def fields(a: str, b: str, c: str, budget: str = "100") -> dict[str, Plain]:
    return {"a": a, "b": b, "c": c, "budget": budget}


@pytest.mark.parametrize(
    ("spent", "each", "together"),
    [
        (("25", "50", "90"), "10.00", "10.00"),
        (("24.9999999999", "50", "90"), "8.00", "0.00"),
        (("25", "49.99", "90"), "7.00", "0.00"),
        (("25", "50", "89.996"), "5.00", "0.00"),
        (("0", "0", "0"), "0.00", "0.00"),
        (("80", "120", "300"), "10.00", "10.00"),
        (("24", "51", "91"), "8.00", "0.00"),
    ],
)
def test_each_gives_what_is_reached_and_all_gives_all_or_nothing(
    spent: tuple[str, str, str], each: str, together: str
) -> None:
    assert str(scored(framework_of(EACH, formula=None), fields(*spent)).computed_score) == each
    assert str(scored(framework_of(ALL, formula=None), fields(*spent)).computed_score) == together


def test_points_of_the_nodes_scale_with_the_points_in_force() -> None:
    score = scored(framework_of(EACH, formula=None), fields("25", "0", "90"), set_points="5")

    assert str(score.computed_score) == "3.50"
    assert [node.points * 2 for node in score.milestones] == [2, 3, 5]


def test_thirds_of_scaled_points_add_up_when_truncating() -> None:
    """Three nodes of 1/3 of 1 point in force are 1 point, not 0.99."""
    nodes: Plain = [{"label": f"第{n}个", "field": "a", "at_least": "0%", "points": "1"} for n in range(3)]
    framework = framework_of({**EACH, "nodes": nodes}, formula=None, points="3", rounding={"mode": "truncate"})

    assert str(scored(framework, fields("1", "1", "1"), set_points="1").computed_score) == "1.00"


def test_the_trace_tells_every_node() -> None:
    score = scored(framework_of(EACH, formula=None), fields("25", "34.13", "89.996"))

    assert score.trace == (
        "3月末25.00÷100.00×100%＝25.00%，达到25%；6月末34.13÷100.00×100%＝34.13%，低于50%；"
        "全年89.996÷100.00×100%＝89.996%，低于90%；3个节点达到1个，得2.00分"
    )
    assert [node.is_reached for node in score.milestones] == [True, False, False]


@pytest.mark.parametrize(
    ("rule", "spent", "ending"),
    [
        (EACH, ("25", "50", "90"), "3个节点均达到，得10.00分"),
        (EACH, ("0", "0", "0"), "3个节点均未达到，得0.00分"),
        (ALL, ("25", "50", "0"), "3个节点达到2个，未全部达到，得0.00分"),
        (ALL, ("25", "50", "90"), "3个节点均达到，得10.00分"),
    ],
)
def test_the_verdict(rule: dict[str, Plain], spent: tuple[str, str, str], ending: str) -> None:
    assert scored(framework_of(rule, formula=None), fields(*spent)).trace.endswith(f"；{ending}")


def test_rounded_thresholds_see_the_printed_share() -> None:
    framework = framework_of(EACH, formula=None, rounding={"thresholds_on": "rounded"})

    assert str(scored(framework, fields("24.996", "49.994", "89.995")).computed_score) == "7.00"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "预算数、甲数、乙数、丙数未填，暂不能计算"),
        ({"a": "1", "b": "2", "c": "3"}, "预算数未填，暂不能计算"),
        ({"a": "1", "c": "3", "budget": "100"}, "乙数未填，暂不能计算"),
        ({"a": "1", "c": "3", "budget": "0"}, "乙数未填，暂不能计算"),
    ],
)
def test_missing_figures_are_named(typed: dict[str, Plain], words: str) -> None:
    score = scored(framework_of(EACH, formula=None), typed)

    assert (score.computed_score, score.trace) == (None, words)


@pytest.mark.parametrize(
    ("spent", "policy", "points", "words"),
    [
        (("0", "0", "0"), "full", "10.00", "分子、分母均为0，按满分计，得10.00分"),
        (("0", "0", "1"), "full", "0.00", "分母为0而分子不为0，无法计算，得0.00分"),
    ],
)
def test_a_base_of_zero_is_a_zero_denominator(
    spent: tuple[str, str, str], policy: str, points: str, words: str
) -> None:
    score = scored(framework_of(EACH, formula=None, zero_denominator=policy), fields(*spent, budget="0"))

    assert (str(score.computed_score), score.trace) == (points, words)


def test_the_base_may_be_a_formula_with_blanks_taken_as_zero() -> None:
    framework = framework_of({**EACH, "of": "budget + or_zero(people)"}, formula=None)
    score = scored(framework, fields("25", "50", "90"))

    assert score.trace.startswith("3月末25.00÷（100.00＋0）×100%＝25.00%，达到25%；")
    assert score.trace.endswith("得10.00分（人数未填，按0计）")
