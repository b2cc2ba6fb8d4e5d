"""Several numbers in one box."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms


def joined(numbers: Sequence[Any]) -> str:
    """The numbers as they are typed."""
    return "、".join(f"{Decimal(each):f}" for each in numbers)


def _numbers(text: str) -> list[str]:
    return [each for each in re.split(r"[、，,；;\s天分]+", text) if each]


class NumbersField(forms.Field):
    """Several numbers in one box: `14、7、3`."""

    def __init__(self, *, whole: bool, **options: Any) -> None:
        self.whole = whole
        super().__init__(required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}), **options)

    def to_python(self, value: Any) -> tuple[Any, ...]:
        found: list[Any] = []
        for each in _numbers(str(value or "")):
            if not re.fullmatch(r"\d{1,6}" if self.whole else r"\d{1,6}(\.\d{1,4})?", each, re.ASCII):
                what = "整数" if self.whole else "数"
                raise forms.ValidationError(f"“{each[:24]}”不是{what}：请写成几个数，用顿号隔开")
            found.append(int(each) if self.whole else Decimal(each))
        return tuple(found)

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else joined(value)
