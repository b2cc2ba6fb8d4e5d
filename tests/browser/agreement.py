"""The same figures and words on the page, in the PDF and in the workbook."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.workbook import Workbook

from tests.exports.office import recalculated, shown, values
from tests.exports.pdf_text import joined

FACE, INDICATORS, PAPER = "基本情况", "指标评价", "计算底稿"
SHARE = "D"
# What people read; the sheet, the row's label and, where several numbers stand beside it, the column of the cell.
FIGURES = (
    ("92.00", INDICATORS, "综合得分", "G"),
    ("91.00", PAPER, "合计", "F"),
    ("82.00%", PAPER, "预算完成率", SHARE),
    ("19.97%", PAPER, "预算调整率", SHARE),
    ("18.00%", PAPER, "结转结余率", SHARE),
    ("2,495.17", FACE, "预算执行金额（万元）", ""),
    ("3,043.01", PAPER, "全年预算数", ""),
    ("547.84", FACE, "年末结余金额（万元）", ""),
    ("16.07", PAPER, "本年结转结余（单位口径）", ""),
    ("484.00", FACE, "预算调整金额（万元）", ""),
)
# The official form has a place for the score the unit gives itself, none for the one the system computes.
NOT_ON_THE_FORM = {"91.00"}
SUMS = {"投入": "18.00", "过程": "31.00", "产出": "23.00", "效果": "20.00"}


def figures_agree(lists: str, form: str, pdf: Path, workbook: Path) -> None:
    """Each of `FIGURES` in the text of the list or of the form's page, in the PDF and in its cell of the workbook."""
    printed = joined(pdf.read_bytes())
    assert {figure for figure, *_ in FIGURES if figure not in lists + form} == set()
    assert {figure for figure, *_ in FIGURES if figure not in printed} == NOT_ON_THE_FORM
    book = values(workbook.read_bytes())
    for figure, sheet, label, column in FIGURES:
        assert shown(_cell_beside(book, sheet, label, column)) == figure, label


def texts_are_printed(document: dict[str, Any], pdf: Path) -> None:
    """Every character typed is found again, and what fits one line is found in one piece."""
    printed = joined(pdf.read_bytes())
    texts = list(_texts(document))
    typed = Counter(char for text in texts for char in text if not char.isspace())
    assert typed - Counter(printed) == Counter()
    short = ["".join(text.split()) for text in texts if len(text) < 12]
    assert len(short) > 20
    assert [text for text in short if text not in printed] == []


def workbook_recalculates(workbook: Path) -> None:
    """An office suite that computes every formula anew finds the same total, sums and grade."""
    content = workbook.read_bytes()
    stored, computed = values(content), recalculated({workbook.name: content})[workbook.name]
    for book in (stored, computed):
        assert shown(_cell_beside(book, INDICATORS, "综合得分", "G")) == "92.00"
        assert shown(_cell_beside(book, PAPER, "合计", "F")) == "91.00"
        assert _cell_beside(book, INDICATORS, "评价结果等次", "D").value == "优"
        found = {label: shown(_cell_beside(book, INDICATORS, label, "G")) for label in SUMS}
        assert found == SUMS


def _cell_beside(book: Workbook, sheet: str, label: str, column: str) -> Cell:
    """The cell in `column`, or else the first filled one, on the right of the first cell that says `label`."""
    for row in book[sheet].iter_rows():
        for place, cell in enumerate(row):
            if cell.value == label:
                beside = (each for each in row[place + 1 :] if each.value is not None)
                return next(each for each in beside if column in ("", each.column_letter))
    raise AssertionError(f"{sheet} has no {label}")


def _texts(document: dict[str, Any]) -> Iterator[str]:
    """Everything a person typed that is not a number."""
    yield from document["narratives"].values()
    yield from (document["department"][part] for part in ("name", "head", "phone"))
    for person in document["evaluators"]:
        yield from person.values()
    for entry in document["indicators"].values():
        yield from (entry[part] for part in ("analysis", "reason", "measure") if part in entry)
