"""Boxes for numbers, days and texts: whatever people type becomes a domain value or a sentence saying what is right.

Each field gives None for an empty box, and prints a stored value as a person would write it (`1,234.50`).
"""

import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from selfeval.domain.amounts import (
    HUNDRED,
    AmountFault,
    MoneyUnit,
    money_in_unit,
    number_text,
    parse_count,
    parse_money,
    parse_typed,
    parse_typed_percent,
)
from selfeval.web.forms.days import day_text, parse_day

TEXT_AT_MOST = 100_000


def exact_text(value: Decimal, *, least_places: int = 2) -> str:
    """All digits of `value` with separators: a box never shows less than what is stored."""
    exponent = value.normalize().as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else 0
    return number_text(value, max(least_places, places))


class TypedBox(forms.Field, ABC):
    """A one-line box whose text is parsed by the domain.

    Subclasses parse and print. `minimum` is in the unit the box is typed in.
    """

    def __init__(self, *, minimum: Decimal | None = None, **kwargs: Any) -> None:
        self.minimum = minimum
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    @abstractmethod
    def parse(self, text: str) -> Any:
        """What `text` means, None where it is blank. Raises AmountFault."""

    @abstractmethod
    def printed(self, value: Any) -> str:
        """`value` as the box shows it."""

    def measured(self, value: Any) -> Decimal:
        """`value` in the unit of `minimum`."""
        return Decimal(value)

    def to_python(self, value: Any) -> Any:
        text = value if isinstance(value, str) else ""
        try:
            parsed = self.parse(text)
        except AmountFault as fault:
            raise forms.ValidationError(str(fault), code="number") from fault
        if parsed is not None and self.minimum is not None and self.measured(parsed) < self.minimum:
            raise forms.ValidationError(f"不能小于 {number_text(self.minimum)}", code="minimum")
        return parsed

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else self.printed(value)


class AmountField(TypedBox):
    """Money typed in `unit`, as yuan to the fen."""

    def __init__(self, *, unit: MoneyUnit, **kwargs: Any) -> None:
        self.unit = unit
        super().__init__(**kwargs)

    def parse(self, text: str) -> Decimal | None:
        return parse_money(text, unit=self.unit)

    def printed(self, value: Decimal) -> str:
        return exact_text(money_in_unit(value, self.unit))

    def measured(self, value: Decimal) -> Decimal:
        return money_in_unit(value, self.unit)


class CountField(TypedBox):
    """A whole number."""

    def parse(self, text: str) -> Decimal | None:
        return parse_count(text)

    def printed(self, value: Decimal) -> str:
        return number_text(value)


class IncidentsField(CountField):
    """A whole number as the domain keeps incidents: an int."""

    def parse(self, text: str) -> Any:
        found = parse_count(text)
        return None if found is None else int(found)

    def printed(self, value: Any) -> str:
        return number_text(Decimal(value))


class PercentField(TypedBox):
    """A percentage typed with or without its sign, as a ratio."""

    def __init__(self, *, maximum: Decimal | None = None, **kwargs: Any) -> None:
        self.maximum = maximum
        super().__init__(**kwargs)

    def parse(self, text: str) -> Decimal | None:
        found = parse_typed_percent(text)
        if found is not None and self.maximum is not None and found > self.maximum:
            raise AmountFault(found=text.strip(), expected=f"太大：不能超过 {number_text(self.maximum * HUNDRED)}%")
        return found

    def printed(self, value: Decimal) -> str:
        return f"{number_text(value * HUNDRED)}%"

    def measured(self, value: Decimal) -> Decimal:
        return value * HUNDRED


class NumberField(TypedBox):
    """Any number. `places` bounds its decimals (points have as many as the framework rounds to), `shown` is the least
    number of decimals it is written back with.
    """

    def __init__(self, *, places: int | None = None, shown: int = 0, **kwargs: Any) -> None:
        self.places, self.shown = places, shown
        super().__init__(**kwargs)

    def parse(self, text: str) -> Decimal | None:
        found = parse_typed(text)
        if found is not None and self.places is not None and found != round(found, self.places):
            raise AmountFault(found=text.strip(), expected=f"的小数位太多：最多{self.places}位")
        return found

    def printed(self, value: Decimal) -> str:
        return exact_text(value, least_places=self.shown)


class DayField(TypedBox):
    """A day, however people write it: 2022年3月10日, 2022-03-10, 2022/3/10, 20220310."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(**kwargs)

    def parse(self, text: str) -> date | None:
        return parse_day(text)

    def printed(self, value: date) -> str:
        return day_text(value)


class TextBox(forms.CharField):
    """Text as typed, with line ends made one kind and control characters (they have no shape to print) left out.

    `rows` makes it a box of several lines, which keeps the indent of its first paragraph.
    """

    def __init__(self, *, at_most: int = TEXT_AT_MOST, rows: int = 0, **kwargs: Any) -> None:
        self.at_most = at_most
        self.is_long = rows > 0
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}) if rows else forms.TextInput())
        super().__init__(strip=False, **kwargs)
        # Control characters are cleaned away below, the null character among them.
        self.validators = []

    def to_python(self, value: Any) -> str:
        typed = printable(str(value or "")).rstrip()
        text = typed.lstrip("\n") if self.is_long else " ".join(typed.split())
        if len(text) > self.at_most:
            raise forms.ValidationError(
                f"太长：现有 {len(text):,} 个字，最多 {self.at_most:,} 个，请删减后再存", code="max_length"
            )
        return text


_NO_CHARACTERS = "\ufffe\uffff"
_LINE_ENDS = str.maketrans({"\v": "\n", "\f": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})


def printable(text: str) -> str:
    """`text` with every line end a newline and without control characters or lone surrogates."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").translate(_LINE_ENDS)
    return "".join(
        char
        for char in lines
        if char in "\n\t" or (unicodedata.category(char) not in ("Cc", "Cs") and char not in _NO_CHARACTERS)
    )


class FlagField(forms.TypedChoiceField):
    """Yes, no or not filled."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=[("", "未填"), ("yes", "是"), ("no", "否")],
            coerce=lambda text: text == "yes",
            empty_value=None,
            required=False,
            error_messages={"invalid_choice": "请选“是”或“否”"},
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value)


class OptionField(forms.TypedChoiceField):
    """One of a framework's options, or not filled; `coerce` turns the text into the stored value."""

    def __init__(
        self, *, options: Sequence[str], coerce: Callable[[str], Any] = str, empty_value: Any = None, **kwargs: Any
    ) -> None:
        super().__init__(
            choices=[("", "请选择"), *((each, each) for each in options)],
            coerce=coerce,
            empty_value=empty_value,
            required=False,
            error_messages={"invalid_choice": "“%(value)s”不在可选项里，请重新选择"},
            **kwargs,
        )
