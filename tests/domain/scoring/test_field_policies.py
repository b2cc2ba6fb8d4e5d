"""What departments' sheets ask beside the rule of a rate: reasons, 不涉及, set points, exclusions, grades (R19–R24)."""

from typing import Any

import pytest

from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.files import filing_from_document, framework_from_document
from tests.domain.scoring.field_rules import CODE, assessed, findings, framework, points, scored
from tests.domain.three_groups import document, filed, leaf

RATE = "formula: spent / budget\nscoring: {kind: proportional}\n"


def _filed(rules: dict[str, Any], **entries: dict[str, Any]) -> Assessment:
    """The assessment of `entries` by the last code of their leaf."""
    read = framework_from_document(rules)
    paths = {node.code.rpartition(".")[2]: node.code for node in read.leaves}
    filing: dict[str, Any] = {
        "format": "selfeval-filing/1",
        "framework": "three",
        "fiscal_year": "2021",
        "indicators": {paths[code]: entry for code, entry in entries.items()},
    }
    return assess(read, filing_from_document(read, filing))


class TestR19:
    """A reason must be given, no points are lost."""

    LOW = RATE + "explain: {when: spent / budget < 90%, min_chars: 100}"
    ADJUSTED = (
        "formula: abs(added) / budget\nscoring: {kind: deduct_above, limit: 30%, step: 10%, deduct: 1}\n"
        "explain: {when: abs(added) / budget > 30%, min_chars: 1}"
    )

    @pytest.mark.parametrize(
        ("fields", "entry", "is_asked"),
        [
            ("spent: 89.99, budget: 100", "reason: 进度慢", True),
            ("spent: 89.99, budget: 100", f"reason: {'因' * 99}", True),
            ("spent: 89.99, budget: 100", f"reason: {'因' * 100}", False),
            ("spent: 90, budget: 100", "", False),
        ],
    )
    def test_execution_below_ninety_in_a_hundred_characters(self, fields: str, entry: str, is_asked: bool) -> None:
        assert ("explanation_given" in findings(framework(self.LOW), fields, entry)) is is_asked

    def test_no_points_are_lost_for_it(self) -> None:
        assert points(framework(self.LOW), "spent: 89.99, budget: 100") == ["4.50"]

    def test_adjustment_above_thirty(self) -> None:
        rules = framework(self.ADJUSTED)

        assert "explanation_given" in findings(rules, "added: -31, budget: 100")
        assert "explanation_given" not in findings(rules, "added: 30, budget: 100")


class TestR20:
    """不涉及, in the four ways sheets have for it."""

    def test_full_marks(self) -> None:
        """没有楼堂馆所项目的部门按满分计算。"""
        rules = framework(RATE + "not_applicable: full")
        score = scored(rules, "", "applicable: false")

        assert (str(score.computed_score), score.trace) == ("5.00", "不涉及此项，按满分计，得5.00分")

    def test_points_moved_within_the_group(self) -> None:
        """经济效益、生态效益不涉及，5分转给社会效益，5分转给满意度，都成10分。"""
        leaves = [leaf(code, "5") for code in ("economic", "ecological", "social", "satisfaction")]
        node = {"code": "benefit", "name": "履职效益", "children": leaves}
        rules = document(
            total_points="20",
            grades=[{"name": "合格", "from": "0"}],
            indicators=[{"code": "effect", "name": "效果", "children": [node]}],
            set_points={"keep": "level2"},
        )
        found = _filed(
            rules,
            economic={"applicable": "false"},
            ecological={"applicable": "false"},
            social={"set_points": "10", "points": "10"},
            satisfaction={"set_points": "10", "points": "9"},
        )

        assert (found.sheet.total.points, found.sheet.total.computed_score) == (20, 19)
        assert "points_sum_to_total" not in {each.check for each in found.findings}

    def test_no_set_points_and_no_score(self) -> None:
        """设定分为空，得分为空：both are nothing until the points are moved, which is an error till then."""
        rules = framework(RATE + "not_applicable: redistribute")
        score = scored(rules, "", "applicable: false")

        assert (score.is_applicable, score.points, score.computed_score) == (False, 0, 0)
        assert "points_sum_to_total" in findings(rules, "", "applicable: false")

    def test_what_cannot_be_computed_is_worth_nothing(self) -> None:
        """固定资产利用率无法计算，得0分。"""
        score = scored(framework(RATE + "uncomputable: zero"))

        assert (str(score.computed_score), score.trace) == ("0.00", "支出数、预算数未填，无法计算，得0.00分")

    @pytest.mark.parametrize(
        ("fields", "expected", "is_warned"),
        [
            ("spent: 0, budget: 0", "5.00", False),
            ("spent: 3, budget: 0", "0.00", True),
        ],
    )
    def test_no_budget_and_nothing_spent(self, fields: str, expected: str, is_warned: bool) -> None:
        """没有预算也没有支出的按满分计；没有预算而有支出的得0分并提醒。"""
        rules = framework(RATE + "zero_denominator: {both_zero: full, otherwise: zero}")

        assert points(rules, fields) == [expected]
        assert ("denominator_is_zero" in findings(rules, fields)) is is_warned

    def test_no_posts_is_not_applicable(self) -> None:
        """临时机构没有编制数。"""
        rules = framework(
            "formula: staff / posts\nscoring: {kind: deduct_above, limit: 100%, step: 1%, deduct: 0.5}\n"
            "zero_denominator: {both_zero: not_applicable, otherwise: not_applicable}\nnot_applicable: full"
        )
        score = scored(rules, "staff: 3, posts: 0")

        assert (score.is_applicable, str(score.computed_score)) == (False, "5.00")


class TestR21:
    """Set points beside reference points; only the sum of all is kept."""

    def test_points_moved_between_groups(self) -> None:
        found = filed("29", "20", "10", "41", rate_one={"set_points": "29"}, done={"set_points": "41"})

        assert found.sheet.indicators["process.execution.rate_one"].reference_points == 30
        assert found.sheet.groups["process"].points == 59
        assert (found.sheet.total.points, found.sheet.total.computed_score) == (100, 100)
        assert "points_sum_to_total" not in {each.check for each in found.findings}

    def test_the_rule_scales(self) -> None:
        """4分改为1分的指标，每个百分点扣的分也是四分之一。"""
        rules = framework(
            "formula: staff / posts\nscoring: {kind: deduct_above, limit: 100%, step: 1%, deduct: 0.8}", points="4"
        )

        assert points(rules, ("staff: 103, posts: 100", "set_points: 1"), "staff: 103, posts: 100") == ["0.40", "1.60"]


def test_r22_excluded_rows_are_not_counted() -> None:
    """预算调整数剔除落实国家政策、不可抗力、上级临时交办的部分，逐笔写依据。"""
    rules = framework(
        "formula: abs(adjustments.counted) / budget\nscoring: {kind: deduct_above, limit: 0%, step: 5%, deduct: 1}",
        name="预算调整率",
    )
    rows = "{label: 追加业务费, amount: 70}, {label: 防疫, amount: 197, excluded: true, basis: 上级临时交办}"
    score = scored(rules, f"budget: 1000, adjustments: [{rows}]")

    assert (str(score.rate), str(score.computed_score)) == ("0.07", "4.00")
    assert score.trace.startswith("预算调整率＝70.00÷1,000.00×100%＝7.00%，")


class TestR23:
    """Grades of the total, and of each level-1 group on its share of points."""

    @pytest.mark.parametrize(
        ("scores", "grade"),
        [
            (("30", "20", "10", "30"), "优"),
            (("30", "20", "10", "29.99"), "良"),
            (("30", "20", "10", "20"), "良"),
            (("30", "20", "9.99", "20"), "中"),
            (("30", "20", "10", "0"), "中"),
            (("30", "20", "9.99", "0"), "差"),
        ],
    )
    def test_of_the_total(self, scores: tuple[str, ...], grade: str) -> None:
        assert filed(*scores).sheet.grade == grade

    def test_of_every_group(self) -> None:
        groups = filed("30", "20", "3.99", "32", framework=document(grade_groups="true")).sheet.groups

        assert (groups["process"].grade, groups["output"].grade) == ("良", "良")
        assert groups["process.execution"].grade is None
        assert (
            filed("30", "20", "4", "31.99", framework=document(grade_groups="true")).sheet.groups["output"].grade
            == "中"
        )

    @pytest.mark.parametrize(
        ("rate", "total", "grade", "ceiling"),
        [("79.99", "89", "良", 89), ("80", "100", "优", None), ("69.99", "79", "中", 79)],
    )
    def test_a_low_execution_rate_caps_the_total(self, rate: str, total: str, grade: str, ceiling: int | None) -> None:
        """预算执行率低于80%的不得评优，低于70%的不得评良。"""
        caps = [
            {"rate": "process.execution.rate_one", "in": "(, 80%)", "total_at_most": "89"},
            {"rate": "process.execution.rate_one", "in": "(, 70%)", "total_at_most": "79"},
        ]
        sheet = filed("30", "20", "10", "40", framework=document(caps=caps), fields={"a": rate, "b": "100"}).sheet

        assert (str(sheet.total.computed_score).removesuffix(".00"), sheet.grade, sheet.total.capped_at) == (
            total,
            grade,
            ceiling,
        )
        assert sheet.groups["process"].computed_score == 60


def test_r24_the_filed_score_stands_beside_the_computed_one() -> None:
    """自评得分由单位填，系统得分另列；两者不等须说明。"""
    rules = framework(RATE)
    score = scored(rules, "spent: 90, budget: 100", "self_score: 5")

    assert (str(score.computed_score), score.self_score) == ("4.50", 5)
    assert "self_score_matches_computed" in findings(rules, "spent: 90, budget: 100", "self_score: 5")
    answered = assessed(rules, "spent: 90, budget: 100", "self_score: 5, reason: 已补付").blocking
    assert "self_score_matches_computed" not in {each.check for each in answered}
    assert assessed(rules, "spent: 90, budget: 100", "self_score: 5").sheet.indicators[CODE].self_score == 5
