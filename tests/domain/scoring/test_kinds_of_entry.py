"""checklist, incidents, coefficient, manual: what the unit enters instead of a rate."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval.domain.files import Plain
from selfeval.domain.framework import Framework
from tests.domain.one_indicator import framework_of, scored

ITEMS: Plain = [{"text": "甲项", "points": "5"}, {"text": "乙项", "points": "3"}, {"text": "丙项", "points": "2"}]


def entered(scoring: Plain, **leaf: Plain) -> Framework:
    """A framework scored by what is entered: no formula."""
    return framework_of(scoring, formula=None, **leaf)


ADD = entered({"kind": "checklist", "mode": "add", "items": ITEMS})
DEDUCT = entered(
    {
        "kind": "checklist",
        "mode": "deduct",
        "deduct": "4",
        "items": [{"text": "甲项"}, {"text": "乙项"}, {"text": "丙项"}],
    }
)
INCIDENTS = entered({"kind": "incidents", "deduct": "4"})
COEFFICIENT = entered({"kind": "coefficient"})
MANUAL = entered({"kind": "manual"})


class TestChecklist:
    """add: the ticked items' points; deduct: P less `deduct` for each not ticked."""

    @pytest.mark.parametrize(
        ("ticked", "points", "words"),
        [
            (["1", "2", "3"], "10.00", "3个评价要点均满足，得10.00分"),
            (["1"], "5.00", "3个评价要点满足1个，第2、3个未满足，得5.00分"),
            (["3", "2"], "5.00", "3个评价要点满足2个，第1个未满足，得5.00分"),
            ([], "0.00", "3个评价要点均未满足，得0.00分"),
        ],
    )
    def test_add(self, ticked: list[Plain], points: str, words: str) -> None:
        score = scored(ADD, ticked=ticked)

        assert (str(score.computed_score), score.trace) == (points, words)

    @pytest.mark.parametrize(
        ("ticked", "points", "words"),
        [
            (["1", "2", "3"], "10.00", "3个评价要点均满足，得10.00分"),
            (["1", "3"], "6.00", "3个评价要点满足2个，第2个未满足，每少1个扣4.00分，应扣4.00分，得6.00分"),
            (["2"], "2.00", "3个评价要点满足1个，第1、3个未满足，每少1个扣4.00分，应扣8.00分，得2.00分"),
            ([], "0.00", "3个评价要点均未满足，每少1个扣4.00分，应扣12.00分，扣完为止，得0.00分"),
        ],
    )
    def test_deduct(self, ticked: list[Plain], points: str, words: str) -> None:
        score = scored(DEDUCT, ticked=ticked)

        assert (str(score.computed_score), score.trace) == (points, words)

    @pytest.mark.parametrize(("framework", "points"), [(ADD, "1.50"), (DEDUCT, "0.60")])
    def test_scales_with_the_points_in_force(self, framework: Framework, points: str) -> None:
        assert str(scored(framework, ticked=["1"], set_points="3").computed_score) == points

    def test_absent_is_not_filled_and_an_empty_list_is_none(self) -> None:
        assert scored(ADD).computed_score is None
        assert scored(ADD).trace == "评价要点未填，暂不能计算"
        assert scored(ADD, ticked=[]).computed_score == 0


class TestIncidents:
    """P less `deduct` for each incident."""

    @pytest.mark.parametrize(
        ("count", "points", "words"),
        [
            ("0", "10.00", "未发生不符事项，得10.00分"),
            ("1", "6.00", "发生不符事项1例，每例扣4.00分，应扣4.00分，得6.00分"),
            ("2", "2.00", "发生不符事项2例，每例扣4.00分，应扣8.00分，得2.00分"),
            ("3", "0.00", "发生不符事项3例，每例扣4.00分，应扣12.00分，扣完为止，得0.00分"),
        ],
    )
    def test_each_costs(self, count: str, points: str, words: str) -> None:
        score = scored(INCIDENTS, incidents=count)

        assert (str(score.computed_score), score.trace) == (points, words)

    def test_scales_with_the_points_in_force(self) -> None:
        assert str(scored(INCIDENTS, incidents="1", set_points="5").computed_score) == "3.00"

    def test_absent_is_not_filled(self) -> None:
        assert scored(INCIDENTS).computed_score is None
        assert scored(INCIDENTS).trace == "不符事项例数未填，暂不能计算"


class TestCoefficient:
    """P × the coefficient; given against set points and not scaled again."""

    @pytest.mark.parametrize(
        ("coefficient", "set_points", "points"),
        [
            ("95%", None, "9.50"),
            ("0%", None, "0.00"),
            ("100%", None, "10.00"),
            ("33.333%", None, "3.33"),
            ("50%", "4", "2.00"),
        ],
    )
    def test_share_of_the_points(self, coefficient: str, set_points: str | None, points: str) -> None:
        entry: dict[str, Plain] = {"coefficient": coefficient} | ({"set_points": set_points} if set_points else {})

        assert str(scored(COEFFICIENT, **entry).computed_score) == points

    def test_trace(self) -> None:
        assert scored(COEFFICIENT, coefficient="95%").trace == "得分系数95%，得9.50分"
        assert scored(COEFFICIENT).trace == "得分系数未填，暂不能计算"


class TestManual:
    """The points the unit gives, against set points, not scaled; the computed score is clamped."""

    @pytest.mark.parametrize(
        ("points", "set_points", "score"),
        [
            ("8", "10", "8.00"),
            ("0", "10", "0.00"),
            ("12", "10", "10.00"),
            ("-1", "10", "0.00"),
            ("7", "7", "7.00"),
            ("2.345", "10", "2.35"),
        ],
    )
    def test_points_given(self, points: str, set_points: str, score: str) -> None:
        assert str(scored(MANUAL, points=points, set_points=set_points).computed_score) == score

    def test_trace(self) -> None:
        assert scored(MANUAL, points="8").trace == "按评分标准由单位评定，得8.00分"
        assert scored(MANUAL).trace == "单位评定的得分未填，暂不能计算"

    def test_a_formula_beside_it_is_shown_and_does_not_score(self) -> None:
        score = scored(framework_of({"kind": "manual"}), {"a": "1", "b": "2"}, points="8")

        assert score.rate == Decimal("0.5")
        assert score.trace == "某率＝1.00÷2.00×100%＝50.00%，按评分标准由单位评定，得8.00分"


class TestSelfScore:
    """What the unit files, never clamped or replaced; absent it is the computed score."""

    @pytest.mark.parametrize("filed", ["0", "8", "10", "11", "-1", "9.999"])
    def test_is_kept_as_filed(self, filed: str) -> None:
        assert scored(MANUAL, points="8", self_score=filed).self_score == Decimal(filed)

    def test_absent_is_the_computed_score(self) -> None:
        assert scored(MANUAL, points="8").self_score == 8

    def test_may_be_filed_where_nothing_can_be_computed(self) -> None:
        score = scored(MANUAL, self_score="8")

        assert (score.computed_score, score.self_score) == (None, 8)


class TestUncomputable:
    """Not computable for a missing input: not filled, or worth nothing, as the framework says."""

    @pytest.mark.parametrize(
        ("framework", "words"),
        [
            (entered({"kind": "manual"}, uncomputable="zero"), "单位评定的得分未填，无法计算，得0.00分"),
            (framework_of({"kind": "proportional"}, uncomputable="zero"), "甲数、乙数未填，无法计算，得0.00分"),
        ],
    )
    def test_zero(self, framework: Framework, words: str) -> None:
        score = scored(framework)

        assert (score.computed_score, score.rate, score.trace) == (0, None, words)

    @pytest.mark.parametrize(
        ("fields", "words"),
        [
            ({}, "甲数、乙数未填，暂不能计算"),
            ({"a": "1"}, "乙数未填，暂不能计算"),
            ({"b": "0"}, "甲数未填，暂不能计算"),
        ],
    )
    def test_not_filled_names_every_missing_field(self, fields: dict[str, Plain], words: str) -> None:
        score = scored(framework_of({"kind": "proportional"}), fields)

        assert (score.computed_score, score.self_score, score.rate, score.rate_text, score.trace) == (
            None,
            None,
            None,
            "",
            words,
        )

    def test_a_part_of_an_empty_itemised_field_is_named_by_the_field(self) -> None:
        assert (
            scored(framework_of({"kind": "proportional"}, formula="items.counted / b"), {"b": "1"}).trace
            == "调整明细未填，暂不能计算"
        )

    def test_an_itemised_field_without_rows_is_nothing_spent(self) -> None:
        assert (
            scored(framework_of({"kind": "proportional"}, formula="items.total / b"), {"items": [], "b": "1"}).rate == 0
        )


@given(
    ticked=st.sets(st.integers(1, 3)),
    set_points=st.decimals(0, 40, places=2),
    incidents=st.integers(0, 99),
    given_points=st.decimals(-50, 50, places=2),
)
def test_a_computed_score_is_never_outside_its_points(
    ticked: set[int], set_points: Decimal, incidents: int, given_points: Decimal
) -> None:
    common: dict[str, Plain] = {"set_points": str(set_points)}
    scores = [
        scored(ADD, ticked=[str(each) for each in ticked], **common),
        scored(DEDUCT, ticked=[str(each) for each in ticked], **common),
        scored(INCIDENTS, incidents=str(incidents), **common),
        scored(MANUAL, points=str(given_points), **common),
    ]

    assert all(score.computed_score is not None and 0 <= score.computed_score <= set_points for score in scores)
