"""Numbers as files write them and as the product rounds and prints them."""

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval.domain.amounts import (
    AmountFault,
    RoundingMode,
    compared,
    decimals_of,
    normalised,
    number_text,
    parse_percent,
    parse_plain,
    parse_ratio_or_number,
    percent_text,
    plain_percent_text,
    plain_text,
    rounded,
    telling_text,
)


class TestFiles:
    """Numbers in files are plain decimals: no exponent, separator or unit."""

    @pytest.mark.parametrize("text", ["0", "-0", "12", "-12.50", "0.36", "007"])
    def test_plain_decimals(self, text: str) -> None:
        assert parse_plain(text) == Decimal(text)

    @pytest.mark.parametrize(
        "text",
        [
            "",
            " 1",
            "1 ",
            "+1",
            "1,234",
            "１２",
            "1e3",
            ".5",
            "5.",
            "1_000",
            "0x1F",
            "12万元",
            "50%",
            "NaN",
            "inf",
            "\u22121",
            "٣",
            "513\n",
        ],
    )
    def test_anything_else_is_refused(self, text: str) -> None:
        with pytest.raises(AmountFault, match="不是数字：只写数字和小数点"):
            parse_plain(text)

    def test_one_hundred_percent_is_the_ratio_one(self) -> None:
        assert parse_percent("100%") == 1
        assert parse_percent("-1.8%") == Decimal("-0.018")

    @pytest.mark.parametrize("text", ["0.95", "95", "", "95 ％"])
    def test_a_percentage_without_its_sign_is_refused(self, text: str) -> None:
        with pytest.raises(AmountFault, match="应写成带百分号的百分数，如 95%"):
            parse_percent(text)

    @pytest.mark.parametrize("text", ["%", "x%", "95%%", "95 %", "1,000%"])
    def test_a_bad_percentage_is_quoted_whole(self, text: str) -> None:
        with pytest.raises(AmountFault) as caught:
            parse_percent(text)

        assert caught.value.found == text

    def test_limits_of_a_rule_may_be_ratios_or_numbers(self) -> None:
        assert parse_ratio_or_number("5%") == Decimal("0.05")
        assert parse_ratio_or_number("5") == 5

    def test_a_ratio_is_written_with_its_sign(self) -> None:
        assert plain_percent_text(Decimal("0.825")) == "82.5%"
        assert plain_percent_text(Decimal("-0.018")) == "-1.8%"
        assert plain_percent_text(Decimal("123456789012.34567890123456")) == "12345678901234.567890123456%"

    def test_digits_for_files_have_no_exponent(self) -> None:
        assert plain_text(Decimal("1E+3")) == "1000"
        assert plain_text(Decimal("1E-6")) == "0.000001"
        assert plain_text(Decimal("-0.00")) == "0"
        assert plain_text(Decimal("12.50")) == "12.5"
        assert plain_text(Decimal("12"), 2) == "12.00"
        assert plain_text(Decimal("12.345"), 2) == "12.345"


class TestRounding:
    """half_up rounds away from zero, truncate cuts towards zero."""

    @pytest.mark.parametrize(
        ("value", "half_up", "truncated"),
        [
            ("2.665", "2.67", "2.66"),
            ("2.675", "2.68", "2.67"),
            ("-2.665", "-2.67", "-2.66"),
            ("2.664999", "2.66", "2.66"),
            ("81.9968", "82.00", "81.99"),
            ("-1.8052", "-1.81", "-1.80"),
            ("0.005", "0.01", "0.00"),
            ("-0.005", "-0.01", "0.00"),
            ("-0.001", "0.00", "0.00"),
            ("1", "1.00", "1.00"),
        ],
    )
    def test_both_modes(self, value: str, half_up: str, truncated: str) -> None:
        assert str(rounded(Decimal(value), 2)) == half_up
        assert str(rounded(Decimal(value), 2, RoundingMode.TRUNCATE)) == truncated

    @given(value=st.fractions(min_value=-1000, max_value=1000, max_denominator=10**6), places=st.integers(0, 6))
    def test_agrees_with_fractions(self, value: Fraction, places: int) -> None:
        scaled = abs(value) * 10**places
        sign = -1 if value < 0 else 1
        with localcontext() as context:
            context.prec = 50
            decimal = Decimal(value.numerator) / Decimal(value.denominator)

        half_up = sign * Decimal(int(scaled + Fraction(1, 2))).scaleb(-places)
        truncated = sign * Decimal(int(scaled)).scaleb(-places)
        assert rounded(decimal, places) == half_up
        assert rounded(decimal, places, RoundingMode.TRUNCATE) == truncated

    def test_the_noise_of_a_division_decides_nothing(self) -> None:
        with localcontext() as context:
            context.prec = 50
            one = Decimal(1) / 3 * 3
            tie = Decimal("1.005") / 3 * 3

        assert rounded(one, 2, RoundingMode.TRUNCATE) == 1
        assert rounded(tie, 2) == Decimal("1.01")

    def test_very_large_values_are_rounded_too(self) -> None:
        assert rounded(Decimal("1E+60") / 3, 2) > 0
        assert compared(Decimal("1E+200")) == Decimal("1E+200")

    def test_comparisons_see_twelve_decimals(self) -> None:
        assert compared(Decimal("0.8999999999995")) == Decimal("0.9")
        assert compared(Decimal("0.8999999999994")) == Decimal("0.899999999999")

    @pytest.mark.parametrize(
        ("value", "decimals"),
        [("1", 0), ("1.50", 1), ("1E+3", 0), ("0.000", 0), ("0.001", 3), ("1." + "0" * 40 + "1", 41)],
    )
    def test_decimals_are_counted_without_idle_zeros(self, value: str, decimals: int) -> None:
        assert decimals_of(Decimal(value)) == decimals


class TestPrinting:
    """Numbers as people read them; the minus is a plain hyphen."""

    @pytest.mark.parametrize(
        ("value", "places", "text"),
        [
            ("1234.5", 2, "1,234.50"),
            ("-1234567.891", 2, "-1,234,567.89"),
            ("0", 2, "0.00"),
            ("-0.001", 2, "0.00"),
            ("51", None, "51"),
            ("1E+3", None, "1,000"),
            ("12.50", None, "12.5"),
            ("-0", None, "0"),
            ("1234.000", None, "1,234"),
        ],
    )
    def test_numbers(self, value: str, places: int | None, text: str) -> None:
        assert number_text(Decimal(value), places) == text

    def test_numbers_are_cut_where_the_framework_cuts(self) -> None:
        assert number_text(Decimal("0.6667"), 2, RoundingMode.TRUNCATE) == "0.66"

    def test_a_number_that_is_computed_with_shows_all_its_decimals(self) -> None:
        assert telling_text(Decimal("0.125"), 2) == "0.125"
        assert telling_text(Decimal("0.5"), 2) == "0.50"
        assert telling_text(Decimal(1) / 3, 2, most=4) == "0.3333"

    @pytest.mark.parametrize(
        ("ratio", "places", "text"),
        [
            ("0.8199677293", 2, "82.00%"),
            ("-0.018052", 2, "-1.81%"),
            ("1", 2, "100.00%"),
            ("0.8199677293", 0, "82%"),
            ("-0.000001", 2, "0.00%"),
            ("12.5", 2, "1250.00%"),
        ],
    )
    def test_percentages(self, ratio: str, places: int, text: str) -> None:
        assert percent_text(Decimal(ratio), places) == text

    def test_percentages_can_be_cut(self) -> None:
        assert percent_text(Decimal("0.819968"), 2, RoundingMode.TRUNCATE) == "81.99%"
        assert percent_text(Decimal("-0.018058"), 2, RoundingMode.TRUNCATE) == "-1.80%"

    def test_typed_text_is_made_plain_without_changing_what_it_means(self) -> None:
        assert normalised(" ２０２２ 年３月１０日 ") == "2022年3月10日"
        assert normalised("10²") == "10²"
