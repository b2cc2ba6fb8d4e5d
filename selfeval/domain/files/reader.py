"""Typed reading of a plain document: every `take` says what the contract expects and records what is not so.

A reader never stops at a fault; it notes it and goes on with a harmless value, so that all faults come at once.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final, TypeVar

from selfeval.domain.amounts import AmountFault, parse_percent, parse_plain, parse_ratio_or_number
from selfeval.domain.expressions import Expression, ExpressionFault, Name, parse
from selfeval.domain.files.faults import Fault, FileFaults
from selfeval.domain.files.yaml_text import Plain
from selfeval.domain.intervals import Interval, parse_interval

CODE: Final = re.compile(r"[a-z][a-z0-9_]*")
E = TypeVar("E", bound=StrEnum)
T = TypeVar("T")


class Faults:
    """Collects faults, `noted` ones first; `raise_any` ends the reading of a faulty file."""

    def __init__(self, noted: Iterable[Fault] = ()) -> None:
        self.found: list[Fault] = list(noted)
        # By place, the name that stands where a condition should: whether it is a number is known later.
        self.conditions: dict[str, str] = {}

    def add(self, path: str, found: object, expected: str) -> None:
        """Record one fault."""
        self.found.append(Fault(path=path, found=_shown(found), expected=expected))

    def raise_any(self) -> None:
        """Raise FileFaults if there is any fault."""
        if self.found:
            raise FileFaults(self.found)


class MappingReader:
    """Reads one mapping of the document at `path`. Call `done` when all known keys were taken."""

    def __init__(self, value: Plain, path: str, faults: Faults) -> None:
        self.path = path
        # What should stand in something that is no mapping is not told besides.
        self.faults = faults if isinstance(value, dict) else Faults()
        self._taken: set[str] = set()
        self._values = value if isinstance(value, dict) else {}
        if not isinstance(value, dict):
            faults.add(path, value, "应是一组“键: 值”")

    def at(self, key: str) -> str:
        """The path of `key`."""
        return f"{self.path}.{key}" if self.path else key

    def fault(self, key: str, found: object, expected: str) -> None:
        """Record a fault of `key`."""
        self.faults.add(self.at(key), found, expected)

    def has(self, key: str) -> bool:
        """Whether `key` is written, even if empty."""
        return key in self._values

    def written(self) -> tuple[str, ...]:
        """The keys as written."""
        return tuple(self._values)

    def raw(self, key: str) -> Plain:
        """The value of `key` as it stands, marked as taken."""
        self._taken.add(key)
        return self._values.get(key)

    def done(self) -> None:
        """Record every key that nobody asked for."""
        for key in self._values:
            if key not in self._taken:
                known = "、".join(sorted(self._taken))
                slip = "；冒号要用英文的，后面空一格" if re.match(r"\w+[:：]", key) else ""
                self.fault(key, key, f"是不认识的键{slip}；这里可用：{known}")

    def text(self, key: str, *, required: bool = False, default: str = "") -> str:
        """A scalar as it stands."""
        value = self.raw(key)
        if value is None or value == "":
            if required:
                self.fault(key, None, "缺少，必须填写")
            return default
        if not isinstance(value, str):
            self.fault(key, value, "应是一段文字")
            return default
        return value

    def one_of(self, key: str, words: type[E], default: E) -> E:
        """One of the words of an enumeration."""
        text = self.text(key)
        if not text:
            return default
        if text not in set(words):
            self.fault(key, text, f"应是 {'、'.join(words)} 之一")
            return default
        return words(text)

    def word(self, key: str, words: Collection[str], default: str) -> str:
        """One of a few words."""
        text = self.text(key)
        if text and text not in words:
            self.fault(key, text, f"应是 {'、'.join(words)} 之一")
            return default
        return text or default

    def flag(self, key: str, default: bool = False) -> bool:
        """true or false."""
        return self.word(key, ("true", "false"), "true" if default else "false") == "true"

    def number(self, key: str, *, required: bool = False) -> Decimal | None:
        """A plain number."""
        return self.parsed(key, parse_plain, required)

    def percent(self, key: str) -> Decimal | None:
        """A ratio written with %."""
        return self.parsed(key, parse_percent, False)

    def ratio(self, key: str, *, required: bool = False) -> Decimal | None:
        """A number, or a ratio written with %."""
        return self.parsed(key, parse_ratio_or_number, required)

    def whole(self, key: str, *, required: bool = False, least: int = 0, most: int | None = None) -> int | None:
        """A whole number not below `least` and, where given, not above `most`."""
        text = self.text(key, required=required)
        if not text:
            return None
        expected = f"应是{f'不小于{least}' if most is None else f'{least}到{most}'}的整数"
        try:
            value = parse_plain(text)
        except AmountFault:
            self.fault(key, text, f"{expected}，只写数字")
            return None
        if value != value.to_integral_value() or value < least or (most is not None and value > most):
            self.fault(key, text, expected)
            return None
        return int(value)

    def interval(self, key: str, *, required: bool = False) -> Interval | None:
        """An interval such as `[80%, 90%)`; without quotes it is a list, or ends at its comma."""
        written = self.raw(key)
        if isinstance(written, list) and all(isinstance(each, str) for each in written):
            self.fault(key, None, f'区间要写在引号里："[{", ".join(map(str, written))}]"')
            return None
        if isinstance(written, str) and re.fullmatch(r"[\[(][^,\])]*", written):
            self.fault(key, written, '不是区间：有逗号，要写在引号里，如 "[80%, 90%)"')
            return None
        return self.parsed(key, parse_interval, required)

    def day(self, key: str) -> date | None:
        """A date, 2022-03-10."""
        text = self.text(key)
        if not text:
            return None
        try:
            if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
                raise ValueError
            return date.fromisoformat(text)
        except ValueError:
            self.fault(key, text, "应是日期，写成 2022-03-10")
            return None

    def expression(self, key: str, *, required: bool = False, is_condition: bool = False) -> Expression | None:
        """A formula, or a condition where `is_condition`."""
        text = self.text(key, required=required)
        if not text:
            return None
        try:
            parsed = parse(text)
        except ExpressionFault as fault:
            self.fault(key, text, f"不是有效的公式：{fault}")
            if fault.code:
                self.faults.conditions[self.at(key)] = fault.code
            return None
        if parsed.is_condition != is_condition:
            if is_condition and isinstance(parsed.root, Name):
                self.faults.conditions[self.at(key)] = parsed.root.code
            self.fault(key, text, "应是一个比较，如 a < 90%" if is_condition else "应算出一个数，不能是比较")
            return None
        return parsed

    def mapping(self, key: str) -> "MappingReader | None":
        """The mapping below `key`; None where it is not written."""
        value = self.raw(key)
        return None if value is None else MappingReader(value, self.at(key), self.faults)

    def each(self, key: str, *, required: bool = False) -> Iterator[tuple[str, Plain]]:
        """The elements of the list below `key`, each with its path; a required list has some."""
        value = self.raw(key)
        if value is None or (required and value == []):
            if required:
                self.fault(key, None, "缺少，必须填写" if value is None else "是空的，至少要有一项")
            return
        if not isinstance(value, list):
            self.fault(key, value, "应是列表")
            return
        for index, element in enumerate(value):
            yield f"{self.at(key)}[{index}]", element

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of scalars."""
        result = []
        for path, element in self.each(key):
            if isinstance(element, str):
                result.append(element)
            else:
                self.faults.add(path, element, "应是一段文字")
        return tuple(result)

    def mappings(self, key: str, *, required: bool = False) -> "Iterator[MappingReader]":
        """The mappings of the list below `key`."""
        for path, element in self.each(key, required=required):
            yield MappingReader(element, path, self.faults)

    def code(self, key: str = "code") -> str:
        """A code of its own, `[a-z][a-z0-9_]*`."""
        text = self.text(key, required=True)
        if text and not CODE.fullmatch(text):
            self.fault(key, text, "编码只能用小写字母、数字和下划线，并以字母开头")
        return text

    def parsed(self, key: str, parser: Callable[[str], T], required: bool = False) -> T | None:
        """A scalar as `parser` reads it, which raises AmountFault for what it refuses."""
        text = self.text(key, required=required)
        if not text:
            return None
        try:
            return parser(text)
        except AmountFault as fault:
            self.fault(key, fault.found, fault.expected)
            return None


def _shown(found: object) -> str:
    if found is None:
        return ""
    if isinstance(found, dict):
        return "一组键值"
    if isinstance(found, list):
        return "一个列表"
    text = str(found)
    return text if len(text) <= 60 else f"{text[:57]}…"
