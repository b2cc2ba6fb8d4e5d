"""Numbers as people type them into a box."""

from contextlib import suppress
from decimal import Context, Decimal, localcontext

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from selfeval.domain.amounts import (
    AmountFault,
    MoneyUnit,
    money_in_unit,
    money_in_yuan,
    money_text,
    number_text,
    parse_count,
    parse_money,
    parse_plain,
    parse_typed,
    parse_typed_percent,
    plain_text,
)

WAN, YUAN = MoneyUnit.WAN_YUAN, MoneyUnit.YUAN
typed_numbers = st.decimals(min_value=-(10**14), max_value=10**14, places=6, allow_nan=False)


class TestTyped:
    """What a person types into a box."""

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("12.5", "12.5"),
            ("１２．５", "12.5"),
            ("－２", "-2"),
            ("１，２３４", "1234"),
            ("1,234.50", "1234.50"),
            ("1,234,567.89", "1234567.89"),
            ("1 234.5", "1234.5"),
            ("1\u00a0234\u00a0567", "1234567"),
            ("  12.5\t", "12.5"),
            ("\u300012\u3000", "12"),
            ("\u202d12.5\u202c", "12.5"),
            ("\ufeff12", "12"),
            ("\u221212.5", "-12.5"),
            ("–12.5", "-12.5"),
            ("- 5", "-5"),
            (".36", "0.36"),
            ("-.36", "-0.36"),
            ("007", "7"),
            ("-0", "0"),
            ("0.00", "0"),
            ("123456789012345", "123456789012345"),
            ("0.123456789012", "0.123456789012"),
        ],
    )
    def test_is_understood(self, text: str, expected: str) -> None:
        assert parse_typed(text) == Decimal(expected)

    @pytest.mark.parametrize("text", ["", " ", "\u3000", "\t\n", "\u200b", "\ufeff"])
    def test_an_empty_box_is_nothing_and_not_zero(self, text: str) -> None:
        assert parse_typed(text) is None
        assert parse_money(text, unit=WAN) is None
        assert parse_typed_percent(text) is None
        assert parse_count(text) is None

    @pytest.mark.parametrize("text", ["-0", "－０", "-0.00", "\u22120"])
    def test_zero_has_no_sign(self, text: str) -> None:
        parsed = parse_typed(text)

        assert parsed is not None
        assert not parsed.is_signed()

    @pytest.mark.parametrize(
        "text",
        [
            "NaN", "sNaN", "Infinity", "-inf", "1e3", "1e999", "1E999999999", "1_000", "0x10", "٣", "१२", "十二", "abc",
            "1.2.3", "--1", "1-", "+", "-", ".", "12.", "/", "无", "不适用", "1/2", "①", "10²", "½", "Ⅻ", "=1+1", "1+1",
            "￥12",
        ],
    )  # fmt: skip
    def test_what_is_no_number_is_refused_and_told_what_would_be_right(self, text: str) -> None:
        with pytest.raises(AmountFault) as caught:
            parse_typed(text)

        assert str(caught.value) == f"“{text}”不是数字：请只填数字，如 1234.50"

    @pytest.mark.parametrize("text", ["1,23", "12,34", "1,23,4", "1234,567", ",123", "1,,234", "1,234,56", "1,2345"])
    def test_wrong_thousands_are_not_guessed(self, text: str) -> None:
        with pytest.raises(AmountFault, match="千分位不对：每三位一个逗号"):
            parse_typed(text)

    @pytest.mark.parametrize("text", ["12 34", "1 23", "100 20", "1.5 2.5", "12 000 0", "2021 484"])
    def test_two_numbers_in_a_box_are_not_run_together(self, text: str) -> None:
        with pytest.raises(AmountFault, match="中间有空格：一栏只填一个数"):
            parse_typed(text)

    @pytest.mark.parametrize(
        ("text", "unit", "words"),
        [
            ("12万元", "万元", "带了单位：本栏单位是万元，请只填数字 12"),
            ("12万", "万元", "带了单位：本栏单位是万元，请只填数字 12"),
            ("1,234.5 万元", "万元", "带了单位：本栏单位是万元，请只填数字 1,234.5"),
            ("12元", "元", "带了单位：本栏单位是元，请只填数字 12"),
            ("12元", "万元", "带了单位“元”：本栏单位是万元，请换算后只填数字"),
            ("12万", "元", "带了单位“万”：本栏单位是元，请换算后只填数字"),
            ("1.2亿", "万元", "带了单位“亿”：本栏单位是万元，请换算后只填数字"),
            ("12万", "", "带了单位“万”：请换算后只填数字"),
            ("51人", "", "带了单位“人”：请只填数字 51"),
            ("８项", "", "带了单位“项”：请只填数字 8"),
            ("50%", "万元", "带了单位“%”：本栏单位是万元，请只填数字 50"),
        ],
    )
    def test_a_unit_typed_along_is_named_and_never_guessed(self, text: str, unit: str, words: str) -> None:
        with pytest.raises(AmountFault) as caught:
            parse_typed(text, unit=unit)

        assert str(caught.value) == f"“{text}”{words}"

    @pytest.mark.parametrize("text", ["1234567890123456", "1" * 5000, "9,999,999,999,999,999.00"])
    def test_too_large_is_a_short_message(self, text: str) -> None:
        with pytest.raises(AmountFault, match="太大：整数部分最多15位，请核对单位") as caught:
            parse_typed(text)

        assert len(str(caught.value)) < 80

    @pytest.mark.parametrize("text", ["0.1234567890123", "1." + "0" * 60 + "1", "0." + "3" * 5000])
    def test_too_many_decimals_are_refused_however_many(self, text: str) -> None:
        with pytest.raises(AmountFault, match="小数位太多：最多12位"):
            parse_typed(text)

    def test_idle_zeros_are_no_decimals(self) -> None:
        assert parse_typed("12.50000000000000000000") == Decimal("12.5")
        assert parse_typed("0.0000000000000000000000000000") == 0

    def test_a_wall_of_nonsense_is_quoted_in_short(self) -> None:
        with pytest.raises(AmountFault) as caught:
            parse_typed("甲" * 10_000)

        assert len(str(caught.value)) < 80

    @given(text=st.text(max_size=40))
    @example(text="\x00")
    @example(text="１e５")
    def test_any_text_gives_a_number_nothing_or_a_fault(self, text: str) -> None:
        with suppress(AmountFault):
            parsed = parse_typed(text)
            assert parsed is None or parsed.is_finite()

    @given(value=typed_numbers)
    def test_what_is_printed_can_be_typed_again(self, value: Decimal) -> None:
        assert parse_typed(number_text(value)) == value
        assert parse_typed(plain_text(value)) == value
        assert parse_plain(plain_text(value)) == value


class TestMoney:
    """Money typed in a unit is kept in yuan to the fen."""

    @pytest.mark.parametrize(
        ("text", "unit", "yuan"),
        [
            ("2,424.03", WAN, "24240300"),
            ("0.000001", WAN, "0.01"),
            ("-484", WAN, "-4840000"),
            ("12.3", YUAN, "12.30"),
            ("0.01", YUAN, "0.01"),
        ],
    )
    def test_is_kept_in_yuan(self, text: str, unit: MoneyUnit, yuan: str) -> None:
        parsed = parse_money(text, unit=unit)

        assert parsed == Decimal(yuan)
        assert money_in_unit(Decimal(yuan), unit) == parse_typed(text)

    @pytest.mark.parametrize(
        ("text", "unit", "words"),
        [
            ("0.0000001", WAN, "细于1分：以万元计最多6位小数"),
            ("1.2345678", WAN, "细于1分：以万元计最多6位小数"),
            ("0.001", YUAN, "细于1分：以元计最多2位小数"),
        ],
    )
    def test_finer_than_a_fen_is_refused(self, text: str, unit: MoneyUnit, words: str) -> None:
        with pytest.raises(AmountFault) as caught:
            parse_money(text, unit=unit)

        assert str(caught.value) == f"“{text}”{words}"

    def test_idle_zeros_are_not_finer_than_a_fen(self) -> None:
        assert parse_money("12.300", unit=YUAN) == Decimal("12.3")

    def test_a_hidden_digit_far_to_the_right_is_still_finer_than_a_fen(self) -> None:
        """Whatever the precision of the decimals at hand, no digit is rounded away before it is judged."""
        with localcontext(Context(prec=5)), pytest.raises(AmountFault, match="细于1分"):
            money_in_yuan(Decimal("1234.00000001"), unit=YUAN, found="1234.00000001")

    def test_the_unit_is_named_when_typed_along(self) -> None:
        with pytest.raises(AmountFault, match="本栏单位是万元，请只填数字 12"):
            parse_money("12万", unit=WAN)

    @given(fen=st.integers(min_value=-(10**16), max_value=10**16), unit=st.sampled_from(MoneyUnit))
    def test_goes_to_the_unit_and_back_without_loss(self, fen: int, unit: MoneyUnit) -> None:
        yuan = Decimal(fen).scaleb(-2)

        assert parse_money(plain_text(money_in_unit(yuan, unit)), unit=unit) == yuan

    def test_is_printed_in_its_unit_with_two_decimals(self) -> None:
        assert money_text(Decimal("24951700"), WAN) == "2,495.17"
        assert money_text(Decimal("-4840000"), WAN) == "-484.00"
        assert money_text(Decimal("1234.5"), YUAN) == "1,234.50"
        assert (WAN.label, YUAN.label) == ("万元", "元")


class TestPercentAndCount:
    """Percentages and whole numbers as typed."""

    @pytest.mark.parametrize(
        ("text", "ratio"),
        [
            ("95", "0.95"),
            ("95%", "0.95"),
            ("95％", "0.95"),
            ("95 %", "0.95"),
            ("-1.8", "-0.018"),
            ("0", "0"),
            (".5%", "0.005"),
        ],
    )
    def test_a_percentage_may_carry_its_sign(self, text: str, ratio: str) -> None:
        assert parse_typed_percent(text) == Decimal(ratio)

    @pytest.mark.parametrize("text", ["%", "95%%", "九成", "1,23%", "95 5%"])
    def test_other_percentages_are_refused_with_what_was_typed(self, text: str) -> None:
        with pytest.raises(AmountFault) as caught:
            parse_typed_percent(text)

        assert caught.value.found == text

    @pytest.mark.parametrize(("text", "count"), [("51", 51), ("５１", 51), ("1,234", 1234), ("51.0", 51), ("0", 0)])
    def test_counts_are_whole(self, text: str, count: int) -> None:
        assert parse_count(text) == count

    @pytest.mark.parametrize("text", ["51.5", "0.1", "５１．５"])
    def test_a_part_of_a_person_is_refused(self, text: str) -> None:
        with pytest.raises(AmountFault, match="不是整数：这一栏只能填整数"):
            parse_count(text)
