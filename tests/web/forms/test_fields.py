"""Boxes take what people type, or say what would be right."""

from datetime import date
from decimal import Decimal

import pytest
from django.forms import ValidationError

from selfeval.domain.amounts import MoneyUnit
from selfeval.web.forms.fields import (
    AmountField,
    CountField,
    DayField,
    FlagField,
    NumberField,
    OptionField,
    PercentField,
    TextBox,
    exact_text,
    printable,
)

MONEY = AmountField(unit=MoneyUnit.WAN_YUAN, minimum=Decimal(0))


@pytest.mark.parametrize(
    ("typed", "yuan", "written_back"),
    [
        ("１２．５", "125000", "12.50"),
        ("1,234.50", "12345000", "1,234.50"),
        (" 1 234.5 ", "12345000", "1,234.50"),
        ("0", "0", "0.00"),
        ("-0", "0", "0.00"),
        ("0.000001", "0.01", "0.000001"),
    ],
)
def test_money_is_taken_in_yuan_and_written_back_whole(typed: str, yuan: str, written_back: str) -> None:
    value = MONEY.clean(typed)
    assert value == Decimal(yuan)
    assert MONEY.prepare_value(value) == written_back


@pytest.mark.parametrize("typed", ["", "   ", "\u3000"])
def test_an_empty_box_is_nothing_not_zero(typed: str) -> None:
    assert MONEY.clean(typed) is None
    assert MONEY.prepare_value(None) is None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("12万", "“12万”带了单位：本栏单位是万元，请只填数字 12"),
        ("NaN", "“NaN”不是数字"),
        ("Infinity", "不是数字"),
        ("1e999", "“1e999”不是数字"),
        ("1_000", "不是数字"),
        ("٣", "不是数字"),
        ("1,23,4", "千分位不对"),
        ("-5", "不能小于 0"),
        ("0.0000001", "细于1分"),
        ("9" * 5000, "太大"),
    ],
)
def test_bad_money_is_refused_with_what_would_be_right(typed: str, words: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        MONEY.clean(typed)
    assert words in refusal.value.messages[0]
    assert len(refusal.value.messages[0]) < 100


def test_what_was_refused_stays_in_its_box() -> None:
    assert MONEY.prepare_value("12万") == "12万"


def test_exact_text_never_shows_less_than_is_stored() -> None:
    assert exact_text(Decimal("1234.5")) == "1,234.50"
    assert exact_text(Decimal("0.123456")) == "0.123456"
    assert exact_text(Decimal("1E+3")) == "1,000.00"


def test_counts_are_whole() -> None:
    assert CountField().clean("５１") == Decimal(51)
    with pytest.raises(ValidationError, match="不是整数"):
        CountField().clean("5.5")


def test_percentages_are_ratios_with_or_without_the_sign() -> None:
    field = PercentField(minimum=Decimal(0), maximum=Decimal(1))
    assert field.clean("82.5%") == field.clean("82.5") == Decimal("0.825")
    assert field.prepare_value(Decimal("0.825")) == "82.5%"
    with pytest.raises(ValidationError, match="不能超过 100%"):
        field.clean("120")
    with pytest.raises(ValidationError, match="不能小于 0"):
        field.clean("-1")


def test_points_have_as_many_decimals_as_the_framework_rounds_to() -> None:
    field = NumberField(places=2, shown=2)
    assert field.prepare_value(field.clean("3")) == "3.00"
    with pytest.raises(ValidationError, match="最多2位"):
        field.clean("0.005")


@pytest.mark.parametrize(
    "typed", ["2022年3月10日", "2022-03-10", "2022/3/10", "20220310", "２０２２．３．１０", "2022年3月10"]
)
def test_days_as_people_write_them(typed: str) -> None:
    field = DayField()
    assert field.clean(typed) == date(2022, 3, 10)
    assert field.prepare_value(date(2022, 3, 10)) == "2022年3月10日"


@pytest.mark.parametrize(
    ("typed", "words"),
    [("2026-02-30", "2026年2月没有30日"), ("昨天", "请写成 2022年3月10日"), ("0022-3-1", "年份不对")],
)
def test_days_that_do_not_exist(typed: str, words: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        DayField().clean(typed)
    assert words in refusal.value.messages[0]


def test_text_keeps_every_character_that_prints() -> None:
    typed = "\u3000\u3000第一段〇䶮\r\n第二段\x00\x0b第三段\x07\ud800\ufeff\t表格"
    assert TextBox(rows=3).clean(typed) == "\u3000\u3000第一段〇䶮\n第二段\n第三段\ufeff\t表格"
    assert printable("a\rb\u2028c\x85d\uffff") == "a\nb\nc\nd"


def test_a_line_has_no_line_ends() -> None:
    assert TextBox().clean(" 张\n三 ") == "张 三"


def test_text_too_long_is_refused_not_cut() -> None:
    with pytest.raises(ValidationError, match="现有 11 个字，最多 10 个"):
        TextBox(at_most=10).clean("一" * 11)


def test_a_flag_may_be_unanswered() -> None:
    field = FlagField()
    assert [field.clean(text) for text in ("", "yes", "no")] == [None, True, False]
    assert [field.prepare_value(value) for value in (None, True, False)] == [None, "yes", "no"]


def test_an_option_is_one_of_the_frameworks() -> None:
    field = OptionField(options=("优", "良"))
    assert field.clean("优") == "优"
    assert field.clean("") is None
    with pytest.raises(ValidationError, match="“中”不在可选项里"):
        field.clean("中")
