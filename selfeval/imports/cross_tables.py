"""Tables of money read both ways: the field 年度资金总额·年初预算数 stands in row 年度资金总额, column 年初预算数."""

from decimal import Decimal
from itertools import pairwise
from typing import Final

from selfeval.domain.amounts import AmountFault, MoneyUnit, money_in_yuan
from selfeval.domain.filing import FieldValue
from selfeval.domain.framework import Field, FieldKind, Framework
from selfeval.imports.raw import Cell, Line, RawForm, Row
from selfeval.imports.understood import Blank, NotUnderstood, PlacedText, Source
from selfeval.imports.words import is_blank, label_of, number_in, unit_in, unit_named

# Words that forms set before the label of a row, or leave out.
_PREFIXES: Final = ("其中:", "其中")


class CrossTables:
    """The figures of such tables; money in yuan, with what else was noticed."""

    def __init__(self, framework: Framework, money_unit: Decimal | None) -> None:
        self._unit = money_unit or framework.money_unit.yuan
        self._by_label: dict[str, Field] = {}
        self._columns: set[str] = set()
        for each in framework.fields:
            row, dot, column = each.label.partition("·")
            if dot and each.kind is FieldKind.MONEY:
                self._columns.add(label_of(column))
                self._by_label[_bare(label_of(row)) + label_of(column)] = each
        self.fields: dict[str, FieldValue] = {}
        self.sources: dict[str, Source] = {}
        self.blanks: list[Blank] = []
        self.not_understood: list[NotUnderstood] = []
        self.rows: list[Row] = []

    def read(self, raw: RawForm) -> None:
        """Read every row below a head that names two such columns or more."""
        head: Row | None = None
        for row in raw.rows if self._columns else ():
            if sum(label_of(cell.text) in self._columns for cell in row.filled) > 1:
                head = row
                self.rows.append(row)
            elif head is not None and row.table == head.table:
                self._row(head, row)
            else:
                head = None

    def _row(self, head: Row, row: Row) -> None:
        for label in row.filled:
            for column in head.filled:
                known = self._by_label.get(_bare(label_of(label.text)) + label_of(column.text))
                value = next((each for each in row.cells if each.column == column.column), None)
                if known is not None and value is not None and known.code not in self.fields:
                    self._figure(known, column, value)
                    self.rows.append(row)

    def _figure(self, known: Field, column: Cell, value: Cell) -> None:
        box = f"fields.{known.code}"
        if is_blank(value.text):
            self.blanks.append(Blank(box=box, label=known.label, place=value.place))
            return
        number = number_in(value.text)
        worth = None if number is None else unit_named(number[1]) or unit_in(column.text) or self._unit
        try:
            if number is None or worth is None or number[1] == "%":
                raise AmountFault(found=value.text, expected=f"{known.label}应是一个数")
            self.fields[known.code] = money_in_yuan(number[0] * worth, unit=MoneyUnit.YUAN, found=value.text)
            self.sources[box] = Source(place=value.place, start=value.start, end=value.end)
        except AmountFault as fault:
            words = value.text.strip()[:60]
            self.not_understood.append(NotUnderstood(place=value.place, words=words, why=fault.expected))


def _bare(label: str) -> str:
    for prefix in _PREFIXES:
        label = label.removeprefix(prefix)
    return label


def texts_below_heads(raw: RawForm, framework: Framework) -> tuple[dict[str, PlacedText], dict[str, Line], list[Row]]:
    """Texts whose title is read both ways: 年度总体目标 at the side, 预期目标 on top, the text in the cell below.

    By the narrative's code, with the line of the head and the rows that were read.
    """
    texts: dict[str, PlacedText] = {}
    titles: dict[str, Line] = {}
    rows: list[Row] = []
    heads = {label_of(each.title.rpartition("：")[2]): each.code for each in framework.narratives if "：" in each.title}
    sides = {label_of(each.title.rpartition("：")[0]) for each in framework.narratives if "：" in each.title}
    for head, below in pairwise(raw.rows):
        labels = {label_of(cell.text) for cell in head.filled}
        if head.table != below.table or not labels & sides or not labels & set(heads):
            continue
        rows += [head, below]
        for cell in head.filled:
            code = heads.get(label_of(cell.text))
            value = next((each for each in below.cells if each.column == cell.column), None)
            if code is not None and value is not None and value.text.strip() and code not in texts:
                start = value.start + len(value.text) - len(value.text.lstrip())
                texts[code] = PlacedText(text=value.text.strip(), stretches=((0, start),))
                titles[code] = Line(text=cell.text, place=cell.place, start=cell.start, row=head)
    return texts, titles, rows
