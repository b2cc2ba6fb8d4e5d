"""deduct_above, deduct_below, deduct_both: at, just over and just under every limit."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval.domain.files import Plain
from tests.domain.one_indicator import at_rate, framework_of, scored
from tests.domain.scoring.deductions import ABOVE, BELOW, BOTH


@pytest.mark.parametrize(
    ("rate", "points"),
    [
        ("0", "10.00"),
        ("-3", "10.00"),
        ("0.999999999999", "10.00"),
        ("1", "10.00"),
        ("1.000000000001", "10.00"),
        ("1.049999999999", "10.00"),
        ("1.05", "8.00"),
        ("1.050000000001", "8.00"),
        ("1.099999999999", "8.00"),
        ("1.1", "6.00"),
        ("1.249999999999", "2.00"),
        ("1.25", "0.00"),
        ("1.3", "0.00"),
        ("12", "0.00"),
    ],
)
def test_whole_steps_above_count_when_they_are_full(rate: str, points: str) -> None:
    assert str(at_rate(framework_of(ABOVE), rate).computed_score) == points


@pytest.mark.parametrize(
    ("rate", "points"),
    [
        ("1", "10.00"),
        ("1.000000000001", "8.00"),
        ("1.05", "8.00"),
        ("1.050000000001", "6.00"),
        ("1.2", "2.00"),
        ("1.200000000001", "0.00"),
    ],
)
def test_started_steps_above_count_as_soon_as_they_begin(rate: str, points: str) -> None:
    assert str(at_rate(framework_of({**ABOVE, "steps": "started"}), rate).computed_score) == points


@pytest.mark.parametrize(
    ("rate", "points"),
    [
        ("1", "10.00"),
        ("1.01", "9.60"),
        ("1.05", "8.00"),
        ("1.0625", "7.50"),
        ("1.249", "0.04"),
        ("1.25", "0.00"),
        ("1.5", "0.00"),
    ],
)
def test_continuous_steps_count_in_fractions(rate: str, points: str) -> None:
    assert str(at_rate(framework_of({**ABOVE, "steps": "continuous"}), rate).computed_score) == points


@pytest.mark.parametrize(
    ("rate", "points"),
    [
        ("2", "10.00"),
        ("1", "10.00"),
        ("0.999999999999", "10.00"),
        ("0.950000000001", "10.00"),
        ("0.95", "8.00"),
        ("0.82", "4.00"),
        ("0.75", "0.00"),
        ("0", "0.00"),
        ("-1", "0.00"),
    ],
)
def test_whole_steps_below(rate: str, points: str) -> None:
    assert str(at_rate(framework_of(BELOW), rate).computed_score) == points


@pytest.mark.parametrize(
    ("rate", "points"),
    [
        ("1", "10.00"),
        ("1.05", "10.00"),
        ("0.95", "10.00"),
        ("1.050000000001", "10.00"),
        ("1.069999999999", "10.00"),
        ("1.07", "9.00"),
        ("0.93", "9.00"),
        ("0.930000000001", "10.00"),
        ("1.09", "8.00"),
        ("0.91", "8.00"),
        ("1.25", "0.00"),
        ("0", "0.00"),
    ],
)
def test_both_sides_lose_beyond_the_tolerance(rate: str, points: str) -> None:
    assert str(at_rate(framework_of(BOTH), rate).computed_score) == points


def test_without_a_tolerance_every_deviation_counts() -> None:
    framework = framework_of({"kind": "deduct_both", "target": "100%", "step": "5%", "deduct": "2"})

    assert [str(at_rate(framework, rate).computed_score) for rate in ("1", "1.05", "0.95", "1.049")] == [
        "10.00",
        "8.00",
        "8.00",
        "10.00",
    ]


def test_limits_may_be_negative_and_numbers_need_no_percent_sign() -> None:
    change = framework_of({**ABOVE, "limit": "-30%", "step": "10%"})
    number = framework_of({**ABOVE, "limit": "3", "step": "0.5"}, show="number")

    assert [str(at_rate(change, rate).computed_score) for rate in ("-0.5", "-0.3", "-0.2", "0")] == [
        "10.00",
        "10.00",
        "8.00",
        "4.00",
    ]
    assert [str(at_rate(number, rate).computed_score) for rate in ("3", "3.4", "3.5", "4")] == [
        "10.00",
        "10.00",
        "8.00",
        "6.00",
    ]


def test_a_step_count_is_rounded_to_twelve_decimals_before_it_is_cut() -> None:
    """1 ÷ 0.33333333333334 is 2.99999999999994: three steps, not two."""
    framework = framework_of({**ABOVE, "limit": "0%", "step": "33.333333333334%"})

    assert str(at_rate(framework, "1").computed_score) == "4.00"


def test_a_rate_is_rounded_to_twelve_decimals_before_it_is_compared() -> None:
    """1.0000000000004 is 100 %, 1.0000000000005 is not."""
    framework = framework_of({**ABOVE, "steps": "started"})
    rates = [{"a": a, "b": "10"} for a in ("10.000000000004", "10.000000000005")]

    assert [str(scored(framework, fields).computed_score) for fields in rates] == ["10.00", "8.00"]


class TestSetPoints:
    """Amounts in the rule scale by set over reference points; P is the points in force."""

    @pytest.mark.parametrize(
        ("set_points", "rate", "points"),
        [
            ("5", "1.05", "4.00"),
            ("5", "1", "5.00"),
            ("5", "1.25", "0.00"),
            ("20", "1.05", "16.00"),
            ("2", "1.15", "0.80"),
            ("0", "1", "0.00"),
            ("0", "1.05", "0.00"),
            ("3.33", "1.05", "2.66"),
            ("2.5", "1.05", "2.00"),
        ],
    )
    def test_the_deduction_scales(self, set_points: str, rate: str, points: str) -> None:
        score = at_rate(framework_of(ABOVE), rate, set_points=set_points)

        assert str(score.computed_score) == points
        assert str(score.reference_points) == "10"

    def test_scaling_is_exact_before_the_one_rounding(self) -> None:
        """Six steps of 1 × 20/30 are 4, not 3.99…: truncating shows no trace of how it was divided."""
        framework = framework_of({**ABOVE, "deduct": "1", "step": "1%"}, points="30", rounding={"mode": "truncate"})

        assert str(at_rate(framework, "1.06", set_points="20").computed_score) == "16.00"

    @given(
        points=st.integers(1, 40),
        set_points=st.integers(0, 80),
        deduct=st.integers(1, 40),
        rate=st.integers(0, 300),
        steps=st.sampled_from(["whole", "started", "continuous"]),
    )
    def test_agrees_with_fractions(self, points: int, set_points: int, deduct: int, rate: int, steps: str) -> None:
        rule: dict[str, Plain] = {**ABOVE, "deduct": f"{Decimal(deduct) / 4}", "steps": steps}
        score = at_rate(framework_of(rule, points=str(points)), f"{Decimal(rate) / 100}", set_points=str(set_points))

        count = Fraction(max(rate - 100, 0), 5)
        count = {"whole": Fraction(count // 1), "started": Fraction(-(-count // 1)), "continuous": count}[steps]
        exact = set_points - count * Fraction(deduct, 4) * set_points / points
        clamped = min(max(exact, Fraction(0)), Fraction(set_points))
        assert score.computed_score is not None
        assert Fraction(score.computed_score) == Fraction(int(clamped * 100 + Fraction(1, 2)), 100)


STARTED: dict[str, Plain] = {**ABOVE, "steps": "started"}
CONTINUOUS: dict[str, Plain] = {**ABOVE, "steps": "continuous"}
FINE: dict[str, Plain] = {**ABOVE, "step": "1%"}
ODD: dict[str, Plain] = {**ABOVE, "deduct": "0.125"}
EXACT: dict[str, Plain] = {**BOTH, "tolerance": "0%"}
BEYOND = "超出容许的5个百分点，超出部分"


@pytest.mark.parametrize(
    ("rule", "rate", "figures", "verdict"),
    [
        (ABOVE, "1", "1.00÷1.00×100%＝100.00%", "不高于100%，得10.00分"),
        (ABOVE, "1.04", "1.04÷1.00×100%＝104.00%", "高于100%，相差不足5个百分点，不扣分，得10.00分"),
        (
            ABOVE,
            "1.12",
            "1.12÷1.00×100%＝112.00%",
            "高于100%，含2个完整的5个百分点，每个扣2.00分，应扣4.00分，得6.00分",
        ),
        (
            *(ABOVE, "1.25", "1.25÷1.00×100%＝125.00%"),
            "高于100%，含5个完整的5个百分点，每个扣2.00分，应扣10.00分，扣完为止，得0.00分",
        ),
        (FINE, "1.02", "1.02÷1.00×100%＝102.00%", "高于100%，含2个完整的百分点，每个扣2.00分，应扣4.00分，得6.00分"),
        (BELOW, "0.82", "0.82÷1.00×100%＝82.00%", "低于100%，含3个完整的5个百分点，每个扣2.00分，应扣6.00分，得4.00分"),
        (
            *(STARTED, "1.12", "1.12÷1.00×100%＝112.00%"),
            "高于100%，按3个5个百分点计（不足1个的按1个计），每个扣2.00分，应扣6.00分，得4.00分",
        ),
        (
            *(CONTINUOUS, "1.12", "1.12÷1.00×100%＝112.00%"),
            "高于100%，相差12.00个百分点，每5个百分点扣2.00分，应扣4.80分，得5.20分",
        ),
        (
            *(CONTINUOUS, "1.00001", "1.00001÷1.00×100%＝100.001%"),
            "高于100%，相差0.001个百分点，每5个百分点扣2.00分，应扣0.0004分，得10.00分",
        ),
        (
            ODD,
            "1.15",
            "1.15÷1.00×100%＝115.00%",
            "高于100%，含3个完整的5个百分点，每个扣0.125分，应扣0.375分，得9.63分",
        ),
        (BOTH, "1", "1.00÷1.00×100%＝100.00%", "在100%上下5个百分点以内，得10.00分"),
        (BOTH, "1.06", "1.06÷1.00×100%＝106.00%", f"高于100%，{BEYOND}不足2个百分点，不扣分，得10.00分"),
        (
            *(BOTH, "0.9", "0.90÷1.00×100%＝90.00%"),
            f"低于100%，{BEYOND}含2个完整的2个百分点，每个扣1.00分，应扣2.00分，得8.00分",
        ),
        (EXACT, "1", "1.00÷1.00×100%＝100.00%", "等于100%，得10.00分"),
    ],
)
def test_the_trace_says_how_many_steps_and_what_they_cost(
    rule: dict[str, Plain], rate: str, figures: str, verdict: str
) -> None:
    assert at_rate(framework_of(rule), rate).trace == f"某率＝{figures}，{verdict}"


def test_the_trace_names_what_a_step_costs_at_the_points_in_force() -> None:
    """The contract's own example: 2 of 5 points in force, so each step costs 0.80."""
    framework = framework_of(
        {"kind": "deduct_below", "limit": "100%", "step": "5%", "deduct": "2", "steps": "whole"},
        points="5",
        name="预算完成率",
    )
    score = scored(framework, {"a": "2495.17", "b": "3043.01"}, set_points="2")

    assert score.trace == (
        "预算完成率＝2,495.17÷3,043.01×100%＝82.00%，低于100%，含3个完整的5个百分点，每个扣0.80分，应扣2.40分，扣完为止，得0.00分"
    )
