"""proportional, bands, full_or_proportional: at, just over and just under every limit."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval.domain.files import Plain
from tests.domain.one_indicator import at_rate, framework_of, scored

PROPORTIONAL: dict[str, Plain] = {"kind": "proportional"}
BANDS: dict[str, Plain] = {
    "kind": "bands",
    "bands": [
        {"in": "(, 0%]", "points": "10"},
        {"in": "(0%, 10%]", "points": "6"},
        {"in": "(10%, 20%)", "points": "2.5"},
        {"in": "[20%, )", "points": "0"},
    ],
}
AT_MOST: dict[str, Plain] = {"kind": "full_or_proportional", "limit": "100%", "side": "at_most"}
AT_LEAST: dict[str, Plain] = {"kind": "full_or_proportional", "limit": "90%", "side": "at_least"}


class TestProportional:
    """P × min(rate, cap)."""

    @pytest.mark.parametrize(
        ("rate", "points"),
        [
            ("0", "0.00"),
            ("0.5", "5.00"),
            ("0.99996", "10.00"),
            ("0.9994", "9.99"),
            ("1", "10.00"),
            ("1.5", "10.00"),
            ("-1", "0.00"),
        ],
    )
    def test_up_to_the_full_points(self, rate: str, points: str) -> None:
        assert str(at_rate(framework_of(PROPORTIONAL), rate).computed_score) == points

    @pytest.mark.parametrize(("rate", "points"), [("0.7", "7.00"), ("0.8", "8.00"), ("0.9", "8.00"), ("3", "8.00")])
    def test_up_to_a_cap_below(self, rate: str, points: str) -> None:
        assert str(at_rate(framework_of({**PROPORTIONAL, "cap": "80%"}), rate).computed_score) == points

    @pytest.mark.parametrize(("rate", "points"), [("1", "10.00"), ("1.1", "10.00"), ("1.3", "10.00")])
    def test_a_cap_above_one_gives_no_more_than_the_points(self, rate: str, points: str) -> None:
        assert str(at_rate(framework_of({**PROPORTIONAL, "cap": "120%"}), rate).computed_score) == points

    def test_uses_the_exact_rate_even_where_thresholds_are_rounded(self) -> None:
        framework = framework_of(PROPORTIONAL, points="1000", rounding={"thresholds_on": "rounded", "rate_places": "0"})

        assert str(at_rate(framework, "0.8234").computed_score) == "823.40"

    def test_is_set_against_the_points_in_force(self) -> None:
        assert str(at_rate(framework_of(PROPORTIONAL), "0.5", set_points="3").computed_score) == "1.50"

    def test_three_thirds_are_one_when_truncating(self) -> None:
        framework = framework_of(PROPORTIONAL, points="3", rounding={"mode": "truncate"})

        assert str(scored(framework, {"a": "1", "b": "3"}).computed_score) == "1.00"

    @pytest.mark.parametrize(
        ("rate", "trace"),
        [
            ("0.5", "某率＝0.50÷1.00×100%＝50.00%，按比例计分，得5.00分"),
            ("1.2", "某率＝1.20÷1.00×100%＝120.00%，超过100%，按100%计，得10.00分"),
            ("1.00004", "某率＝1.00004÷1.00×100%＝100.004%，超过100%，按100%计，得10.00分"),
            ("-0.5", "某率＝（-0.50）÷1.00×100%＝-50.00%，小于0，不得分，得0.00分"),
        ],
    )
    def test_traces(self, rate: str, trace: str) -> None:
        assert at_rate(framework_of(PROPORTIONAL), rate).trace == trace


class TestBands:
    """The points of the band."""

    @pytest.mark.parametrize(
        ("rate", "points"),
        [
            ("-5", "10.00"),
            ("0", "10.00"),
            ("0.0000000000004", "10.00"),
            ("0.000000000001", "6.00"),
            ("0.1", "6.00"),
            ("0.100000000001", "2.50"),
            ("0.199999999999", "2.50"),
            ("0.2", "0.00"),
            ("9", "0.00"),
        ],
    )
    def test_ends_belong_where_the_brackets_say(self, rate: str, points: str) -> None:
        framework = framework_of(BANDS)
        whole, _, decimals = rate.partition(".")
        fields: dict[str, Plain] = {"a": rate, "b": "1"}
        if len(decimals) > 12:  # finer than a box takes: as a quotient
            fields = {"a": f"{whole}.{decimals[1:]}", "b": "10"}

        assert str(scored(framework, fields).computed_score) == points

    def test_points_scale_with_the_points_in_force(self) -> None:
        framework = framework_of(BANDS)

        assert [str(at_rate(framework, rate, set_points="5").computed_score) for rate in ("0", "0.05", "0.15")] == [
            "5.00",
            "3.00",
            "1.25",
        ]

    def test_the_zero_band_needs_the_exact_rate(self) -> None:
        """0.004 % prints as 0.00 % and is still not 0 %."""
        score = at_rate(framework_of(BANDS), "0.00004")

        assert str(score.computed_score) == "6.00"
        assert score.rate_text == "0.00%"
        assert score.trace == "某率＝0.00004÷1.00×100%＝0.004%，在(0%, 10%]档，该档6.00分，得6.00分"

    def test_rounded_thresholds_see_what_is_printed(self) -> None:
        framework = framework_of(BANDS, rounding={"thresholds_on": "rounded"})

        assert str(at_rate(framework, "0.00004").computed_score) == "10.00"
        assert at_rate(framework, "0.00004").trace.endswith("＝0.00%，在(, 0%]档，该档10.00分，得10.00分")

    def test_a_band_that_is_not_a_whole_number_of_points_shows_them(self) -> None:
        assert at_rate(framework_of(BANDS), "0.15", set_points="4.5").trace.endswith(
            "在(10%, 20%)档，该档1.125分，得1.13分"
        )

    @given(rate=st.integers(-100, 400))
    def test_every_rate_has_its_points(self, rate: int) -> None:
        expected = 10 if rate <= 0 else 6 if rate <= 100 else Fraction(5, 2) if rate < 200 else 0

        assert at_rate(framework_of(BANDS), f"{rate / 1000:.3f}").computed_score == expected


class TestRange:
    """Bands cover every number, or a range is declared; a rate outside is not computed, and an error."""

    WITHIN: dict[str, Plain] = {
        "kind": "bands",
        "bands": [{"in": "[0%, 50%)", "points": "4"}, {"in": "[50%, 100%]", "points": "10"}],
    }

    @pytest.mark.parametrize(("rate", "points"), [("0", "4.00"), ("0.5", "10.00"), ("1", "10.00")])
    def test_inside(self, rate: str, points: str) -> None:
        assert str(at_rate(framework_of(self.WITHIN, range="[0%, 100%]"), rate).computed_score) == points

    @pytest.mark.parametrize("rate", ["-0.000000000001", "-1", "1.000000000001", "2"])
    def test_outside_is_not_computed(self, rate: str) -> None:
        score = at_rate(framework_of(self.WITHIN, range="[0%, 100%]"), rate)

        assert score.computed_score is None
        assert score.self_score is None
        assert score.trace.endswith("超出可能的范围[0%, 100%]，未计分")

    def test_a_range_is_an_interval_and_sees_the_rounded_rate_where_intervals_do(self) -> None:
        framework = framework_of(self.WITHIN, range="[0%, 100%]", rounding={"thresholds_on": "rounded"})

        assert str(at_rate(framework, "1.00004").computed_score) == "10.00"
        assert at_rate(framework, "1.00006").computed_score is None

    def test_a_range_holds_for_every_kind_that_scores_a_rate(self) -> None:
        assert at_rate(framework_of(PROPORTIONAL, range="[0%, )"), "-0.1").computed_score is None


class TestFullOrProportional:
    """P on the right side of the limit, in proportion beyond it."""

    @pytest.mark.parametrize(
        ("rate", "points"),
        [
            ("-1", "10.00"),
            ("0", "10.00"),
            ("1", "10.00"),
            ("1.000000000001", "10.00"),
            ("1.25", "8.00"),
            ("2", "5.00"),
            ("1000", "0.01"),
        ],
    )
    def test_at_most(self, rate: str, points: str) -> None:
        assert str(at_rate(framework_of(AT_MOST), rate).computed_score) == points

    @pytest.mark.parametrize(
        ("rate", "points"),
        [
            ("2", "10.00"),
            ("0.9", "10.00"),
            ("0.899999999999", "10.00"),
            ("0.45", "5.00"),
            ("0.09", "1.00"),
            ("0", "0.00"),
            ("-0.5", "0.00"),
        ],
    )
    def test_at_least(self, rate: str, points: str) -> None:
        assert str(at_rate(framework_of(AT_LEAST), rate).computed_score) == points

    def test_is_set_against_the_points_in_force(self) -> None:
        assert str(at_rate(framework_of(AT_MOST), "2", set_points="4").computed_score) == "2.00"
        assert str(at_rate(framework_of(AT_LEAST), "0.45", set_points="4").computed_score) == "2.00"

    def test_the_limit_sees_the_rounded_rate_and_the_product_the_exact_one(self) -> None:
        framework = framework_of(
            {**AT_LEAST, "limit": "100%"}, points="1000", rounding={"thresholds_on": "rounded", "rate_places": "0"}
        )

        assert str(at_rate(framework, "0.996").computed_score) == "1000.00"
        assert str(at_rate(framework, "0.944").computed_score) == "944.00"

    @pytest.mark.parametrize(
        ("rule", "rate", "trace"),
        [
            (AT_MOST, "1", "某率＝1.00÷1.00×100%＝100.00%，不超过100%，得10.00分"),
            (AT_MOST, "1.25", "某率＝1.25÷1.00×100%＝125.00%，超过100%，按100%与实际之比计分，得8.00分"),
            (AT_MOST, "1.00001", "某率＝1.00001÷1.00×100%＝100.001%，超过100%，按100%与实际之比计分，得10.00分"),
            (AT_LEAST, "0.9", "某率＝0.90÷1.00×100%＝90.00%，达到90%，得10.00分"),
            (AT_LEAST, "0.89996", "某率＝0.89996÷1.00×100%＝89.996%，未达到90%，按实际与90%之比计分，得10.00分"),
            (AT_LEAST, "0.45", "某率＝0.45÷1.00×100%＝45.00%，未达到90%，按实际与90%之比计分，得5.00分"),
            (AT_LEAST, "0", "某率＝0.00÷1.00×100%＝0.00%，未达到90%，且不大于0，不得分，得0.00分"),
        ],
    )
    def test_traces(self, rule: dict[str, Plain], rate: str, trace: str) -> None:
        assert at_rate(framework_of(rule), rate).trace == trace

    @given(a=st.integers(-50, 500), b=st.integers(1, 300), points=st.integers(1, 30))
    def test_agrees_with_fractions(self, a: int, b: int, points: int) -> None:
        score = scored(framework_of(AT_LEAST, points=str(points)), {"a": str(a), "b": str(b)})

        rate, limit = Fraction(a, b), Fraction(9, 10)
        exact = Fraction(points) if rate >= limit else max(points * rate / limit, Fraction(0))
        assert score.computed_score is not None
        assert Fraction(score.computed_score) == Fraction(int(exact * 100 + Fraction(1, 2)), 100)
