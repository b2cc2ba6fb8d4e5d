"""What a text may be linked to: the form's figures, derived values, rates and scores, each under one name.

A name is the label on the form. Where two things share a label, indicators are named with what stands above them
(资产管理·管理制度健全性), anything else with its code. The code itself is always a name too.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import Final

from selfeval.domain.amounts import MoneyUnit, decimals_of, number_text, percent_text, rounded
from selfeval.domain.filing import Filing
from selfeval.domain.framework import (
    ITEMISED_PARTS,
    MONEY_KINDS,
    NUMERIC_KINDS,
    Field,
    FieldKind,
    Framework,
    Indicator,
    Rounding,
)
from selfeval.domain.narrative.text import half_width
from selfeval.domain.scoring.figures import Figures
from selfeval.domain.scoring.results import IndicatorScore, ScoreSheet

MONEY_UNITS: Final = MappingProxyType({"元": 1, "万元": 10_000, "亿元": 100_000_000})
MOST_PLACES: Final = 6
_IGNORED: Final = str.maketrans("", "", " \t“”‘’\"'《》{}｛｝|｜\n")
_SIGNS: Final = str.maketrans("", "", "{}｛｝|｜\n")


class ValueKind(StrEnum):
    """How a linked value is printed."""

    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"
    NUMBER = "number"
    SCORE = "score"
    POINTS = "points"
    WORDS = "words"


_KINDS: Final = {
    FieldKind.MONEY: ValueKind.MONEY,
    FieldKind.ITEMISED_MONEY: ValueKind.MONEY,
    FieldKind.COUNT: ValueKind.COUNT,
    FieldKind.PERCENT: ValueKind.PERCENT,
    FieldKind.NUMBER: ValueKind.NUMBER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkValue:
    """One thing a text may be linked to. `value` is None while it is not filled or cannot be computed.

    Money is in the framework's money unit, percentages are ratios. `group` is the heading it is listed under.
    """

    name: str
    code: str
    kind: ValueKind
    group: str
    value: Decimal | str | None
    above: str = ""


@dataclass(frozen=True, kw_only=True)
class LinkValues:
    """All a text of one filing may be linked to, in the order of the form. Not slotted: names are indexed once."""

    values: tuple[LinkValue, ...]
    money_unit: MoneyUnit
    rounding: Rounding

    @cached_property
    def by_key(self) -> Mapping[str, LinkValue]:
        """Every value by its name and by its code, as `key_of` writes them; the form's names come first."""
        codes = {key_of(each.code): each for each in self.values}
        return MappingProxyType({**codes, **{key_of(each.name): each for each in reversed(self.values)}})

    def printed(self, value: LinkValue, *, unit: str = "", places: int | None = None) -> str:
        """`value` with its unit as the form prints it, or in another money `unit`, or at so many decimals.

        Empty where there is none. Raises ValueError for a money unit of something that is no money.
        """
        if unit and value.kind is not ValueKind.MONEY:
            raise ValueError(unit)
        if value.value is None:
            return ""
        if isinstance(value.value, str):
            return value.value
        if value.kind is ValueKind.MONEY:
            return self._money(value.value, unit or self.money_unit.label, unit, places)
        if value.kind is ValueKind.PERCENT:
            return percent_text(value.value, self._rate_places(places), self.rounding.mode)
        return self._number(value.kind, value.value, places)

    def _money(self, amount: Decimal, unit: str, asked: str, places: int | None) -> str:
        yuan = rounded(amount * self.money_unit.yuan, 2)
        shown = yuan / MONEY_UNITS[unit]
        # In a greater unit than the form's, two decimals may hide what the table shows.
        least = min(decimals_of(shown), MOST_PLACES) if asked and unit != self.money_unit.label else 0
        return f"{number_text(shown, max(2, least) if places is None else places)}{unit}"

    def _rate_places(self, places: int | None) -> int:
        return self.rounding.rate_places if places is None else places

    def _number(self, kind: ValueKind, value: Decimal, places: int | None) -> str:
        if places is not None or kind in (ValueKind.COUNT, ValueKind.POINTS):
            return f"{number_text(value, places)}{'分' if kind in (ValueKind.SCORE, ValueKind.POINTS) else ''}"
        if kind is ValueKind.SCORE:
            return f"{number_text(value, max(self.rounding.points_places, decimals_of(value)))}分"
        return number_text(value, min(max(2, decimals_of(value)), MOST_PLACES))


def key_of(name: str) -> str:
    """`name` as names are compared: half-width, without white space and quotation marks."""
    return half_width(name).translate(_IGNORED)


def link_values(framework: Framework, filing: Filing, sheet: ScoreSheet) -> LinkValues:
    """Everything of the form. `framework` is that of the filing, with its own indicators in place."""
    found = (
        *_figures(framework, filing),
        *_totals(filing, sheet),
        *_groups(sheet),
        *_indicators(framework, sheet),
    )
    return LinkValues(values=_named_apart(found), money_unit=framework.money_unit, rounding=framework.rounding)


def _named_apart(found: tuple[LinkValue, ...]) -> tuple[LinkValue, ...]:
    first = _apart(found, lambda each: f"{each.above}·{each.name}" if each.above else each.name)
    return _apart(first, lambda each: f"{each.name}·{each.code}")


def _apart(found: tuple[LinkValue, ...], longer: Callable[[LinkValue], str]) -> tuple[LinkValue, ...]:
    counts = Counter(key_of(each.name) for each in found)
    return tuple(replace(each, name=longer(each)) if counts[key_of(each.name)] > 1 else each for each in found)


def _figures(framework: Framework, filing: Filing) -> Iterator[LinkValue]:
    figures = Figures(framework, filing)
    headings = {group.code: group.label for group in framework.field_groups}
    for field in framework.fields:
        for code in _codes(field):
            value = figures.value(code)
            yield LinkValue(
                name=framework.label_of(code).translate(_SIGNS),
                code=code,
                kind=_KINDS[field.kind],
                group=headings.get(field.group, "数据"),
                value=value if isinstance(value, Decimal) else None,
            )
    for derived in framework.derived:
        value = figures.value(derived.code)
        yield LinkValue(
            name=derived.label.translate(_SIGNS),
            code=derived.code,
            kind=_KINDS[derived.kind],
            group="计算得出的数据",
            value=value if isinstance(value, Decimal) else None,
        )


def _codes(field: Field) -> tuple[str, ...]:
    if field.kind is FieldKind.ITEMISED_MONEY:
        return tuple(f"{field.code}.{part}" for part in ITEMISED_PARTS)
    return (field.code,) if field.kind in NUMERIC_KINDS | MONEY_KINDS else ()


def _totals(filing: Filing, sheet: ScoreSheet) -> Iterator[LinkValue]:
    total, heading = sheet.total, "总分"
    scored = total.self_score if sheet.indicators and not sheet.unscored else None
    lost = None if scored is None else total.points - scored
    yield LinkValue(name="年度", code="fiscal_year", kind=ValueKind.WORDS, group="单位", value=str(filing.fiscal_year))
    unit = filing.department.name.translate(_SIGNS).strip() or None
    yield LinkValue(name="单位名称", code="department", kind=ValueKind.WORDS, group="单位", value=unit)
    yield LinkValue(name="综合得分", code="total.self_score", kind=ValueKind.SCORE, group=heading, value=scored)
    yield LinkValue(name="综合失分", code="total.lost", kind=ValueKind.SCORE, group=heading, value=lost)
    yield LinkValue(name="总分值", code="total.points", kind=ValueKind.POINTS, group=heading, value=total.points)
    grade = sheet.grade if scored is not None else None
    yield LinkValue(name="评价等次", code="grade", kind=ValueKind.WORDS, group=heading, value=grade)


def _groups(sheet: ScoreSheet) -> Iterator[LinkValue]:
    """Sums of a group are there once every leaf below it has a score."""
    for group in sheet.groups.values():
        is_open = any(code.startswith(f"{group.code}.") for code in sheet.unscored)
        yield from _scores(
            group.code, group.name, "分组得分", None if is_open else group.self_score, group.points, above=""
        )


def _indicators(framework: Framework, sheet: ScoreSheet) -> Iterator[LinkValue]:
    for leaf in framework.leaves:
        score = sheet.indicators.get(leaf.code)
        if score is None:
            continue
        above = framework.nodes.get(leaf.code.rpartition(".")[0])
        over = above.name.translate(_SIGNS) if above else ""
        if leaf.formula is not None or score.rate is not None:
            yield _rate(leaf, score, over)
        yield from _scores(leaf.code, leaf.name, "指标得分", score.self_score, score.points, above=over)


def _rate(leaf: Indicator, score: IndicatorScore, above: str) -> LinkValue:
    kind = ValueKind.PERCENT if leaf.is_percent else ValueKind.NUMBER
    name = leaf.name.translate(_SIGNS)
    return LinkValue(name=name, code=leaf.code, kind=kind, group="指标的比率", value=score.rate, above=above)


def _scores(
    code: str, label: str, heading: str, scored: Decimal | None, points: Decimal, *, above: str
) -> Iterator[LinkValue]:
    lost = None if scored is None else points - scored
    for word, part, kind, value in (
        ("得分", "self_score", ValueKind.SCORE, scored),
        ("分值", "points", ValueKind.POINTS, points),
        ("失分", "lost", ValueKind.SCORE, lost),
    ):
        name = f"{label.translate(_SIGNS)}{word}"
        yield LinkValue(name=name, code=f"{code}.{part}", kind=kind, group=heading, value=value, above=above)
