"""Groups and totals are sums of rounded leaves; caps hold on totals only; the grade is of the self total."""

from decimal import Decimal
from typing import Any

import pytest

from selfeval.domain.files import Plain
from tests.domain.three_groups import document, filed

FULL = ("30", "20", "10", "40")


class TestSums:
    """Sums over the leaves."""

    def test_every_inner_node_is_a_group_with_its_sums(self) -> None:
        groups = filed("25", "20", "9", "33.5").sheet.groups

        assert {
            code: (each.level, each.reference_points, each.points, each.computed_score) for code, each in groups.items()
        } == {
            "process": (1, 60, 60, 54),
            "process.execution": (2, 50, 50, 45),
            "output": (1, 40, 40, Decimal("33.5")),
            "output.tasks": (2, 40, 40, Decimal("33.5")),
        }

    def test_the_total_is_the_sum_of_what_is_printed(self) -> None:
        """Each third is rounded on its own: three times 3.33, not 10."""
        sheet = filed("3.333333", "3.333333", "3.333333", "0").sheet

        assert sheet.total.computed_score == Decimal("9.99")
        assert sheet.groups["process"].computed_score == Decimal("9.99")

    def test_set_points_are_summed_beside_the_reference(self) -> None:
        sheet = filed(*FULL, rate_two={"set_points": "25"}, done={"set_points": "35"}).sheet

        assert (sheet.groups["process"].points, sheet.groups["process"].reference_points) == (65, 60)
        assert sheet.total.points == 100

    def test_what_is_not_scored_is_listed_and_left_out(self) -> None:
        sheet = filed("25", None, "9", None, done={"self_score": "40"}).sheet

        assert sheet.unscored == ("process.execution.rate_two", "output.tasks.done")
        assert sheet.total.computed_score == 34
        assert sheet.total.self_score == 74

    def test_nothing_at_all_is_filed(self) -> None:
        sheet = filed(None, None, None, None).sheet

        assert (sheet.total.points, sheet.total.computed_score, sheet.total.self_score, sheet.grade) == (
            100,
            0,
            0,
            None,
        )
        assert len(sheet.unscored) == 4


class TestGrade:
    """First match wins, on the self total; null while a self score is missing."""

    @pytest.mark.parametrize(
        ("last", "grade"), [("30", "优"), ("29.99", "良"), ("20", "良"), ("19.99", "中"), ("0", "中")]
    )
    def test_by_total(self, last: str, grade: str) -> None:
        assert filed("30", "20", "10", last).sheet.grade == grade

    def test_the_lowest(self) -> None:
        assert filed("10", "9.99", "0", "40").sheet.grade == "差"
        assert filed("0", "0", "0", "0").sheet.grade == "差"

    def test_is_of_the_self_total_and_not_of_the_computed_one(self) -> None:
        assert filed("30", "20", "10", "0", done={"self_score": "40"}).sheet.grade == "优"
        assert filed(*FULL, done={"self_score": "0"}).sheet.grade == "中"

    def test_is_null_while_a_self_score_is_missing(self) -> None:
        assert filed("30", "20", "10", None).sheet.grade is None
        assert filed("30", "20", "10", None, done={"self_score": "40"}).sheet.grade == "优"

    def test_groups_are_graded_on_their_share_of_points_where_the_framework_says_so(self) -> None:
        groups = filed("27", "18", "9", "20", framework=document(grade_groups="true")).sheet.groups

        assert {code: each.grade for code, each in groups.items()} == {
            "process": "优",
            "process.execution": None,
            "output": "差",
            "output.tasks": None,
        }

    def test_groups_are_not_graded_otherwise_or_while_something_is_missing(self) -> None:
        assert {each.grade for each in filed(*FULL).sheet.groups.values()} == {None}
        graded = filed("30", None, "10", "40", framework=document(grade_groups="true")).sheet.groups
        assert (graded["process"].grade, graded["output"].grade) == (None, "优")

    def test_a_group_without_points_has_no_grade(self) -> None:
        groups = filed(
            "30", "20", "10", None, framework=document(grade_groups="true"), done={"applicable": "false"}
        ).sheet.groups

        assert groups["output"].grade is None


class TestCaps:
    """The lowest that matches, on totals, never on groups; skipped where its rate is null."""

    RATE = "process.execution.rate_one"

    def capped(self, *caps: tuple[str, str], rounded: bool = False) -> dict[str, Any]:
        rounding = {"mode": "half_up", "thresholds_on": "rounded" if rounded else "exact"}
        return document(
            rounding=rounding,
            caps=[{"rate": self.RATE, "in": interval, "total_at_most": most} for interval, most in caps],
        )

    @pytest.mark.parametrize(
        ("a", "total", "capped_at"),
        [
            ("0.8", "100", None),
            ("0.799999999999", "89", "89"),
            ("0.7", "89", "89"),
            ("0.699999999999", "79", "79"),
            ("0", "79", "79"),
        ],
    )
    def test_intervals_decide(self, a: str, total: str, capped_at: str | None) -> None:
        framework = self.capped(("[70%, 80%)", "89"), ("(, 70%)", "79"))
        found = filed(*FULL, framework=framework, fields={"a": a, "b": "1"}).sheet

        assert found.total.computed_score == found.total.self_score == Decimal(total)
        assert found.total.capped_at == (None if capped_at is None else Decimal(capped_at))
        assert found.groups["process"].computed_score == 60

    def test_the_lowest_of_several_matches(self) -> None:
        framework = self.capped(("(, 90%)", "89"), ("(, 80%)", "69"), ("(, 70%)", "79"))

        assert filed(*FULL, framework=framework, fields={"a": "0.5", "b": "1"}).sheet.total.capped_at == 69

    def test_the_grade_is_of_the_capped_total(self) -> None:
        assert filed(*FULL, framework=self.capped(("(, )", "79")), fields={"a": "1", "b": "1"}).sheet.grade == "中"

    def test_a_total_below_the_cap_stays(self) -> None:
        total = filed(
            "30", "0", "0", "0", framework=self.capped(("(, )", "79")), fields={"a": "1", "b": "1"}
        ).sheet.total

        assert (total.computed_score, total.capped_at) == (30, 79)

    def test_rounded_thresholds_hold_for_caps(self) -> None:
        fields: Plain = {"a": "0.799996", "b": "1"}
        exact = filed(*FULL, framework=self.capped(("(, 80%)", "79")), fields=fields)
        rounded = filed(*FULL, framework=self.capped(("(, 80%)", "79"), rounded=True), fields=fields)

        assert exact.sheet.total.capped_at == 79
        assert rounded.sheet.total.capped_at is None

    @pytest.mark.parametrize("fields", [None, {"a": "1"}, {"a": "1", "b": "0"}])
    def test_a_cap_whose_rate_is_null_is_skipped_with_a_warning(self, fields: Plain) -> None:
        found = filed(*FULL, framework=self.capped(("(, )", "0")), fields=fields)

        assert (found.sheet.total.computed_score, found.sheet.total.capped_at) == (100, None)
        assert [each.where for each in found.findings if each.check == "cap_rate_is_known"] == [
            (f"indicators.{self.RATE}",)
        ]

    def test_no_warning_while_the_rate_is_known(self) -> None:
        found = filed(*FULL, framework=self.capped(("(, 0%)", "0")), fields={"a": "1", "b": "1"})

        assert "cap_rate_is_known" not in {each.check for each in found.findings}


class TestDerivedValues:
    """Values computed from data items, in the money unit, exact."""

    def test_are_listed_where_they_can_be_computed(self) -> None:
        derived = [
            {"code": "total", "label": "合计", "kind": "number", "formula": "a + or_zero(b)"},
            {"code": "double", "label": "两倍", "kind": "number", "formula": "total * 2"},
            {"code": "lost", "label": "缺", "kind": "number", "formula": "b + 1"},
        ]
        sheet = filed(*FULL, framework=document(derived=derived), fields={"a": "5"}).sheet

        assert dict(sheet.values) == {"total": 5, "double": 10}

    def test_may_be_defined_before_what_they_use(self) -> None:
        derived = [
            {"code": "double", "label": "两倍", "kind": "number", "formula": "total * 2"},
            {"code": "total", "label": "合计", "kind": "number", "formula": "a + b"},
        ]
        sheet = filed(*FULL, framework=document(derived=derived), fields={"a": "5", "b": "1"}).sheet

        assert dict(sheet.values) == {"double": 12, "total": 6}

    def test_a_long_chain_of_them_is_no_trouble(self) -> None:
        chain = [{"code": "d0", "label": "起", "kind": "number", "formula": "or_zero(a) + 1"}]
        chain += [{"code": f"d{n}", "label": "接", "kind": "number", "formula": f"d{n - 1} + 1"} for n in range(1, 400)]
        chain += [{"code": "wide", "label": "宽", "kind": "number", "formula": "d399 + d399 + d399"}]
        framework = document(
            derived=chain, checks=[{"code": "same", "expect": "wide == 1200", "message": "应相等", "where": []}]
        )

        sheet = filed(*FULL, framework=framework).sheet
        assert sheet.values["wide"] == 1200

    def test_many_uses_of_one_value_are_computed_once(self) -> None:
        """Thirty doublings: a billion visits if each use were followed again."""
        chain = [{"code": "d0", "label": "起", "kind": "number", "formula": "or_zero(a) + 1"}]
        chain += [
            {"code": f"d{n}", "label": "接", "kind": "number", "formula": f"d{n - 1} + d{n - 1}"} for n in range(1, 31)
        ]
        framework = document(derived=chain)
        framework["indicators"][0]["children"][0]["children"][0] |= {
            "formula": "d30 / d30",
            "scoring": {"kind": "proportional"},
        }

        score = filed(None, "20", "10", "40", framework=framework).sheet.indicators["process.execution.rate_one"]
        assert score.trace.endswith("按比例计分，得30.00分（a数未填，按0计）")

    @pytest.mark.parametrize("formula", ["process.execution.rate_one + 0.1", "1 - process.execution.rate_one"])
    def test_a_rate_of_another_indicator_can_be_used(self, formula: str) -> None:
        framework = document()
        framework["indicators"][0]["children"][0]["children"][1] |= {
            "formula": formula,
            "scoring": {"kind": "proportional"},
        }
        sheet = filed("30", None, "10", "40", framework=framework, fields={"a": "1", "b": "2"}).sheet

        assert sheet.indicators["process.execution.rate_two"].rate in (Decimal("0.6"), Decimal("0.5"))
