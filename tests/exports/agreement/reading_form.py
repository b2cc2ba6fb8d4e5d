"""The figures of a form by their codes, found in its tables by where each must stand: the page's and the paper's."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.exports.layout import LABEL_COLUMNS, Funds, GradeAt, Prints, Subtotals
from tests.exports.agreement.expected import Texts
from tests.exports.agreement.filings import Case
from tests.exports.agreement.form_tables import Row, Table, squeezed

# What a column is headed for, and the start of the codes of what it prints.
LEAF_COLUMNS: Final = {
    Prints.REFERENCE_POINTS: "reference",
    Prints.SET_POINTS: "set",
    Prints.SELF_SCORE: "self",
    Prints.COEFFICIENT: "coefficient",
}
# What they print of the unit's own indicators; the others have a limit of the framework's there.
OWN_COLUMNS: Final = (
    Prints.SIGN,
    Prints.TARGET,
    Prints.SIGNED_TARGET,
    Prints.ADJUSTED_TARGET,
    Prints.ACTUAL,
    Prints.UNIT,
)
FUNDS_COLUMNS: Final = {Funds.ORIGINAL: "original", Funds.FULL: "full", Funds.ACTUAL: "actual"}
LABELLED: Final = re.compile(r"(.*?)（?([\d,.]+|—)分）?")


def figures_of_form(case: Case, tables: list[Table]) -> dict[str, Texts]:
    """By part of the form, its figures by code."""
    found = {"facts": {}, "funds": {}, "tasks": {}, "indicators": {}, "sums": {}, "people": {"people": "0"}}
    for table in tables:
        match table.css:
            case "facts":
                found["facts"] = dict(_facts(case, table))
            case "funds":
                found["funds"] = dict(_funds(case, table))
            case "tasks":
                found["tasks"] = dict(_tasks(case, table))
            case "indicators":
                found["indicators"] = dict(_leaves(case, table))
                found["sums"] = dict(_sums(case, table))
            case "people":
                found["people"] = {"people": f"{sum(row.cells[-4] != '—' for row in table.rows)}"}
    return found


def _facts(case: Case, table: Table) -> Iterator[tuple[str, str]]:
    codes = {squeezed(field.label): field.code for field in case.framework.fields}
    unit = f"（{case.framework.money_unit.label}）"
    for row in table.rows:
        for label, text in zip(row.cells[::2], row.cells[1::2], strict=True):
            if (name := label.removesuffix(unit)) in codes:
                yield f"field:{codes[name]}", text


def _funds(case: Case, table: Table) -> Iterator[tuple[str, str]]:
    layout = case.layout.funds
    assert layout is not None
    for number, (wanted, row) in enumerate(zip(layout.rows, table.rows, strict=False)):
        # On the page a label at the side covers rows, which then have a cell less.
        label, *cells = row.cells[-len(layout.columns) :]
        assert label == squeezed(wanted.label), f"{case.name}: {row.cells}"
        for column, text in zip(layout.columns[1:], cells, strict=True):
            if key := FUNDS_COLUMNS.get(column.prints):
                code = getattr(wanted, key)
                yield (f"field:{code}" if code else f"empty:{number}:{key}"), text
            elif column.prints is Funds.RATE:
                yield f"funds-rate:{number}", text
            elif not number and column.prints in (Funds.POINTS, Funds.SCORE):
                yield f"{'set' if column.prints is Funds.POINTS else 'self'}:{layout.indicator}", text


def _tasks(case: Case, table: Table) -> Iterator[tuple[str, str]]:
    layout = case.layout.tasks
    assert layout is not None
    kinds = {column.code for column in case.framework.fields_by_code[layout.field].columns if column.kind == "money"}
    for number, row in enumerate(table.rows):
        for column, text in zip(layout.columns, row.cells[-len(layout.columns) :], strict=True):
            if column.code in kinds:
                yield f"task:{number}:{column.code}", text


def _leaves(case: Case, table: Table) -> Iterator[tuple[str, str]]:
    columns = case.layout.indicators.columns[LABEL_COLUMNS:]
    for row in table.rows:
        if row.code not in case.sheet.indicators:
            continue
        for column, text in zip(columns, row.cells[-len(columns) :], strict=True):
            if column.prints in LEAF_COLUMNS:
                yield f"{LEAF_COLUMNS[column.prints]}:{row.code}", text
            elif column.prints is Prints.ANALYSIS:
                yield f"trace:{row.code}", told(case, row.code, text)
            elif column.prints in OWN_COLUMNS and row.code in case.assessment.filing.own_by_code:
                yield f"own-{column.prints.value}:{row.code}", text


def told(case: Case, code: str, text: str) -> str:
    """The sentence that explains a score, where it stands in `text` whole; else all of `text`."""
    trace = squeezed(case.sheet.indicators[code].trace)
    return trace if trace in squeezed(text) else text


def _sums(case: Case, table: Table) -> Iterator[tuple[str, str]]:
    columns, total = case.layout.indicators.columns, case.layout.total
    beside = len(columns) - next(
        place for place, each in enumerate(columns) if each.prints in (Prints.ANALYSIS, Prints.EXPLANATION)
    )
    subtotals = [row for row in table.rows if "sub" in row.css.split()]
    if case.layout.indicators.subtotals is Subtotals.ROW:
        for root, row in zip(case.framework.indicators, subtotals, strict=True):
            yield from ((f"group-{key}:{root.code}", text) for key, text in _summed(case, row))
            if case.framework.has_grade_groups:
                yield f"group-grade:{root.code}", row.cells[-beside].removeprefix("等次：")
    else:
        roots = {squeezed(root.name): root.code for root in case.framework.indicators}
        for label in table.labels.values():
            read = LABELLED.fullmatch(label)
            assert read is not None, f"{case.name}: {label}"
            yield f"group-set:{roots[read[1]]}", read[2]
    sums = [row for row in table.rows if "sum" in row.css.split()]
    yield from ((f"total-{key}", text) for key, text in _summed(case, sums[0]))
    is_beside = total.grade is GradeAt.BESIDE
    grade = sums[0].cells[-beside].removeprefix(f"{total.grade_label}：") if is_beside else sums[1].cells[-1]
    yield "total-grade", grade


def _summed(case: Case, row: Row) -> Iterator[tuple[str, str]]:
    columns = case.layout.indicators.columns
    for place, column in enumerate(columns):
        if column.prints in LEAF_COLUMNS and column.prints is not Prints.COEFFICIENT:
            yield LEAF_COLUMNS[column.prints], row.cells[place - len(columns)]
