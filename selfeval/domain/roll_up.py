"""Figures of many units put together (汇总): sums of money and counts, and what follows from the sums.

A derived value or a rate is worked out again from the sums by the framework's own formula, never as a mean of rates.
That is sound only where the formula treats its figures alike whatever their size: sums, differences, quotients and
multiples of them. With an absolute value, a greatest or least, a condition, or a figure that is no amount, the sums
say something else than the units do, and nothing is put together.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import ZERO
from selfeval.domain.expressions import Binary, Call, Name, Negative, Node, Number, OverZero, Unfilled
from selfeval.domain.filing import FieldValue, Filing, Item
from selfeval.domain.framework import NUMERIC_KINDS, FieldKind, Framework
from selfeval.domain.scoring.figures import Figures

SUMMED: Final = frozenset({FieldKind.MONEY, FieldKind.COUNT, FieldKind.ITEMISED_MONEY})
# Reasons why nothing is put together.
_NO_AMOUNT: Final = "是比率或一般数值，各单位的不能相加"
_NOT_ALIKE: Final = "公式里有绝对值、取大取小、条件或不能相加的数，按合计数重算意思不同"
_OVER_ZERO: Final = "合计的分母为 0"
_NOBODY: Final = "没有单位填报"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One figure of all units: `value` in the framework's money unit, a ratio for percentages; None with `why_not`.

    `count` units are in it; `missing` are the units that left it empty, by name.
    """

    code: str
    label: str
    kind: FieldKind
    value: Decimal | None
    count: int
    missing: tuple[str, ...]
    why_not: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RollUp:
    """Data items and derived values, then the rates of indicators, in print order."""

    figures: tuple[Line, ...]
    rates: tuple[Line, ...]


def roll_up(framework: Framework, filings: Mapping[str, Filing]) -> RollUp:
    """The figures of `filings`, by the names of their units, put together."""
    units = {name: Figures(framework, filing) for name, filing in filings.items()}
    degrees = _Degrees(framework)
    figures = [
        _line(framework, filings, units, _place(framework, each.code), each.label, each.kind, _why_no_field(each.kind))
        for each in framework.fields
        if each.kind in NUMERIC_KINDS | SUMMED
    ]
    derived = [
        _line(framework, filings, units, each.code, each.label, each.kind, degrees.why_not(each.code))
        for each in framework.derived
    ]
    rates = [
        _line(framework, filings, units, leaf.code, leaf.name, _rate_kind(leaf.is_percent), degrees.why_not(leaf.code))
        for leaf in framework.leaves
        if leaf.formula is not None
    ]
    return RollUp(figures=(*figures, *derived), rates=tuple(rates))


def summed(framework: Framework, filings: Mapping[str, Filing]) -> dict[str, FieldValue]:
    """The data items that can be added, over the units that filled them; rows of itemised ones stand together."""
    found: dict[str, FieldValue] = {}
    for each in framework.fields:
        values = [filing.fields[each.code] for filing in filings.values() if each.code in filing.fields]
        if not values or each.kind not in SUMMED:
            continue
        if each.kind is FieldKind.ITEMISED_MONEY:
            rows = (row for value in values if isinstance(value, tuple) for row in value)
            found[each.code] = tuple(row for row in rows if isinstance(row, Item))
        else:
            found[each.code] = sum((value for value in values if isinstance(value, Decimal)), ZERO)
    return found


def _line(
    framework: Framework,
    filings: Mapping[str, Filing],
    units: Mapping[str, Figures],
    code: str,
    label: str,
    kind: FieldKind,
    why_not: str,
) -> Line:
    filled = {name: filings[name] for name, figures in units.items() if not isinstance(figures.value(code), Unfilled)}
    missing = tuple(name for name in filings if name not in filled)
    value: Decimal | None = None
    if not why_not and not filled:
        why_not = _NOBODY
    if not why_not:
        whole = Filing(framework=framework.slug, fiscal_year=0, fields=summed(framework, filled))
        found = Figures(framework, whole).value(code)
        value = found if isinstance(found, Decimal) else None
        why_not = _OVER_ZERO if isinstance(found, OverZero) else ""
    return Line(code=code, label=label, kind=kind, value=value, count=len(filled), missing=missing, why_not=why_not)


def _place(framework: Framework, code: str) -> str:
    """An itemised field counts with its total."""
    return f"{code}.total" if framework.fields_by_code[code].kind is FieldKind.ITEMISED_MONEY else code


def _why_no_field(kind: FieldKind) -> str:
    return "" if kind in SUMMED else _NO_AMOUNT


def _rate_kind(is_percent: bool) -> FieldKind:
    return FieldKind.PERCENT if is_percent else FieldKind.NUMBER


class _Degrees:
    """How a formula grows with its figures: an amount by 1, a quotient of amounts by 0; None where neither is said."""

    def __init__(self, framework: Framework) -> None:
        self._framework = framework
        self._known: dict[str, int | None] = {}

    def why_not(self, code: str) -> str:
        """Why the value `code` is not worked out again from sums; empty where it is."""
        return "" if self._of_code(code) in (0, 1) else _NOT_ALIKE

    def _of_code(self, code: str) -> int | None:
        if code not in self._known:
            self._known[code] = self._found(code)
        return self._known[code]

    def _found(self, code: str) -> int | None:
        framework, head = self._framework, code.partition(".")[0]
        if code in framework.derived_by_code:
            return self._of(framework.derived_by_code[code].formula.root)
        if code in framework.nodes:
            formula = framework.nodes[code].formula
            return None if formula is None else self._of(formula.root)
        field = framework.fields_by_code.get(head)
        return 1 if field is not None and field.kind in SUMMED else None

    def _of(self, node: Node) -> int | None:
        match node:
            case Number():
                return 0
            case Name(code=code):
                return self._of_code(code)
            case Negative(operand=operand) | Call(function="or_zero", arguments=(operand,)):
                return self._of(operand)
            case Binary(operator="+" | "-", left=left, right=right):
                return self._alike((left, right))
            case Call(function="sum", arguments=arguments):
                return self._alike(arguments)
            case Binary(operator=operator, left=left, right=right):
                one, other = self._of(left), self._of(right)
                if one is None or other is None:
                    return None
                return one - other if operator == "/" else one + other
        return None

    def _alike(self, nodes: tuple[Node, ...]) -> int | None:
        degrees = {self._of(node) for node in nodes}
        return degrees.pop() if len(degrees) == 1 else None
