"""The tables of figures of a report: money, details, people, rates, tables filed. Every figure is the form's own."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import money_in_unit
from selfeval.domain.filing import Filing
from selfeval.domain.framework import Column as FieldColumn
from selfeval.domain.framework import Field, FieldKind, Framework
from selfeval.domain.report_drafting import STAFF
from selfeval.exports.cells import CellMaker
from selfeval.exports.document import MISSING, Fact, FormDocument, Kind, date_text, value_role
from selfeval.exports.printable import lines_of, on_one_line
from selfeval.exports.report_document import Align, Column, Table, TableCell, TableRow, row

_PARTS: Final = (".total", ".excluded", ".counted")
_ITEM: Final = "item:"
_MOST_HEADS: Final = 6
_STAFF_ROLES: Final = frozenset(value_role(code) for _, code in STAFF)
_WORDS: Final = (FieldKind.TEXT, FieldKind.DATE, FieldKind.FLAG, FieldKind.CHOICE)


class FigureTables:
    """Makes them from the form of a filing; `filing` is that filing with its links resolved."""

    def __init__(self, *, framework: Framework, filing: Filing, form: FormDocument) -> None:
        self._framework = framework
        self._filing = filing
        self._form = form
        self._unit = f"单位：{form.money_unit}"

    def funds(self) -> Iterator[Table]:
        """Amounts of money. Labels of the form `row·column` make a table of rows and columns, the rest a list."""
        money = [fact for fact in self._figures() if fact.cell.kind is Kind.MONEY and not _is_detail(fact)]
        crossed = _crossed(money)
        if crossed is not None:
            yield self._cross(*crossed)
            money = [fact for fact in money if "·" not in fact.label]
        if money:
            yield _list("资金情况", money, self._unit)

    def items(self) -> Iterator[Table]:
        """The rows of itemised amounts with their sums, all fields in one table."""
        details = [fact for fact in self._figures() if _is_detail(fact)]
        rows: list[TableRow] = []
        last = ""
        for fact in details:
            is_item = fact.cell.role.startswith(_ITEM)
            field, _, label = fact.label.partition("·")
            if is_item and field != last:
                last = field
                rows.append(TableRow(cells=(TableCell(text=field, span=2),), is_strong=True, leads=True))
            if is_item:
                rows.append(row(label, fact.cell.text))
            elif fact.cell.text != MISSING:
                rows.append(row(fact.label, fact.cell.text, is_strong=True))
        if rows:
            columns = (Column(head="项目", width=3), Column(head="金额", width=1, align=Align.RIGHT))
            yield Table(caption="有关明细", unit=self._unit, columns=columns, rows=tuple(rows))

    def staff(self) -> Iterator[Table]:
        """编制, 在职 and other people, as many of them as the framework asks for."""
        people = [fact for fact in self._figures() if fact.cell.role in _STAFF_ROLES]
        if people:
            yield _list("人员情况", people, "单位：人")

    def figures(self) -> Iterator[Table]:
        """Every figure that is neither money nor people, and what was filed in words."""
        figures = self._figures()
        numbers = [fact for fact in figures if fact.cell.kind is not Kind.MONEY and fact.cell.role not in _STAFF_ROLES]
        rows = [row(fact.label, fact.cell.text) for fact in numbers]
        rows += [row(field.label, self._words(field)) for field in self._framework.fields if field.kind in _WORDS]
        if rows:
            columns = (Column(head="项目", width=2), Column(head="内容", width=3))
            yield Table(caption="其他填报数据", columns=columns, rows=tuple(rows))

    def rates(self) -> Iterator[Table]:
        """Every rate with what it is computed from."""
        rows = [each for each in self._form.working_paper.rows if each.rate.text != MISSING or each.rate.formula]
        if rows:
            columns = (
                Column(head="指标", width=5),
                Column(head="分子", width=3, align=Align.RIGHT),
                Column(head="分母", width=3, align=Align.RIGHT),
                Column(head="结果", width=3, align=Align.RIGHT),
            )
            cells = (row(each.name, each.numerator.text, each.denominator.text, each.rate.text) for each in rows)
            yield Table(caption="有关比率", columns=columns, rows=tuple(cells))

    def tasks(self) -> Iterator[Table]:
        """The tables of the form: one each; a table of many columns a row as label and text."""
        for field in self._framework.fields:
            if field.kind is FieldKind.TABLE:
                yield self._filed_table(field)

    def _figures(self) -> tuple[Fact, ...]:
        """All figures; one on the face of the form has no role of its own in the working paper, so it takes none."""
        return self._form.working_paper.figures

    def _cross(self, names: list[str], heads: list[str], texts: dict[tuple[str, str], str]) -> Table:
        columns = (Column(head="资金", width=2), *(Column(head=head, width=1, align=Align.RIGHT) for head in heads))
        rows = tuple(row(name, *(texts.get((name, head), MISSING) for head in heads)) for name in names)
        return Table(caption="资金情况", unit=self._unit, columns=columns, rows=rows)

    def _filed_table(self, field: Field) -> Table:
        """A record in as many rows as it has columns, under its number: ten columns side by side cannot be read."""
        stored = self._filing.fields.get(field.code)
        records = [each for each in stored if isinstance(each, Mapping)] if isinstance(stored, tuple) else []
        rows: list[TableRow] = []
        for number, record in enumerate(records, 1):
            rows.append(TableRow(cells=(TableCell(text=f"第{number}项", span=2),), is_strong=True, leads=True))
            rows += [row(column.label, self._cell(column, record.get(column.code))) for column in field.columns]
        columns = (Column(head="栏目", width=1), Column(head="内容", width=3))
        has_money = any(column.kind is FieldKind.MONEY for column in field.columns)
        return Table(
            caption=field.label,
            unit=self._unit if has_money else "",
            columns=columns,
            rows=tuple(rows) or (row(MISSING, MISSING),),
        )

    def _cell(self, column: FieldColumn, value: object) -> str:
        if isinstance(value, Decimal):
            is_money = column.kind is FieldKind.MONEY
            amount = money_in_unit(value, self._framework.money_unit) if is_money else value
            return CellMaker(self._framework.rounding).figure(amount, column.kind).text
        return _in_words(value)

    def _words(self, field: Field) -> str:
        return _in_words(self._filing.fields.get(field.code))


def _in_words(value: object) -> str:
    match value:
        case bool():
            return "是" if value else "否"
        case date():
            return date_text(value)
        case str():
            return "\n".join(lines_of(value)) or MISSING
    return MISSING


def _is_detail(fact: Fact) -> bool:
    return fact.cell.role.startswith(_ITEM) or fact.cell.role.endswith(_PARTS)


def _crossed(facts: list[Fact]) -> tuple[list[str], list[str], dict[tuple[str, str], str]] | None:
    """Rows, columns and texts of labels `row·column`; None unless they make a table, each in a place of its own."""
    dotted = [fact for fact in facts if "·" in fact.label]
    texts = {}
    for fact in dotted:
        name, _, head = fact.label.partition("·")
        texts[on_one_line(name), on_one_line(head)] = fact.cell.text
    names = list(dict.fromkeys(name for name, _ in texts))
    heads = list(dict.fromkeys(head for _, head in texts))
    is_table = len(texts) == len(dotted) and len(names) > 1 < len(heads) <= _MOST_HEADS
    return (names, heads, texts) if is_table else None


def _list(caption: str, facts: list[Fact], unit: str) -> Table:
    """Labels and figures, two pairs side by side, read down the left pair first."""
    half = (len(facts) + 1) // 2
    left, right = facts[:half], facts[half:]
    rows = []
    for number, fact in enumerate(left):
        beside = (right[number].label, right[number].cell.text) if number < len(right) else ("", "")
        rows.append(row(fact.label, fact.cell.text, *beside))
    pair = (Column(head="项目", width=5), Column(head="数额", width=3, align=Align.RIGHT))
    return Table(caption=caption, unit=unit, columns=(*pair, *pair), rows=tuple(rows))
