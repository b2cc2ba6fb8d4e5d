"""The head of a form: unit, year, date, people, and the figures of the block on top."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import AmountFault, MoneyUnit, money_in_yuan
from selfeval.domain.filing import FieldValue
from selfeval.domain.framework import NUMERIC_KINDS, Field, FieldKind, Framework
from selfeval.domain.narrative.text import half_width
from selfeval.imports.raw import Cell, RawForm, Row
from selfeval.imports.understood import Blank, NotUnderstood, Source
from selfeval.imports.words import is_blank, label_of, number_in, unit_in, unit_named

# What forms print for the six figures of the block on top, besides the framework's own label.
_ALSO_CALLED: Final = {
    "opening_carryover": ("上年结转", "上年结转金额", "上年结转资金", "上年结转数"),
    "original_budget": ("年初预算", "年初预算金额", "年初预算数"),
    "budget_adjustment": ("预算调整", "预算调整金额", "预算调整数"),
    "other_adjustment": ("其他调整", "其他调整金额", "其他调整资金"),
    "actual_expenditure": ("预算执行", "预算执行金额", "预算执行数", "全年执行数"),
    "closing_balance": ("年末结余", "年末结余金额", "年末结余资金", "年末结转结余"),
}
_NAME: Final = re.compile(
    r"(?:单位|部门)(?:\((?:单位|部门)\))?名称[:：]?\s*(?P<name>[^\s:：].*?)?(?=\s{2,}|填报日期|金额单位|$)"
)
_DATE: Final = re.compile(
    r"填报(?:日期|时间)[:：]?\s*(?:(?P<year>20[0-9]{2})\s*[年./-]\s*(?P<month>[0-9]{1,2})\s*[月./-]\s*(?P<day>[0-9]{1,2}))?"
)
_YEAR: Final = re.compile(r"(?P<year>20[0-9]{2})\s*年(?:度|\s*部门|\s*单位|\s*[\u4e00-\u9fff]{2,20}(?:自评|总结))")
_ANY_YEAR: Final = re.compile(r"(?<![0-9])(20[0-9]{2})\s*年")
_UNIT: Final = re.compile(r"(?:金额)?单位[:：]\s*[(]?(?P<unit>万元|亿元|千元|元)")
_TITLE: Final = re.compile(r"自评|绩效评价|绩效报告")
_HEAD_LINES: Final = 40
_PEOPLE: Final = {
    "单位负责人": "department.head",
    "单位联系电话": "department.phone",
    "联系电话": "department.phone",
    "单位名称": "department.name",
    "部门名称": "department.name",
    "填报日期": "filed_on",
}
_DIGIT: Final = re.compile("[0-9]")


@dataclass(slots=True, kw_only=True)
class Head:
    """What the head says; money in yuan, `fields` by code. Filled while it is read."""

    title: str = ""
    department: str = ""
    person: str = ""
    phone: str = ""
    fiscal_year: int | None = None
    filed_on: date | None = None
    money_unit: Decimal | None = None
    fields: dict[str, FieldValue] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    blanks: list[Blank] = field(default_factory=list)
    not_understood: list[NotUnderstood] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)


def read_head(raw: RawForm, framework: Framework | None) -> Head:
    """The head of `raw`; its figures only where the framework that has them is known."""
    head = Head()
    for line in raw.lines[:_HEAD_LINES]:
        _read_line(head, half_width(line.text), line.place, line.start)
    if head.fiscal_year is None:
        _most_named_year(head, raw)
    for row in raw.rows:
        _read_row(head, framework, row)
    return head


def _read_line(head: Head, text: str, place: str, start: int) -> None:
    if not head.title and _TITLE.search(text):
        head.title = text.strip()
    year = _YEAR.search(text)
    if year and head.fiscal_year is None:
        head.fiscal_year = int(year["year"])
        head.sources["fiscal_year"] = _source(place, start, year.span("year"))
    unit = _UNIT.search(text)
    if unit and head.money_unit is None:
        head.money_unit = unit_named(unit["unit"])
    name = _NAME.search(text)
    if name and name["name"] and not head.department:
        head.department = name["name"].strip()
        head.sources["department.name"] = _source(place, start, name.span("name"))
    day = _DATE.search(text)
    if day and head.filed_on is None:
        head.filed_on = _day(day)
        head.sources["filed_on"] = _source(place, start, day.span())
        if head.filed_on is None and is_blank(text[day.end() :]):
            head.blanks.append(Blank(box="filed_on", label="填报日期", place=place))


def _source(place: str, start: int, span: tuple[int, int]) -> Source:
    return Source(place=place, start=start + span[0], end=start + span[1])


def _day(match: re.Match[str]) -> date | None:
    if not match["year"]:
        return None
    try:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError:
        return None


def _most_named_year(head: Head, raw: RawForm) -> None:
    named = _ANY_YEAR.findall(half_width(raw.text))
    if named:
        year = max(named, key=named.count)
        head.fiscal_year = int(year)
        why = f"没有写是哪个年度，按文中说得最多的{year}年"
        head.not_understood.append(NotUnderstood(place="全文", words=f"{year}年", why=why))


def _read_row(head: Head, framework: Framework | None, row: Row) -> None:
    """The labels of a row with the cell behind each."""
    was_read = False
    for label, value in zip(row.filled, (*row.filled[1:], None), strict=True):
        plain = label_of(label.text)
        fields = () if framework is None else framework.fields
        found = next((each for each in fields if plain in _names_of(each)), None)
        if found is not None:
            _read_figure(head, framework, found, label, value)
            was_read = True
        elif plain in _PEOPLE:
            _read_person(head, plain, label, value)
            was_read = True
    if was_read:
        head.rows.append(row)


def _names_of(each: Field) -> tuple[str, ...]:
    return (label_of(each.label), *_ALSO_CALLED.get(each.code, ()))


def _read_person(head: Head, label: str, cell: Cell, value: Cell | None) -> None:
    text = "" if value is None else " ".join(value.text.split())
    box = _PEOPLE[label]
    if is_blank(text) or label_of(text) in _PEOPLE:
        head.blanks.append(Blank(box=box, label=label, place=cell.place))
        return
    if value is not None:
        head.sources.setdefault(box, Source(place=value.place, start=value.start, end=value.end))
    if box == "department.head":
        head.person = head.person or text.replace(" ", "")
    elif box == "department.phone":
        head.phone = head.phone or text
    elif box == "department.name":
        head.department = head.department or text
    else:
        found = _DATE.search(f"填报日期：{half_width(text)}")
        head.filed_on = head.filed_on or (_day(found) if found else None)


def _read_figure(head: Head, framework: Framework | None, each: Field, label: Cell, value: Cell | None) -> None:
    if framework is None or each.code in head.fields or each.kind not in NUMERIC_KINDS:
        return
    if value is None or is_blank(value.text) or not _DIGIT.search(half_width(value.text)):
        # A label with another label behind it has an empty box between them.
        if each.is_required or each.code in _ALSO_CALLED:
            head.blanks.append(Blank(box=f"fields.{each.code}", label=each.label, place=label.place))
        return
    read = _figure(head, framework, each.kind, label, value)
    if isinstance(read, str):
        head.not_understood.append(NotUnderstood(place=value.place, words=value.text.strip()[:60], why=read))
        return
    head.fields[each.code] = read
    head.sources[f"fields.{each.code}"] = Source(place=value.place, start=value.start, end=value.end)


def _figure(head: Head, framework: Framework, kind: FieldKind, label: Cell, value: Cell) -> Decimal | str:
    """The figure in yuan, a count or a ratio; or why it is none."""
    number = number_in(value.text)
    if number is None:
        return f"{label_of(label.text)}应是一个数"
    amount, unit = number
    if kind is FieldKind.PERCENT:
        return amount / 100 if unit == "%" else "应是带百分号的数"
    if kind is not FieldKind.MONEY:
        return amount if unit in ("", "人", "名", "个") else f"{label_of(label.text)}应是一个数"
    worth = unit_named(unit) or unit_in(label.text) or head.money_unit
    if worth is None:
        worth = framework.money_unit.yuan
        why = f"没有写金额单位，按{framework.money_unit.label}读"
        head.not_understood.append(NotUnderstood(place=value.place, words=value.text.strip(), why=why))
    try:
        return money_in_yuan(amount * worth, unit=MoneyUnit.YUAN, found=value.text)
    except AmountFault as fault:
        return fault.expected
