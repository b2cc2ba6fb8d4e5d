"""The unit's own indicators (个性指标) among the rows of an indicator table, where the framework takes them."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from selfeval.domain.filing import IndicatorEntry, OwnIndicator, TargetSign
from selfeval.domain.framework import Framework, Indicator
from selfeval.imports.indicator_columns import Columns
from selfeval.imports.indicator_rows import LeftOver
from selfeval.imports.own_told import PARTS, ToldRow, entry_of, quantity, sign_of, told_by
from selfeval.imports.raw import Cell, Row
from selfeval.imports.understood import NotUnderstood, Source
from selfeval.imports.words import is_blank, label_of, number_in

_CONTINUED: Final = "(续)"
_IS_CORE: Final = "是"


@dataclass(slots=True, kw_only=True)
class OwnRows:
    """What was read; `rows` are those taken up.

    `told` is by indicator what 计算分析情况 says from the sentence of the score on; empty where columns tell it all.
    """

    indicators: list[OwnIndicator] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    not_understood: list[NotUnderstood] = field(default_factory=list)


@dataclass(slots=True)
class _Whole:
    """A row with all of its long text, which may go on in rows below it."""

    left: LeftOver
    text: str
    more: list[Row] = field(default_factory=list)


def read_own_rows(framework: Framework, left_over: list[LeftOver]) -> OwnRows:
    """The own indicators of rows with a name and points: with columns of targets, or with our own words for them."""
    reader = _Reader(framework)
    for each in _joined(left_over):
        reader.read(each)
    return reader.found


def _joined(left_over: Iterable[LeftOver]) -> list[_Whole]:
    """Rows that say no more than what goes on from above are put to the row they belong to."""
    found: list[_Whole] = []
    for each in left_over:
        cell = each.columns.cell(each.row, None, each.columns.text)
        text = "" if cell is None or is_blank(cell.text) else cell.text
        if found and text and _goes_on(each):
            found[-1].text += text
            found[-1].more.append(each.row)
        else:
            found.append(_Whole(each, text))
    return found


def _goes_on(left: LeftOver) -> bool:
    names = [label_of(cell.text) for cell in left.row.filled if cell.column < left.columns.first]
    others = (_text(left.columns, left.row, key) for key in ("points", "score", "target"))
    return not any(others) and all(name.endswith(_CONTINUED) for name in names[-1:])


class _Reader:
    def __init__(self, framework: Framework) -> None:
        self._nodes = {node.code: node for node in framework.own_nodes}
        self._groups = {label_of(name): (name, node) for node in framework.own_nodes for name in node.own_groups}
        # The label of a group stands once beside all its rows.
        self._group, self._under = "", None if not self._nodes else next(iter(self._nodes.values()))
        self._has_group = False
        self.found = OwnRows()

    def read(self, whole: _Whole) -> None:
        """Take up one row, where it is one."""
        columns, row = whole.left.columns, whole.left.row
        rest = self._names(whole.left)
        points = _number(columns, row, "points")
        if points is None or points <= 0 or not rest:
            return
        if columns.has_targets and self._has_group and self._under is not None:
            own, told = _own(whole, self._under, self._group, rest[-1].text, points), ""
        elif (under := self._nodes.get(whole.left.above)) is None:
            return
        else:
            group = self._group if self._has_group and self._under is under else ""
            score = _number(columns, row, "score")
            made = told_by(
                ToldRow(under=under, group=group, name=rest[-1].text, points=points, score=score, text=whole.text)
            )
            own, told = made.indicator, made.rest
            if not made.knows_group:
                why = f"没有印出属于哪一类指标，按“{own.group}”读，请核对"
                self.found.not_understood.append(NotUnderstood(place=rest[-1].place, words=own.name, why=why))
        self.found.indicators.append(own)
        self.found.told.append(told)
        self.found.sources.append(Source(place=rest[-1].place, start=row.start, end=row.end))
        self.found.rows += [row, *whole.more]

    def _names(self, left: LeftOver) -> list[Cell]:
        """The cells that may name the indicator; the label of a group is remembered for the rows below."""
        names = [cell for cell in left.row.filled if cell.column < left.columns.first]
        rest = []
        for cell in names:
            label = label_of(cell.text)
            known = self._groups.get(label) or self._groups.get(f"{label}指标")
            is_here = known is not None and (left.columns.has_targets or known[1].code == left.above)
            # A unit may call its one indicator as the group is called.
            if known is not None and is_here and (cell is not names[-1] or len(names) == 1):
                self._group, self._under, self._has_group = known[0], known[1], True
            else:
                rest.append(cell)
        return rest


def _own(whole: _Whole, under: Indicator, group: str, name: str, points: Decimal) -> OwnIndicator:
    columns, row = whole.left.columns, whole.left.row
    target, unit = _text(columns, row, "target"), _text(columns, row, "unit")
    sign, plain = sign_of(_text(columns, row, "sign"), target)
    actual, adjusted = _text(columns, row, "actual"), _text(columns, row, "adjusted")
    wanted, changed, reached = (quantity(each, unit) for each in (plain, adjusted, actual))
    entry = _said(_number(columns, row, "score"), " ".join(whole.text.split()))
    own = OwnIndicator(
        under=under.code,
        group=group,
        name=" ".join(name.split()),
        sign=sign,
        points=points,
        unit=unit or ("" if wanted is None else wanted[1]),
        is_core=_text(columns, row, "core") == _IS_CORE,
        entry=entry,
    )
    if sign is TargetSign.QUALITATIVE or wanted is None:
        own = replace(own, sign=TargetSign.QUALITATIVE, target_words=target)
        return replace(own, adjusted_target_words=adjusted, actual_words=actual)
    return replace(
        own, target=wanted[0], adjusted_target=changed and changed[0], actual=None if reached is None else reached[0]
    )


def _said(score: Decimal | None, text: str) -> IndicatorEntry:
    """原因 and 改进措施 where the words name them, as our own sheets do; else all of it is the reason."""
    if PARTS.search(text):
        return entry_of(score, text)
    return IndicatorEntry(self_score=score, reason=text)


def _text(columns: Columns, row: Row, key: str) -> str:
    cell = columns.cell(row, None, key)
    return "" if cell is None or is_blank(cell.text) else " ".join(cell.text.split())


def _number(columns: Columns, row: Row, key: str) -> Decimal | None:
    number = number_in(_text(columns, row, key))
    return number[0] if number is not None and number[1] in ("", "分") else None
