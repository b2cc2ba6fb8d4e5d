"""The unit's own indicators (个性指标) among the rows of an indicator table, where the framework takes them."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from selfeval.domain.filing import IndicatorEntry, OwnIndicator, Quantity, TargetSign
from selfeval.domain.framework import Framework, Indicator
from selfeval.imports.indicator_columns import Columns
from selfeval.imports.raw import Row
from selfeval.imports.understood import NotUnderstood, Source
from selfeval.imports.words import is_blank, label_of, number_in, squeezed

_SIGNS: Final = {
    "≥": TargetSign.AT_LEAST, ">=": TargetSign.AT_LEAST, "大于等于": TargetSign.AT_LEAST, "不低于": TargetSign.AT_LEAST,
    "≤": TargetSign.AT_MOST, "<=": TargetSign.AT_MOST, "小于等于": TargetSign.AT_MOST, "不超过": TargetSign.AT_MOST,
    ">": TargetSign.MORE_THAN, "<": TargetSign.LESS_THAN, "=": TargetSign.EQUAL, "等于": TargetSign.EQUAL,
}  # fmt: skip


@dataclass(slots=True, kw_only=True)
class OwnRows:
    """What was read; `rows` are those taken up."""

    indicators: list[OwnIndicator] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    not_understood: list[NotUnderstood] = field(default_factory=list)


def read_own_rows(framework: Framework, left_over: list[tuple[Columns, Row]]) -> OwnRows:
    """The own indicators of rows with a name, points and a target or an actual value."""
    found, group, under = OwnRows(), "", None
    groups = {label_of(name): (name, node) for node in framework.own_nodes for name in node.own_groups}
    for columns, row in left_over:
        names = [cell for cell in row.filled if cell.column < columns.first]
        for cell in names:
            known = groups.get(label_of(cell.text)) or groups.get(f"{label_of(cell.text)}指标")
            if known is not None:
                group, under = known
        points = _number(columns, row, "points")
        rest = [
            cell for cell in names if label_of(cell.text) not in groups and f"{label_of(cell.text)}指标" not in groups
        ]
        if under is None or points is None or points <= 0 or not rest or "target" not in columns.places:
            continue
        found.indicators.append(_own(columns, row, under, group, rest[-1].text, points))
        found.sources.append(Source(place=rest[-1].place, start=row.start, end=row.end))
        found.rows.append(row)
    return found


def _own(columns: Columns, row: Row, under: Indicator, group: str, name: str, points: Decimal) -> OwnIndicator:
    target, unit = _text(columns, row, "target"), _text(columns, row, "unit")
    sign, plain = _sign(_text(columns, row, "sign"), target)
    actual = _text(columns, row, "actual")
    wanted, reached = _quantity(plain, unit), _quantity(actual, unit)
    is_words = wanted is None
    kept = TargetSign.QUALITATIVE if is_words else sign
    return OwnIndicator(
        under=under.code,
        group=group,
        name=" ".join(name.split()),
        sign=kept,
        points=points,
        target=None if wanted is None else wanted[0],
        target_words=target if is_words else "",
        actual=None if is_words or reached is None else reached[0],
        actual_words=actual if is_words else "",
        unit=unit or ("" if wanted is None else wanted[1]),
        entry=IndicatorEntry(self_score=_number(columns, row, "score"), reason=_text(columns, row, "reason")),
    )


def _text(columns: Columns, row: Row, key: str) -> str:
    cell = columns.cell(row, None, key)
    return "" if cell is None or is_blank(cell.text) else " ".join(cell.text.split())


def _number(columns: Columns, row: Row, key: str) -> Decimal | None:
    number = number_in(_text(columns, row, key))
    return number[0] if number is not None and number[1] in ("", "分") else None


def _sign(printed: str, target: str) -> tuple[TargetSign, str]:
    """The sign, in a column of its own or before the number, and the target without it; ≥ where none is printed."""
    if squeezed(printed) in _SIGNS:
        return _SIGNS[squeezed(printed)], target
    plain = squeezed(target).replace("＝", "=").replace("＞", ">").replace("＜", "<")
    for words in sorted(_SIGNS, key=len, reverse=True):
        if plain.startswith(words):
            return _SIGNS[words], plain.removeprefix(words)
    return TargetSign.AT_LEAST, target


def _quantity(text: str, unit: str) -> tuple[Quantity, str] | None:
    """A quantity and the unit behind it; None where the text is words."""
    plain = squeezed(text)
    if unit and plain.endswith(squeezed(unit)) and squeezed(unit) != "%":
        plain = plain.removesuffix(squeezed(unit))
    number = number_in(plain)
    if number is None:
        return None
    value, behind = number
    if behind == "%" or unit == "%":
        return Quantity(value=value / 100, is_percent=True), "%"
    return Quantity(value=value), behind
