"""Every kind of rule met on departments' own sheets can be written as a framework and computes (R1 to R11).

The words are those of the sheets in short; the numbers are theirs. R12 to R18 are in test_field_judgements,
what is about the whole sheet in test_field_policies.
"""

import pytest

from tests.domain.one_own_indicator import own_framework, scored_row
from tests.domain.scoring.field_rules import framework, points, scored

CONTROL = "formula: staff / posts\nscoring: {kind: deduct_above, limit: 100%, step: 1%, deduct: 0.5}"
CHANGE = "formula: (budget - prior) / prior\nscoring: {kind: deduct_above, limit: 0%, step: 1%, deduct: 0.8}"
SPENDING = "formula: spent / budget\nscoring: {kind: deduct_above, limit: 100%, step: 1%, deduct: 1}"


class TestR1:
    """Above a limit, points are lost by the step."""

    def test_staff_control_rate(self) -> None:
        """不高于100%计5分，每超过1个百分点扣0.5分，扣完为止。"""
        rates = ["100", "100.99", "101", "105", "109", "110", "150"]
        fields = [f"staff: {float(rate) * 100:.0f}, posts: 10000" for rate in rates]

        assert points(framework(CONTROL), *fields) == ["5.00", "5.00", "4.50", "2.50", "0.50", "0.00", "0.00"]

    def test_change_of_three_public_expenses(self) -> None:
        """不增长计8分，每增长1个百分点扣0.8分。"""
        fields = [f"budget: {budget}, prior: 100" for budget in ("90", "100", "100.5", "101", "105", "110")]

        assert points(framework(CHANGE, points="8"), *fields) == ["8.00", "8.00", "8.00", "7.20", "4.00", "0.00"]

    def test_control_of_three_public_expenses(self) -> None:
        """不超预算计6分，每超1个百分点扣1分。"""
        fields = [f"spent: {spent}, budget: 100" for spent in ("99", "100", "103", "106")]

        assert points(framework(SPENDING, points="6"), *fields) == ["6.00", "6.00", "3.00", "0.00"]

    def test_a_tenth_a_point(self) -> None:
        """不高于100%计1分，每超1个百分点扣0.1分。"""
        rules = framework(SPENDING.replace("deduct: 1}", "deduct: 0.1}"), points="1")

        assert points(rules, "spent: 104, budget: 100") == ["0.60"]


def test_r2_completion_below_the_budget() -> None:
    """预算完成率达到100%计满分，每低5个百分点扣2分，扣完为止。"""
    rules = framework("formula: spent / budget\nscoring: {kind: deduct_below, limit: 100%, step: 5%, deduct: 2}")
    fields = [f"spent: {spent}, budget: 100" for spent in ("101", "100", "95.01", "95", "90", "82", "85")]

    assert points(rules, *fields) == ["5.00", "5.00", "5.00", "3.00", "1.00", "0.00", "0.00"]


class TestR3:
    """Either side of a target."""

    def test_procurement(self) -> None:
        """政府采购执行率等于100%计满分，每高于或低于5个百分点扣2分。"""
        rules = framework("formula: spent / budget\nscoring: {kind: deduct_both, target: 100%, step: 5%, deduct: 2}")
        fields = [f"spent: {spent}, budget: 100" for spent in ("100", "104", "105", "95", "112", "88", "80")]

        assert points(rules, *fields) == ["5.00", "5.00", "3.00", "3.00", "1.00", "1.00", "0.00"]

    def test_adjustment_with_a_tolerance(self) -> None:
        """预算调整率绝对值在5%以内计满分，每增加0.1个百分点扣0.1分。"""
        rules = framework(
            "formula: added / budget\nscoring: {kind: deduct_both, target: 0%, tolerance: 5%, step: 0.1%, deduct: 0.1}",
            points="3",
        )
        fields = [f"added: {added}, budget: 1000" for added in ("50", "-50", "51", "-51", "60", "80", "-90")]

        assert points(rules, *fields) == ["3.00", "3.00", "2.90", "2.90", "2.00", "0.00", "0.00"]


class TestR4:
    """Bands, each end open or closed on its own."""

    def test_key_spending(self) -> None:
        """90%以上5分，80%（含）至90%计4分，70%（含）至80%计3分，60%（含）至70%计2分，60%以下0分。"""
        rules = framework(
            """
formula: spent / budget
scoring:
  kind: bands
  bands:
    - {in: "[90%, )", points: 5}
    - {in: "[80%, 90%)", points: 4}
    - {in: "[70%, 80%)", points: 3}
    - {in: "[60%, 70%)", points: 2}
    - {in: "(, 60%)", points: 0}
"""
        )
        fields = [f"spent: {spent}, budget: 100" for spent in ("90", "89.99", "80", "79.99", "70", "60", "59.99")]

        assert points(rules, *fields) == ["5.00", "4.00", "4.00", "3.00", "3.00", "2.00", "0.00"]

    ADJUSTMENT = """
formula: abs(added) / budget
range: "[0%, )"
scoring:
  kind: bands
  bands:
    - {in: "[0%, 0%]", points: 3}
    - {in: "(0%, 10%]", points: 2}
    - {in: "(10%, 20%]", points: 1}
    - {in: "(20%, 30%]", points: 0.5}
    - {in: "(30%, )", points: 0}
"""

    def test_adjustment(self) -> None:
        """没有调整3分，0至10%（含）2分，10%至20%（含）1分，20%至30%（含）0.5分，30%以上0分；追减取绝对值。"""
        added = ("0", "0.0001", "1", "10", "10.01", "20", "30", "30.01", "-10", "484")
        fields = [f"added: {each}, budget: 100" for each in added]

        assert points(framework(self.ADJUSTMENT, points="3"), *fields) == [
            *("3.00", "2.00", "2.00", "2.00", "1.00", "1.00", "0.50", "0.00", "2.00", "0.00")
        ]

    def test_no_adjustment_means_none_at_all(self) -> None:
        """0.001% prints as 0.00% and is an adjustment all the same."""
        score = scored(framework(self.ADJUSTMENT, points="3"), "added: 0.001, budget: 100")

        assert (str(score.computed_score), score.rate_text) == ("2.00", "0.00%")
        assert "＝0.001%，在(0%, 10%]档" in score.trace

    def test_satisfaction_typed_as_a_percentage(self) -> None:
        """满意度90%以上6分，80%（含）至90%计4分，70%（含）至80%计2分，70%以下0分。"""
        rules = framework(
            'formula: satisfied\nrange: "[0%, 100%]"\n'
            'scoring: {kind: bands, bands: [{in: "[90%, 100%]", points: 6}, {in: "[80%, 90%)", points: 4}, '
            '{in: "[70%, 80%)", points: 2}, {in: "[0%, 70%)", points: 0}]}',
            points="6",
        )

        assert points(rules, *(f"satisfied: {each}%" for each in ("95", "90", "89.9", "70", "69", "101"))) == [
            *("6.00", "6.00", "4.00", "2.00", "0.00", None)
        ]


class TestR5:
    """Points times the rate."""

    def test_execution_of_ten_points(self) -> None:
        """预算执行率10分，得分＝执行率×10，满分为止。"""
        rules = framework("formula: spent / budget\nscoring: {kind: proportional}", points="10")

        assert points(rules, *(f"spent: {spent}, budget: 100" for spent in ("0", "82.54", "100", "110"))) == [
            *("0.00", "8.25", "10.00", "10.00")
        ]

    def test_execution_of_twenty_points(self) -> None:
        """20分×执行率。"""
        rules = framework("formula: spent / budget\nscoring: {kind: proportional}", points="20")

        assert points(rules, "spent: 2495.17, budget: 3043.01") == ["16.40"]


class TestR6:
    """The unit's own target: reached is full, else in proportion."""

    @pytest.mark.parametrize(
        ("op", "target", "actual", "expected"),
        [
            (">=", "500", "512", "10.00"),
            (">=", "500", "400", "8.00"),
            ("<=", "40", "50", "8.00"),
            ("<=", "40", "40", "10.00"),
            ("=", "12", "12", "10.00"),
            ("=", "12", "11", "0.00"),
            (">", "0", "3", "10.00"),
            ("<", "3", "3", "10.00"),
            (">=", "95%", "90.25%", "9.50"),
        ],
    )
    def test_signs(self, op: str, target: str, actual: str, expected: str) -> None:
        assert str(scored_row(own_framework(), op, target, actual).computed_score) == expected


def test_r7_full_or_in_proportion() -> None:
    """在职人员控制率不高于1计5分，否则按比例计分：5×1÷率。"""
    rules = framework(
        "formula: staff / posts\nshow: number\nscoring: {kind: full_or_proportional, limit: 1, side: at_most}"
    )

    assert points(rules, *(f"staff: {staff}, posts: 100" for staff in ("90", "100", "101", "125"))) == [
        *("5.00", "5.00", "4.95", "4.00")
    ]


class TestR8:
    """Points for each criterion met."""

    def test_unequal_criteria(self) -> None:
        """绩效指标明确性3分：1＋0.5＋0.5＋1。"""
        rules = framework(
            "scoring: {kind: checklist, mode: add, items: [{text: 细化为任务, points: 1}, {text: 可衡量, points: 0.5}, "
            "{text: 与任务数对应, points: 0.5}, {text: 与资金匹配, points: 1}]}",
            points="3",
        )
        ticked = ["[1, 2, 3, 4]", "[1, 2]", "[2, 3]", "[]"]

        assert points(rules, *(("", f"ticked: {each}") for each in ticked)) == ["3.00", "1.50", "1.00", "0.00"]


def test_r9_points_lost_for_each_criterion_missed() -> None:
    """“三公”经费管理3个要点，每少一项扣1分，扣完为止。"""
    rules = framework(
        "scoring: {kind: checklist, mode: deduct, deduct: 1, items: [{text: 制度}, {text: 审批}, {text: 公开}]}",
        points="2",
    )
    ticked = ["[1, 2, 3]", "[1, 3]", "[2]", "[]"]

    assert points(rules, *(("", f"ticked: {each}") for each in ticked)) == ["2.00", "1.00", "0.00", "0.00"]


class TestR10:
    """Points lost for each incident."""

    def test_compliance(self) -> None:
        """资金使用合规性3分，每出现一例不符扣1分，扣完为止。"""
        rules = framework("scoring: {kind: incidents, deduct: 1}", points="3")

        assert points(rules, *(("", f"incidents: {count}") for count in (0, 1, 3, 4))) == [
            *("3.00", "2.00", "0.00", "0.00")
        ]

    def test_projects_behind_schedule(self) -> None:
        """每有一个专项未按进度支付扣0.5分。"""
        assert points(framework("scoring: {kind: incidents, deduct: 0.5}"), ("", "incidents: 3")) == ["3.50"]


class TestR11:
    """Shares of the year's budget reached at each node."""

    NODES = (
        "[{label: 上半年, field: by_june, at_least: 45%, points: 2}, "
        "{label: 前三季度, field: by_september, at_least: 75%, points: 3}]"
    )

    def test_a_part_for_each_node(self) -> None:
        """上半年达到45%计2分，前三季度达到75%计3分。"""
        rules = framework(f"scoring: {{kind: milestones, of: budget, nodes: {self.NODES}}}")
        spent = [("45", "75"), ("44.99", "75"), ("45", "74.99"), ("0", "0")]

        assert points(rules, *(f"budget: 100, by_june: {june}, by_september: {three}" for june, three in spent)) == [
            *("5.00", "3.00", "2.00", "0.00")
        ]

    def test_all_or_nothing(self) -> None:
        rules = framework(f"scoring: {{kind: milestones, mode: all, of: budget, nodes: {self.NODES}}}")

        assert points(
            rules,
            "budget: 100, by_june: 45, by_september: 75",
            "budget: 100, by_june: 45, by_september: 74",
        ) == ["5.00", "0.00"]
