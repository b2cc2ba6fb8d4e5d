"""The unit's own indicators (个性指标) among the rows of an indicator table, where the framework takes them."""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from selfeval.domain.filing import IndicatorEntry, OwnIndicator, Quantity, TargetSign
from selfeval.domain.framework import Framework, Indicator
from selfeval.domain.narrative.text import half_width
from selfeval.imports.indicator_columns import Columns
from selfeval.imports.indicator_rows import LeftOver
from selfeval.imports.own_workbook import PARTS
from selfeval.imports.raw import Row
from selfeval.imports.understood import NotUnderstood, Source
from selfeval.imports.words import is_blank, label_of, number_in, squeezed

_SIGNS: Final = {
    "≥": TargetSign.AT_LEAST, ">=": TargetSign.AT_LEAST, "大于等于": TargetSign.AT_LEAST, "不低于": TargetSign.AT_LEAST,
    "≤": TargetSign.AT_MOST, "<=": TargetSign.AT_MOST, "小于等于": TargetSign.AT_MOST, "不超过": TargetSign.AT_MOST,
    ">": TargetSign.MORE_THAN, "<": TargetSign.LESS_THAN, "=": TargetSign.EQUAL, "等于": TargetSign.EQUAL,
}  # fmt: skip

_PLAIN_SIGNS: Final = str.maketrans("＝＞＜", "=><")
_MEASURED: Final = re.compile(r"(?P<number>-?[0-9][0-9,.]*%?)(?P<unit>[\u4e00-\u9fff]{0,6})")
_TOLD: Final = re.compile(
    r"指标值(?P<sign>[≥≤><=])(?P<target>-?[0-9.,]+%?)(?P<unit>[^，,0-9]{0,6})，实际完成(?P<actual>-?[0-9.,]+%?)"
)


@dataclass(slots=True, kw_only=True)
class OwnRows:
    """What was read; `rows` are those taken up."""

    indicators: list[OwnIndicator] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    not_understood: list[NotUnderstood] = field(default_factory=list)


def read_own_rows(framework: Framework, left_over: list[LeftOver]) -> OwnRows:
    """The own indicators of rows with a name and points: with columns of targets, or with our own words for them."""
    found, group, under = OwnRows(), "", None
    nodes = {node.code: node for node in framework.own_nodes}
    groups = {label_of(name): (name, node) for node in framework.own_nodes for name in node.own_groups}
    for each in left_over:
        columns, row = each.columns, each.row
        names = [cell for cell in row.filled if cell.column < columns.first]
        rest = []
        for cell in names:
            label = label_of(cell.text)
            known = groups.get(label) or groups.get(f"{label}指标")
            # A unit may call its one indicator as the group is called.
            if known is not None and columns.has_targets and (cell is not names[-1] or len(names) == 1):
                group, under = known
            else:
                rest.append(cell)
        points = _number(columns, row, "points")
        if points is None or points <= 0 or not rest:
            continue
        if columns.has_targets and under is not None:
            own: OwnIndicator | None = _own(columns, row, under, group, rest[-1].text, points)
        else:
            own = None if each.above not in nodes else _told(columns, row, nodes[each.above], rest[-1].text, points)
        if own is None:
            continue
        if not columns.has_targets and len(nodes[each.above].own_groups) > 1:
            why = f"没有印出属于哪一类指标，按“{own.group}”读，请核对"
            found.not_understood.append(NotUnderstood(place=rest[-1].place, words=own.name, why=why))
        found.indicators.append(own)
        found.sources.append(Source(place=rest[-1].place, start=row.start, end=row.end))
        found.rows.append(row)
    return found


def _told(columns: Columns, row: Row, under: Indicator, name: str, points: Decimal) -> OwnIndicator | None:
    """A row of the five-column form, whose 计算分析情况 tells target and actual value in our own words."""
    analysis = _text(columns, row, "analysis")
    told = _TOLD.match(half_width(analysis).translate(_PLAIN_SIGNS))
    score = _number(columns, row, "score")
    plain = OwnIndicator(
        under=under.code,
        group=under.own_groups[0],
        name=" ".join(name.split()),
        sign=TargetSign.QUALITATIVE,
        points=points,
        entry=_entry(score, analysis[told.end() :] if told else analysis, is_computed=told is not None),
    )
    if told is None:
        return plain
    target, actual = _quantity(told["target"], ""), _quantity(told["actual"], told["unit"])
    if target is None:
        return replace(plain, entry=_entry(score, analysis, is_computed=False))
    return replace(
        plain,
        sign=_SIGNS[told["sign"]],
        target=target[0],
        actual=None if actual is None or actual[0].is_percent != target[0].is_percent else actual[0],
        unit=told["unit"] or ("%" if target[0].is_percent else ""),
    )


def _entry(score: Decimal | None, text: str, *, is_computed: bool) -> IndicatorEntry:
    """原因 and 改进措施 in their boxes; the rest is the analysis, unless a computed sentence is all it is."""
    parts = PARTS.split(text)
    named = dict(zip(parts[1::2], parts[2::2], strict=True))
    return IndicatorEntry(
        self_score=score,
        analysis="" if is_computed else parts[0].strip(),
        reason=named.get("原因", "").strip(),
        measure=named.get("改进措施", "").strip(),
    )


def _said(score: Decimal | None, text: str) -> IndicatorEntry:
    """原因 and 改进措施 where the words name them, as our own sheets do; else all of it is the reason."""
    if PARTS.search(text):
        return _entry(score, text, is_computed=False)
    return IndicatorEntry(self_score=score, reason=text)


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
        entry=_said(_number(columns, row, "score"), _text(columns, row, "reason")),
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
    plain = squeezed(target).translate(_PLAIN_SIGNS)
    for words in sorted(_SIGNS, key=len, reverse=True):
        if plain.startswith(words):
            return _SIGNS[words], plain.removeprefix(words)
    return TargetSign.AT_LEAST, target


def _quantity(text: str, unit: str) -> tuple[Quantity, str] | None:
    """A quantity and the unit behind it; None where the text is words."""
    plain = squeezed(text)
    if unit and plain.endswith(squeezed(unit)) and squeezed(unit) != "%":
        plain = plain.removesuffix(squeezed(unit))
    found = _MEASURED.fullmatch(plain)
    number = number_in(found["number"]) if found else None
    if found is None or number is None:
        return None
    value, behind = number[0], number[1] or found["unit"]
    if behind == "%" or unit == "%":
        return Quantity(value=value / 100, is_percent=True), "%"
    return Quantity(value=value), behind
