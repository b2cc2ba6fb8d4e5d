"""The indicator table of a form: what was filed on each indicator, the sums printed, the total and the grade."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final

from selfeval.domain.filing import IndicatorEntry
from selfeval.domain.framework import Framework, Indicator
from selfeval.domain.scoring.rules import Manual
from selfeval.imports.indicator_columns import Columns, columns_in
from selfeval.imports.raw import Cell, RawForm, Row
from selfeval.imports.understood import Blank, NotUnderstood, PlacedText, Source
from selfeval.imports.words import is_blank, label_of, number_in, squeezed

_NOT_APPLICABLE: Final = re.compile(r"不涉及|不适用")
_TOTALS: Final = frozenset({"综合得分", "总分", "合计", "总计", "自评总分", "合计得分"})
_GRADES: Final = frozenset({"评价结果等次", "评价等次", "等次", "评价等级", "自评等级"})
_CONTINUED: Final = "(续)"
# The one row of the table of funds that is scored, since 2020.
SCORED_FUNDS: Final = "预算执行率"
_ALSO_CALLED: Final = {"年度资金总额": SCORED_FUNDS, "部门整体支出总额": SCORED_FUNDS}
# So short a name means it only where points and scores stand beside it.
_CALLED_BELOW_A_HEAD: Final = {"总额": SCORED_FUNDS}
_SUBTOTALS: Final = frozenset({"小计", "合计"})
_HAN_PAIR: Final = re.compile(r"[\u4e00-\u9fff]{4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOver:
    """A row below a head that bears no name of the framework; `above` is the node named last before it."""

    columns: Columns
    row: Row
    above: str


@dataclass(slots=True, kw_only=True)
class IndicatorTable:
    """What the table says; filled while it is read. `texts` are the analyses with their place, by box."""

    entries: dict[str, IndicatorEntry] = field(default_factory=dict)
    texts: dict[str, PlacedText] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    sums: dict[str, Decimal] = field(default_factory=dict)
    total: Decimal | None = None
    grade: str = ""
    rows: list[Row] = field(default_factory=list)
    blanks: list[Blank] = field(default_factory=list)
    not_understood: list[NotUnderstood] = field(default_factory=list)
    left_over: list[LeftOver] = field(default_factory=list)


def read_indicators(raw: RawForm, framework: Framework) -> IndicatorTable:
    """The indicator table of `raw` by the names of `framework`."""
    reader = _Reader(framework, is_flat=raw.kind == "txt")
    for row in raw.rows:
        reader.read(row)
    return reader.table


class _Reader:
    def __init__(self, framework: Framework, *, is_flat: bool) -> None:
        self._framework = framework
        self._is_flat = is_flat
        self._nodes: dict[str, list[Indicator]] = {}
        for node in framework.nodes.values():
            self._nodes.setdefault(label_of(node.name), []).append(node)
        self._columns = Columns(table=0)
        self._above = ""
        self._last = ""
        self.table = IndicatorTable()

    def read(self, row: Row) -> None:
        """Take up one row, whatever it is."""
        if not row.filled:
            return
        head = columns_in(row)
        if head is not None:
            # The rows of a flat copy leave out what is merged, so that its columns do not count.
            self._columns = Columns(table=row.table) if self._is_flat and not head.has_targets else head
            self.table.rows.append(row)
            return
        if row.table != self._columns.table:
            self._columns = Columns(table=row.table)
        if self._named(row) or self._summed(row) or self._continued(row) or self._nameless(row):
            self.table.rows.append(row)
        elif self._columns.places:
            # What goes on below belongs to this row.
            self._last = ""
            self.table.left_over.append(LeftOver(columns=self._columns, row=row, above=self._above))

    def _names(self, row: Row) -> Iterator[tuple[Cell, str]]:
        """The cells of a row that may name something; under a head only those before its first column."""
        for cell in row.filled:
            if self._columns.places and cell.column >= self._columns.first:
                return
            label = label_of(cell.text)
            called = _ALSO_CALLED | _CALLED_BELOW_A_HEAD if self._columns.places else _ALSO_CALLED
            yield cell, called.get(label, label)

    def _named(self, row: Row) -> bool:
        found = self._found_in(row)
        if found is None:
            return False
        cell, node = found
        keys = ("reference", "points", "score", self._columns.text)
        values = [self._columns.cell(row, cell, key) for key in keys]
        if node.is_leaf and not self._is_subtotal(row):
            if any(each is not None and each.text.strip() for each in values):
                self._leaf(row, cell, node)
                return True
            return False
        if self._columns.places and any(self._is_unknown(label) for _, label in self._names(row)):
            # The name of a group beside the first of what the unit added below it.
            return False
        score = values[2]
        if score is None or number_in(score.text) is None:
            # The name of a group alone, or beside a row that goes on with what is above.
            return len(row.filled) == 1
        self.table.sums[node.code] = self._number(row, cell, "score") or Decimal(0)
        self.table.sources[f"indicators.{node.code}"] = Source(place=cell.place, start=cell.start, end=row.end)
        return True

    def _is_subtotal(self, row: Row) -> bool:
        return any(label in _SUBTOTALS for _, label in self._names(row))

    def _is_unknown(self, label: str) -> bool:
        return label not in self._nodes and label not in _SUBTOTALS

    def _found_in(self, row: Row) -> tuple[Cell, Indicator] | None:
        """The last indicator a row names, else the first group; groups are remembered for the rows below."""
        found: tuple[Cell, Indicator] | None = None
        for cell, label in self._names(row):
            for node in self._nodes.get(label, ()):
                if not node.is_leaf:
                    self._above = node.code
                    found = found or (cell, node)
            leaf = self._leaf_named(label)
            if leaf is not None:
                found = cell, leaf
        return found

    def _leaf_named(self, label: str) -> Indicator | None:
        """The first indicator of that name not read yet, below the group named last where one of them is."""
        leaves = [node for node in self._nodes.get(label, ()) if node.is_leaf and node.code not in self.table.entries]
        below = [leaf for leaf in leaves if self._above and leaf.code.startswith(f"{self._above}.")]
        return next(iter(below or leaves), None)

    def _leaf(self, row: Row, name: Cell | None, leaf: Indicator) -> None:
        reference = self._number(row, name, "reference")
        points = self._number(row, name, "points")
        score = self._number(row, name, "score")
        text_cell, key = self._columns.cell(row, name, self._columns.text), self._columns.text
        text = "" if text_cell is None or is_blank(text_cell.text) else text_cell.text.strip()
        is_out = score is None and bool(_NOT_APPLICABLE.search(text))
        box = f"indicators.{leaf.code}"
        if text and text_cell is not None:
            start = text_cell.start + text_cell.text.index(text)
            self.table.texts[f"{box}.{key}"] = PlacedText(text=text, stretches=((0, start),))
        if reference is not None and reference != leaf.points:
            self._wonder(row, f"{leaf.name}的参考分值{reference}，指标体系里是{leaf.points}")
        entry = IndicatorEntry(
            set_points=None if points is None or points == leaf.points else points,
            self_score=score,
            analysis=text if key == "analysis" else "",
            reason=text if key == "reason" else "",
            is_applicable=not is_out,
            points=score if isinstance(leaf.rule, Manual) else None,
        )
        self.table.entries[leaf.code] = replace(entry, set_points=None) if is_out else entry
        self.table.sources[box] = Source(place=(name or row.cells[0]).place, start=row.start, end=row.end)
        self._last = leaf.code
        if score is None and not is_out:
            self.table.blanks.append(
                Blank(box=f"{box}.self_score", label=f"{leaf.name}的评价得分", place=(name or row.cells[0]).place)
            )

    def _number(self, row: Row, name: Cell | None, key: str) -> Decimal | None:
        cell = self._columns.cell(row, name, key)
        if cell is None or is_blank(cell.text) or set(squeezed(cell.text)) == {"-"}:
            return None
        number = number_in(cell.text)
        if number is None or number[1] not in ("", "分"):
            self._wonder(row, "这里应是分数", cell.text)
            return None
        return number[0]

    def _wonder(self, row: Row, why: str, words: str = "") -> None:
        shown = words or "　".join(cell.text.strip() for cell in row.filled)
        self.table.not_understood.append(NotUnderstood(place=row.filled[0].place, words=shown.strip()[:60], why=why))

    def _summed(self, row: Row) -> bool:
        first = row.filled[0]
        label = label_of(first.text)
        behind = row.filled[1:]
        if label in _TOTALS and self.table.total is None:
            score = self._columns.cell(row, first, "score") if self._columns.places else None
            last = score or (behind[-1] if behind else None)
            number = number_in(last.text) if last is not None else None
            if number is None:
                self.table.blanks.append(Blank(box="total", label="综合得分", place=first.place))
            else:
                self.table.total = number[0]
            return True
        if label not in _GRADES:
            return False
        self.table.grade = "" if not behind or is_blank(behind[0].text) else behind[0].text.strip()
        if not self.table.grade:
            self.table.blanks.append(Blank(box="grade", label="评价结果等次", place=first.place))
        return True

    def _continued(self, row: Row) -> bool:
        """A row that goes on with the text above, from one page to the next: no name, or the name and （续）."""
        if not self._last or not self._columns.places:
            return False
        names = [label for _, label in self._names(row) if label not in self._nodes]
        key = self._columns.text
        text = self._columns.cell(row, None, key)
        others = [self._columns.cell(row, None, key) for key in ("reference", "points", "score")]
        # Labels at the side are printed anew on every page, some with their points behind them.
        is_more = all(name.endswith(_CONTINUED) for name in names[-1:]) and not any(
            each and each.text.strip() for each in others
        )
        if not is_more or text is None or not text.text.strip():
            return False
        box = f"indicators.{self._last}.{key}"
        before = self.table.texts.get(box, PlacedText(text="", stretches=()))
        placed = PlacedText(text=before.text + text.text, stretches=(*before.stretches, (len(before.text), text.start)))
        self.table.texts[box] = placed
        entry = self.table.entries[self._last]
        longer = replace(entry, reason=placed.text) if key == "reason" else replace(entry, analysis=placed.text)
        self.table.entries[self._last] = longer
        return True

    def _nameless(self, row: Row) -> bool:
        """A row that lost its name: told by its points and the words of its analysis, and always said so."""
        if self._columns.places and any(True for _ in self._names(row)):
            return False
        if any(label in self._nodes for _, label in self._names(row)):
            return False
        points = self._columns.cell(row, None, "reference")
        number = number_in(points.text) if points is not None else None
        text = self._columns.cell(row, None, "analysis")
        if (
            number is None
            or number[1]
            or text is None
            or len(row.cells) < 4
            or not _HAN_PAIR.search(squeezed(text.text))
        ):
            return False
        leaves = [
            leaf for leaf in self._framework.leaves if leaf.points == number[0] and _shares_words(leaf, text.text)
        ]
        if len(leaves) != 1 or leaves[0].code in self.table.entries:
            self._wonder(row, "这一行没有指标名，认不出是哪个指标")
            return True
        self._wonder(row, f"这一行没有指标名，按参考分值和文字认作“{leaves[0].name}”，请核对")
        self._leaf(row, None, leaves[0])
        return True


def _shares_words(leaf: Indicator, text: str) -> bool:
    """Whether four characters of a name in a row stand in a text: 固定资产."""
    name, said = squeezed(leaf.name), squeezed(text)
    return any(name[start : start + 4] in said for start in range(len(name) - 3))
