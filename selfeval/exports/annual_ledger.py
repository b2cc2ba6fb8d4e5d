"""整改台账 and 未报送单位: what is to be put right, and who has reported nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from selfeval.domain.annual import Rectified, Unfiled, YearHead
from selfeval.domain.personal_data import without_personal_data
from selfeval.exports.annual_book import COUNT, HEAD_ROW, AnnualBook, Cells, Heading, write_row

NAME: Final = "整改台账"
UNFILED: Final = "未报送单位"
_FIRST: Final = HEAD_ROW + 1
_STATE: Final = 9
_HEADINGS: Final = (
    Heading(words="序号", width=6, layout=COUNT, look="centred"),
    Heading(words="编码", width=12),
    Heading(words="单位", width=20),
    Heading(words="来源", width=10, look="centred"),
    Heading(words="位置", width=16, look="wrapped"),
    Heading(words="问题", width=32, look="wrapped"),
    Heading(words="整改要求", width=28, look="wrapped"),
    Heading(words="下达日期", width=11, look="centred"),
    Heading(words="整改期限", width=11, look="centred"),
    Heading(words="状态", width=10, look="centred"),
    Heading(words="是否\n逾期", width=7, look="centred"),
    Heading(words="销号日期", width=11, look="centred"),
    Heading(words="最近一次反馈", width=32, look="wrapped"),
)
_UNFILED: Final = (
    Heading(words="序号", width=6, layout=COUNT, look="centred"),
    Heading(words="编码", width=14),
    Heading(words="单位", width=32),
    Heading(words="主管部门", width=28),
    Heading(words="现在的状态", width=18, look="centred"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """How many items are written, closed and overdue; the cells of their states, None of an empty ledger."""

    count: int
    closed: int
    overdue: int
    states: Cells | None


def write_ledger(book: AnnualBook, head: YearHead, items: Iterable[Rectified], *, hint: str) -> Ledger:
    """The sheet 整改台账, item by item."""
    sheet = book.sheet(NAME, title=f"{head.title} 整改台账", hint=hint)
    book.heads(sheet, _HEADINGS)
    sheet.freeze_panes(_FIRST, 3)
    count = closed = overdue = 0
    for item in items:
        count += 1
        closed += item.is_closed
        overdue += item.is_overdue
        write_row(book, sheet, HEAD_ROW + count, _HEADINGS, _values(count, item))
    if not count:
        sheet.write_string(_FIRST, 0, "没有下达整改事项。", book.look("hint"))
        return Ledger(count=0, closed=0, overdue=0, states=None)
    sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + count, len(_HEADINGS) - 1)
    sheet.repeat_rows(HEAD_ROW)
    states = Cells(sheet=NAME, first=_FIRST, last=HEAD_ROW + count, column=_STATE)
    return Ledger(count=count, closed=closed, overdue=overdue, states=states)


def write_unfiled(book: AnnualBook, head: YearHead, unfiled: tuple[Unfiled, ...]) -> Cells | None:
    """The sheet 未报送单位; returns the cells of the names, None where everybody reported."""
    hint = "按部门筛选，不按等次、状态筛选；免评的单位也列在这里。"
    sheet = book.sheet(UNFILED, title=f"{head.title} 未报送单位", hint=hint)
    book.heads(sheet, _UNFILED)
    sheet.freeze_panes(_FIRST, 3)
    if not unfiled:
        sheet.write_string(_FIRST, 0, "没有未报送的单位。", book.look("hint"))
        return None
    for number, each in enumerate(unfiled, 1):
        write_row(book, sheet, HEAD_ROW + number, _UNFILED, (number, each.code, each.name, each.above, each.why))
    sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + len(unfiled), len(_UNFILED) - 1)
    return Cells(sheet=UNFILED, first=_FIRST, last=HEAD_ROW + len(unfiled), column=2)


def _values(number: int, item: Rectified) -> tuple[str | int, ...]:
    return (
        number,
        item.code,
        item.unit,
        item.source,
        item.place,
        without_personal_data(item.words),
        without_personal_data(item.demand),
        item.issued,
        item.due,
        item.state,
        "逾期" if item.is_overdue else "",
        item.closed,
        without_personal_data(item.answer),
    )
