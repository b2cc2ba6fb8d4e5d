"""The roll-up of subordinate units, and the odd ones of one indicator, as the page shows them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from selfeval.domain.amounts import number_text, percent_text
from selfeval.domain.distribution import FEWEST, Spread, spread_of
from selfeval.domain.framework import FieldKind, Framework
from selfeval.domain.roll_up import Line
from selfeval.queries.roll_up import Reported, indicator_values

_MOST_NAMED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class LineView:
    """A figure put together; `note` says how many units are in it where not all are."""

    label: str
    value: str
    unit: str
    count: int
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitValue:
    """One unit's value of the indicator that is looked at."""

    name: str
    value: str
    difference: str
    is_odd: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One indicator over the units, the largest first."""

    name: str
    code: str
    middle: str
    words: str
    units: tuple[UnitValue, ...]


def line_views(framework: Framework, lines: Iterable[Line]) -> list[LineView]:
    """The lines that could be put together."""
    return [_line_view(framework, each) for each in lines if each.value is not None]


def left_out(lines: Iterable[Line]) -> dict[str, list[str]]:
    """The labels of what is not put together, by the reason."""
    found: dict[str, list[str]] = {}
    for each in lines:
        if each.value is None:
            found.setdefault(each.why_not, []).append(each.label)
    return found


def _line_view(framework: Framework, line: Line) -> LineView:
    is_money = line.kind in (FieldKind.MONEY, FieldKind.ITEMISED_MONEY)
    names = "、".join(line.missing[:_MOST_NAMED])
    if len(line.missing) > _MOST_NAMED:
        names = f"{names}等 {len(line.missing)} 家"
    return LineView(
        label=line.label,
        value=_text(framework, line.kind, line.value),
        unit=framework.money_unit.label if is_money else "",
        count=line.count,
        note=f"没有填：{names}" if line.missing else "",
    )


def _text(framework: Framework, kind: FieldKind, value: Decimal | None) -> str:
    rounding = framework.rounding
    match kind:
        case _ if value is None:
            return ""
        case FieldKind.PERCENT:
            return percent_text(value, rounding.rate_places, rounding.mode)
        case FieldKind.COUNT:
            return number_text(value)
    return number_text(value, 2)


def indicator_choices(framework: Framework) -> list[tuple[str, str]]:
    """Code and name of every indicator that is scored."""
    return [(leaf.code, leaf.name) for leaf in framework.leaves]


def compared_units(found: Reported, code: str) -> Compared | None:
    """The units by the indicator `code`; None for one that is not there or of which nothing is reported."""
    leaf = next((each for each in found.framework.leaves if each.code == code), None)
    values = indicator_values(found, code) if leaf else {}
    if leaf is None or not values:
        return None
    has_rates = any((result["indicators"].get(code) or {}).get("rate") is not None for result in found.results.values())
    kind = FieldKind.PERCENT if has_rates and leaf.is_percent else FieldKind.NUMBER
    spread = spread_of(values)
    return Compared(
        name=leaf.name,
        code=code,
        middle=_text(found.framework, kind, spread.middle) if spread else "",
        words=_words(values, spread, "比率" if has_rates else "得分"),
        units=tuple(
            UnitValue(
                name=name,
                value=_text(found.framework, kind, value),
                difference=_signed(found.framework, kind, value - spread.middle) if spread else "",
                is_odd=spread is not None and spread.is_odd(value),
            )
            for name, value in sorted(values.items(), key=lambda each: (-each[1], each[0]))
        ),
    )


def _signed(framework: Framework, kind: FieldKind, difference: Decimal) -> str:
    text = _text(framework, kind, difference)
    return f"+{text}" if difference > 0 else text


def _words(values: Mapping[str, Decimal], spread: Spread | None, kind: str) -> str:
    if spread is None:
        return f"按{kind}从大到小；不到 {FEWEST} 家，不判断谁偏离。"
    odd = [name for name, value in values.items() if spread.is_odd(value)]
    if not odd:
        return f"按{kind}从大到小；没有明显偏离的单位。"
    return f"按{kind}从大到小；明显偏离的 {len(odd)} 家：{'、'.join(odd)}。"
