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


class TestRates:
    """How a rate is kept and printed."""

    def test_numbers_are_shown_as_numbers(self) -> None:
        framework = framework_of({"kind": "deduct_above", "limit": "3", "step": "1", "deduct": "2"}, show="number")
        score = at_rate(framework, "4.2")

        assert (score.rate_text, str(score.rate)) == ("4.20", "4.2")
        assert score.trace == "某率＝4.20÷1.00＝4.20，高于3，含1个完整的1，每个扣2.00分，应扣2.00分，得8.00分"

    def test_a_figure_that_is_a_percentage_already_is_not_multiplied_again(self) -> None:
        score = scored(framework_of(PROPORTIONAL, formula="share"), {"share": "88%"})

        assert score.trace == "某率＝88.00%，按比例计分，得8.80分"

    def test_a_sum_is_bracketed_before_it_is_multiplied(self) -> None:
        score = scored(framework_of(PROPORTIONAL, formula="a - b"), {"a": "0.9", "b": "0.1"})

        assert score.trace == "某率＝（0.90－0.10）×100%＝80.00%，按比例计分，得8.00分"

    @pytest.mark.parametrize(
        ("mode", "places", "text"),
        [
            ("half_up", "2", "66.67%"),
            ("truncate", "2", "66.66%"),
            ("half_up", "0", "67%"),
            ("half_up", "4", "66.6667%"),
        ],
    )
    def test_rates_are_printed_as_the_framework_rounds(self, mode: str, places: str, text: str) -> None:
        framework = framework_of(PROPORTIONAL, rounding={"mode": mode, "rate_places": places})
        score = scored(framework, {"a": "2", "b": "3"})

        assert score.rate_text == text
        assert str(score.rate).startswith("0.6666666666666666666666666666")

    @pytest.mark.parametrize(
        ("mode", "places", "score"),
        [("half_up", "1", "6.7"), ("truncate", "1", "6.6"), ("half_up", "0", "7"), ("truncate", "2", "6.66")],
    )
    def test_points_are_rounded_once_at_the_end(self, mode: str, places: str, score: str) -> None:
        framework = framework_of(PROPORTIONAL, rounding={"mode": mode, "points_places": places})

        assert str(scored(framework, {"a": "2", "b": "3"}).computed_score) == score

    def test_counts_and_money_are_put_in_as_people_write_them(self) -> None:
        score = scored(framework_of(PROPORTIONAL, formula="people / budget"), {"people": "1234", "budget": "2468"})

        assert score.trace.startswith("某率＝1,234÷2,468.00×100%＝50.00%")

    def test_parts_of_an_itemised_field(self) -> None:
        items: Plain = [{"label": "甲", "amount": "70"}, {"label": "乙", "amount": "30", "excluded": "true"}]
        score = scored(framework_of(PROPORTIONAL, formula="items.counted / items.total"), {"items": items})

        assert score.trace == "某率＝70.00÷100.00×100%＝70.00%，按比例计分，得7.00分"
        assert score.formula_words == "调整明细计入数÷调整明细合计"

    @pytest.mark.parametrize(
        ("fields", "trace"),
        [
            ({"a": "1"}, "某率＝（1.00＋0.00）÷1.00×100%＝100.00%，按比例计分，得10.00分（丙数未填，按0计）"),
            ({"a": "1", "c": "1"}, "某率＝（1.00＋1.00）÷1.00×100%＝200.00%，超过100%，按100%计，得10.00分"),
            ({"a": "1", "c": "0"}, "某率＝（1.00＋0.00）÷1.00×100%＝100.00%，按比例计分，得10.00分"),
        ],
    )
    def test_what_is_taken_as_zero_is_said(self, fields: dict[str, Plain], trace: str) -> None:
        assert scored(framework_of(PROPORTIONAL, formula="(a + or_zero(c)) / 1.00"), fields).trace == trace

    def test_what_is_taken_as_zero_inside_an_expression_is_named_and_printed_as_zero(self) -> None:
        score = scored(framework_of(PROPORTIONAL, formula="(a + or_zero(b - c)) / 2.00"), {"a": "1", "b": "5"})

        assert score.trace == "某率＝（1.00＋0.00）÷2.00×100%＝50.00%，按比例计分，得5.00分（丙数未填，按0计）"
