"""Rules of departments' own sheets over what the unit judges, picks or aims at itself (R12 to R18)."""

import pytest

from tests.domain.one_own_indicator import TIERS, own_framework, scored_row
from tests.domain.scoring.field_rules import framework, points, scored


def test_r12_three_states_against_the_year_before() -> None:
    """资金结余：没有结余3分；有结余但不超过上年2分；超过上年0分。"""
    rules = framework("scoring: {kind: formula, points: 'if(balance == 0, 3, if(balance <= prior, 2, 0))'}", points="3")
    fields = [f"balance: {now}, prior: {before}" for now, before in [("0", "5"), ("5", "5"), ("5.01", "5"), ("0", "0")]]

    assert points(rules, *fields) == ["3.00", "2.00", "0.00", "3.00"]


class TestR13:
    """One of two measures, in proportion to its target, up to full."""

    RULES = """
scoring:
  kind: choose
  pick: %s
  options:
    - {label: 结转结余率, formula: balance / spent, scoring: {kind: full_or_proportional, limit: 9%%, side: at_most}}
    - label: 结转结余下降率
      formula: (prior - balance) / prior
      scoring: {kind: full_or_proportional, limit: 30%%, side: at_least}
"""

    @pytest.mark.parametrize(
        ("balance", "prior", "expected", "option"),
        [("9", "9", "5.00", 1), ("18", "20", "2.50", 1), ("18", "24", "4.17", 2), ("18", "26", "5.00", 2)],
    )
    def test_the_better(self, balance: str, prior: str, expected: str, option: int) -> None:
        """结转结余率目标9%，或较上年下降30%，择一按完成比例计分。"""
        score = scored(framework(self.RULES % "best"), f"balance: {balance}, spent: 100, prior: {prior}")

        assert (str(score.computed_score), score.option) == (expected, option)

    def test_the_one_the_unit_picks(self) -> None:
        fields = "balance: 18, spent: 100, prior: 24"

        assert points(framework(self.RULES % "unit"), (fields, "choice: 1"), (fields, "choice: 2"), fields) == [
            *("2.50", "4.17", None)
        ]


class TestR14:
    """Three tiers, a coefficient inside the tier given by a person."""

    @pytest.mark.parametrize(
        ("tier", "coefficient", "expected"),
        [("达成", "80%", "4.00"), ("部分达成", "79%", "3.95"), ("部分达成", "60%", "3.00"), ("未达成", "0%", "0.00")],
    )
    def test_the_tiers_of_today(self, tier: str, coefficient: str, expected: str) -> None:
        rules = framework(
            "scoring: {kind: tiers, tiers: [{name: 达成, in: '[80%, 100%]'}, {name: 部分达成, in: '[60%, 80%)'}, "
            "{name: 未达成, in: '[0%, 60%)'}]}"
        )

        assert points(rules, ("", f"tier: {tier}, coefficient: {coefficient}")) == [expected]

    def test_the_older_tiers(self) -> None:
        """旧版：100—80、80—50、50—0。"""
        rules = framework(
            "scoring: {kind: tiers, tiers: [{name: 达成, in: '[80%, 100%]'}, {name: 部分达成, in: '[50%, 80%)'}, "
            "{name: 未达成, in: '[0%, 50%)'}]}"
        )

        assert points(rules, ("", "tier: 部分达成, coefficient: 50%")) == ["2.50"]

    def test_of_own_indicators(self) -> None:
        rules = own_framework(node={"tiers": TIERS})

        assert (
            str(scored_row(rules, "qualitative", "规范", "基本规范", tier="部分达成", coefficient="70%").computed_score)
            == "7.00"
        )


def test_r15_coefficient_times_points() -> None:
    """得分＝得分系数×权重，两栏并列。"""
    assert points(framework("scoring: {kind: coefficient}"), ("", "coefficient: 100%"), ("", "coefficient: 95%")) == [
        *("5.00", "4.75")
    ]


def test_r16_points_given_with_a_reason() -> None:
    """完成实绩由单位填写情况并给分。"""
    score = scored(framework("scoring: {kind: manual}"), "", "points: 4.5, analysis: 一项延期, reason: 征迁未完成")

    assert (str(score.computed_score), score.trace) == ("4.50", "按评分标准由单位评定，得4.50分")


def test_r17_work_done_of_work_planned() -> None:
    """实际完成率＝实际完成工作数÷计划工作数，按比例计分。"""
    rules = framework("formula: done / planned\nscoring: {kind: proportional}", points="10", name="实际完成率")
    score = scored(rules, "done: 8, planned: 8")

    assert score.trace == "实际完成率＝8÷8×100%＝100.00%，按比例计分，得10.00分"
    assert points(rules, "done: 7, planned: 8") == ["8.75"]


class TestR18:
    """Far above the target the target was too low: a reason is asked, or points are taken off."""

    @pytest.mark.parametrize(("target", "actual", "share"), [("650", "850", "130.77%"), ("4", "9", "225.00%")])
    def test_figures_of_published_forms(self, target: str, actual: str, share: str) -> None:
        explain = own_framework({"kind": "target", "over": {"above": "130%", "then": "explain"}})
        deduct = own_framework({"kind": "target", "over": {"above": "130%", "then": "deduct", "deduct": "2"}})

        assert scored_row(explain, ">=", target, actual).trace.endswith(
            f"完成比例{share}，超过130%，须说明原因，得10.00分"
        )
        assert str(scored_row(deduct, ">=", target, actual).computed_score) == "8.00"

    def test_not_yet_far(self) -> None:
        deduct = own_framework({"kind": "target", "over": {"above": "130%", "then": "deduct", "deduct": "2"}})

        assert str(scored_row(deduct, ">=", "650", "845").computed_score) == "10.00"
