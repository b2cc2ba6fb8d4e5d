"""target: the unit's own indicator against its own target, at, just below and just above it."""

from decimal import Decimal

import pytest

from selfeval.domain.files import Plain
from selfeval.domain.scoring import Trouble
from tests.domain.one_own_indicator import TIERS, assessed_rows, own_framework, row, scored_row

PLAIN = own_framework()
TIERED = own_framework(node={"tiers": TIERS})
OVER: dict[str, Plain] = {"above": "130%", "then": "explain"}
EXPLAIN = own_framework({"kind": "target", "over": OVER})
DEDUCT = own_framework({"kind": "target", "over": {**OVER, "then": "deduct", "deduct": "2"}})


@pytest.mark.parametrize(
    ("op", "actual", "points"),
    [
        (">=", "99.99", "10.00"),
        (">=", "99.9", "9.99"),
        (">=", "100", "10.00"),
        (">=", "100.01", "10.00"),
        (">=", "50", "5.00"),
        (">=", "0", "0.00"),
        (">=", "-1", "0.00"),
        (">", "99.9", "9.99"),
        (">", "100", "10.00"),
        (">", "100.000000000001", "10.00"),
        ("<=", "100", "10.00"),
        ("<=", "99.99", "10.00"),
        ("<=", "100.1", "9.99"),
        ("<=", "125", "8.00"),
        ("<=", "0", "10.00"),
        ("<=", "-3", "10.00"),
        ("<", "99.99", "10.00"),
        ("<", "100", "10.00"),
        ("<", "200", "5.00"),
        ("=", "100", "10.00"),
        ("=", "99.999999999999", "0.00"),
        ("=", "100.000000000001", "0.00"),
        ("=", "0", "0.00"),
    ],
)
def test_full_when_reached_else_in_proportion(op: str, actual: str, points: str) -> None:
    assert str(scored_row(PLAIN, op, "100", actual).computed_score) == points


@pytest.mark.parametrize(
    ("op", "target", "actual", "points"),
    [
        (">=", "0", "0", "10.00"),
        (">=", "0", "5", "10.00"),
        (">=", "-2", "-1", "10.00"),
        (">", "-2", "0", "10.00"),
        ("<=", "0", "0", "10.00"),
        ("<=", "0", "5", "0.00"),
        ("=", "0", "0", "10.00"),
        ("=", "0", "1", "0.00"),
    ],
)
def test_a_reached_target_needs_no_denominator(op: str, target: str, actual: str, points: str) -> None:
    assert str(scored_row(PLAIN, op, target, actual).computed_score) == points


@pytest.mark.parametrize(
    ("op", "target", "actual", "words"),
    [
        (">", "0", "0", "指标值＞0，实际完成0，指标值不大于0，无法按比例计算，暂不能计算"),
        (">=", "0", "-1", "指标值≥0，实际完成-1，指标值不大于0，无法按比例计算，暂不能计算"),
        (">=", "-1", "-2", "指标值≥-1，实际完成-2，指标值不大于0，无法按比例计算，暂不能计算"),
        ("<=", "-1", "0", "指标值≤-1，实际完成0，实际完成值不大于0，无法按比例计算，暂不能计算"),
        ("<", "0", "0", "指标值＜0，实际完成0，实际完成值不大于0，无法按比例计算，暂不能计算"),
    ],
)
def test_an_unreached_target_over_zero_or_less_cannot_be_computed(
    op: str, target: str, actual: str, words: str
) -> None:
    score = scored_row(PLAIN, op, target, actual)

    assert (score.computed_score, score.rate, score.trace) == (None, None, words)


@pytest.mark.parametrize(
    ("target", "actual", "words"),
    [
        (None, "5", "指标值未填，暂不能计算"),
        ("5", None, "实际完成值未填，暂不能计算"),
        (None, None, "指标值未填，暂不能计算"),
    ],
)
def test_what_is_not_filled_is_named(target: str | None, actual: str | None, words: str) -> None:
    score = scored_row(PLAIN, ">=", target, actual)

    assert (score.computed_score, score.trace) == (None, words)


def test_uncomputable_may_be_worth_nothing() -> None:
    framework = own_framework(node={"uncomputable": "zero"})

    assert scored_row(framework, ">=", "5", None).trace == "实际完成值未填，无法计算，得0.00分"


def test_the_adjusted_target_stands_in_for_the_target() -> None:
    score = scored_row(PLAIN, ">=", "500", "400", adjusted_target="400", unit="人次")

    assert str(score.computed_score) == "10.00"
    assert score.trace == "调整后指标值≥400人次，实际完成400人次，达到指标值，得10.00分"


@pytest.mark.parametrize(
    ("op", "actual", "rate"),
    [(">=", "80", "0.8"), (">=", "130", "1.3"), ("<=", "80", "1.25"), ("<", "125", "0.8"), ("=", "80", "0.8")],
)
def test_the_rate_is_the_completion(op: str, actual: str, rate: str) -> None:
    assert scored_row(PLAIN, op, "100", actual).rate == Decimal(rate)


class TestQualitative:
    """P × the coefficient of a tier; of the unit's own judgement where the node lists no tiers."""

    @pytest.mark.parametrize(
        ("tier", "coefficient", "points"),
        [
            ("达成", "100%", "10.00"),
            ("达成", "80%", "8.00"),
            ("部分达成", "79.99%", "8.00"),
            ("部分达成", "60%", "6.00"),
            ("未达成", "59.99%", "6.00"),
            ("未达成", "0%", "0.00"),
        ],
    )
    def test_in_its_tier(self, tier: str, coefficient: str, points: str) -> None:
        score = scored_row(TIERED, "qualitative", "规范", "已规范", tier=tier, coefficient=coefficient)

        assert (str(score.computed_score), score.rate) == (points, None)
        assert score.trace == f"{tier}，得分系数{coefficient}，得{points}分"

    def test_without_tiers(self) -> None:
        score = scored_row(PLAIN, "qualitative", "规范", "已规范", coefficient="95%")

        assert (str(score.computed_score), score.trace) == ("9.50", "得分系数95%，得9.50分")

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({}, "达成档次未填，暂不能计算"),
            ({"coefficient": "90%"}, "达成档次未填，暂不能计算"),
            ({"tier": "达成"}, "得分系数未填，暂不能计算"),
        ],
    )
    def test_half_an_answer(self, given: dict[str, Plain], words: str) -> None:
        assert scored_row(TIERED, "qualitative", "规范", "已规范", **given).trace == words


class TestOverachievement:
    """A completion far above the target: a reason is asked, or points are lost; `above` itself is not above."""

    @pytest.mark.parametrize(
        ("op", "actual", "is_over"),
        [
            (">=", "130", False),
            (">=", "130.01", True),
            (">", "131", True),
            ("<=", "76.923077", False),
            ("<=", "76.92", True),
            ("<", "50", True),
            ("<=", "0", False),
            ("=", "100", False),
            ("=", "131", False),
        ],
    )
    def test_explain_keeps_the_points_and_asks(self, op: str, actual: str, is_over: bool) -> None:
        assessment = assessed_rows(EXPLAIN, row(op, "100", actual))
        score = assessment.sheet.indicators["outputs.own_1"]

        assert (Trouble.OVERACHIEVED in score.troubles) is is_over
        assert score.trace.endswith("，须说明原因，得10.00分") is is_over
        assert score.computed_score == (0 if (op, actual) == ("=", "131") else 10)
        assert ("overachievement_explained" in {each.check for each in assessment.findings}) is is_over

    def test_deduct_takes_points_of_the_reference(self) -> None:
        score = scored_row(DEDUCT, ">=", "4", "9")

        assert str(score.computed_score) == "8.00"
        assert score.trace == "指标值≥4，实际完成9，达到指标值，完成比例225.00%，超过130%，扣2.00分，得8.00分"
        assert not score.troubles

    def test_no_more_than_there_is(self) -> None:
        framework = own_framework({"kind": "target", "over": {**OVER, "then": "deduct", "deduct": "12"}})

        assert str(scored_row(framework, ">=", "4", "9").computed_score) == "0.00"

    def test_the_print_agrees_with_the_verdict(self) -> None:
        """130.001 % prints as 130.00 % and is still above 130 %."""
        assert "完成比例130.001%，超过130%" in scored_row(DEDUCT, ">=", "100000", "130001").trace

    @pytest.mark.parametrize("framework", [EXPLAIN, DEDUCT])
    def test_says_nothing_of_words(self, framework) -> None:
        score = scored_row(framework, "qualitative", "规范", "已规范", coefficient="100%")

        assert str(score.computed_score) == "10.00"


@pytest.mark.parametrize(
    ("op", "target", "actual", "trace"),
    [
        (">=", "500", "512", "指标值≥500人次，实际完成512人次，达到指标值，得10.00分"),
        (
            *(">", "500", "400"),
            "指标值＞500人次，实际完成400人次，完成比例400÷500×100%＝80.00%，按比例计分，得8.00分",
        ),
        ("<=", "40", "50", "指标值≤40人次，实际完成50人次，完成比例40÷50×100%＝80.00%，按比例计分，得8.00分"),
        ("=", "500", "499", "指标值＝500人次，实际完成499人次，与指标值不等，不得分，得0.00分"),
        (
            *(">=", "98%", "49%"),
            "指标值≥98%，实际完成49%，完成比例49%÷98%×100%＝50.00%，按比例计分，得5.00分",
        ),
        (">=", "5", "-1", "指标值≥5人次，实际完成-1人次，完成比例-1÷5×100%＝-20.00%，小于0，不得分，得0.00分"),
    ],
)
def test_traces(op: str, target: str, actual: str, trace: str) -> None:
    assert scored_row(PLAIN, op, target, actual, unit="人次").trace == trace


class TestOtherRulesOfOwnIndicators:
    """A node may score its own indicators by tiers or by a coefficient instead."""

    def test_tiers(self) -> None:
        framework = own_framework({"kind": "tiers", "tiers": TIERS})

        assert str(scored_row(framework, ">=", "5", "5", tier="部分达成", coefficient="70%").computed_score) == "7.00"

    def test_coefficient(self) -> None:
        framework = own_framework({"kind": "coefficient"})

        assert str(scored_row(framework, ">=", "5", "1", coefficient="70%").computed_score) == "7.00"


def test_own_points_sum_to_those_of_the_node() -> None:
    enough = assessed_rows(PLAIN, row(points="4"), row(points="6"))
    short = assessed_rows(PLAIN, row(points="4"), row(points="5"))

    assert "points_sum_to_total" not in {each.check for each in enough.findings}
    assert [each.where for each in short.findings if each.check == "points_sum_to_total"] == [("indicators.outputs",)]
    assert list(enough.sheet.indicators) == ["outputs.own_1", "outputs.own_2"]
    assert enough.sheet.groups["outputs"].computed_score == enough.sheet.total.computed_score == 10
