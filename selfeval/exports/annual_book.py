"""The workbook of a year while it is written: its looks, its sheets, and how a text or a sum stands in a cell.

Rows are written one after the other and leave memory at once (`constant_memory`). What people typed is always written
as text. Every sum is a live formula that carries its value, so that a viewer which does not compute shows the same.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import quote_sheetname, xl_range, xl_range_abs
from xlsxwriter.worksheet import Worksheet

from selfeval.domain.amounts import MoneyUnit
from selfeval.domain.annual import YearHead
from selfeval.domain.framework import MONEY_KINDS, FieldKind
from selfeval.domain.long_texts import Overflow
from selfeval.exports.excel import NO_DATE
from selfeval.exports.excel_sheet import CHINESE_CHARSET
from selfeval.exports.printable import printable

ACCENT: Final = "#1F5699"
# Sums are rounded here: far finer than what is added, far coarser than what adding binary numbers leaves over.
SUM_PLACES: Final = 6
HEAD_ROW: Final = 3
HEAD_HEIGHT: Final = 32
# Rows of data; a sheet of Excel ends at 1,048,576, and the heads and sums take a few.
MOST_ROWS: Final = 1_048_500
_A3: Final = 8
_A4: Final = 9
_WIDE_SCALE: Final = 70
_LANDSCAPE_FOOT: Final = "&L&9{words}&R&9第 &P 页，共 &N 页"
_LONGEST_FOOT: Final = 200
_SHORT: Final = 200
_FACE: Final = {"font_name": "Noto Sans CJK SC", "font_size": 10, "font_charset": CHINESE_CHARSET}
_RULE: Final = "#C9D1DA"
_BOXED: Final = {"border": 1, "border_color": _RULE, "valign": "vcenter"}
_TOTAL: Final = {"bold": True, "bg_color": "#EDF3FA", **_BOXED}
_LOOKS: Final[dict[str, dict[str, Any]]] = {
    "title": {"bold": True, "font_size": 15},
    "hint": {"font_color": "#5F6B79"},
    "caption": {"bold": True, "font_size": 12, "font_color": ACCENT},
    "head": {"bold": True, "bg_color": "#DCE8F5", "align": "center", "text_wrap": True, **_BOXED},
    "text": {"num_format": "@", **_BOXED},
    "wrapped": {"num_format": "@", "text_wrap": True, **_BOXED, "valign": "top"},
    "centred": {"num_format": "@", "align": "center", **_BOXED},
    "total": _TOTAL,
    "note": {"text_wrap": True, "valign": "top"},
}
COUNT: Final = "#,##0"
PERCENT: Final = "0.00%"
_PLAIN: Final = "General"


class SheetFull(ValueError):
    """More rows than a sheet holds: nothing is left out unseen."""

    def __init__(self, sheet: str) -> None:
        super().__init__(f"“{sheet}”超过一张工作表能放的{MOST_ROWS:,}行，请用部门、等次或状态分几次导出")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A column: its words, its width in digits, and how its numbers look (`layout`, empty for texts) and stand."""

    words: str
    width: int
    layout: str = ""
    look: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """A column of cells of a sheet, the first and the last row counted from 0."""

    sheet: str
    first: int
    last: int
    column: int

    @property
    def here(self) -> str:
        """The range as a formula of the same sheet names it."""
        return str(xl_range(self.first, self.column, self.last, self.column))

    @property
    def there(self) -> str:
        """The range as any sheet names it."""
        named = xl_range_abs(self.first, self.column, self.last, self.column)
        return f"{quote_sheetname(self.sheet)}!{named}"


class AnnualBook:
    """An .xlsx under way in `target`, a path or an open binary file."""

    def __init__(self, target: str | IO[bytes], *, title: str, foot: str) -> None:
        self.workbook = Workbook(
            target,
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": dict(_FACE),  # XlsxWriter writes into it
            },
        )
        self.workbook.set_properties({"title": title, "created": NO_DATE})
        self.overflow = Overflow()
        self._foot = foot.replace("&", "&&")[:_LONGEST_FOOT]
        self._formats: dict[str, Format] = {}

    def look(self, name: str) -> Format:
        """A look by its name."""
        return self._format(name, _LOOKS[name])

    def number_look(self, layout: str, *, is_total: bool = False, align: str = "right") -> Format:
        """The look of a number printed by `layout`."""
        base = _TOTAL if is_total else _BOXED
        return self._format(f"{layout} {is_total} {align}", {**base, "align": align, "num_format": layout})

    def column_look(self, heading: Heading) -> Format:
        """The look of what stands below `heading`; the running number of a row stands in the middle."""
        if not heading.layout:
            return self.look(heading.look)
        return self.number_look(heading.layout, align="center" if heading.look == "centred" else "right")

    def sheet(self, name: str, *, title: str, hint: str, is_wide: bool = False) -> Worksheet:
        """A new sheet with its two lines on top and who made it at the foot, printed as wide as a lying A4.

        One that `is_wide` goes over several pages of A3 side by side, the unit repeated on each.
        """
        sheet = self.workbook.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(_A3 if is_wide else _A4)
        if is_wide:
            sheet.set_print_scale(_WIDE_SCALE)
            sheet.repeat_columns(0, 2)
        else:
            sheet.fit_to_pages(1, 0)
        sheet.set_footer(_LANDSCAPE_FOOT.format(words=self._foot))
        sheet.write_string(0, 0, title, self.look("title"))
        sheet.write_string(1, 0, self.shown(hint), self.look("hint"))
        return sheet

    def heads(self, sheet: Worksheet, headings: Sequence[Heading], row: int = HEAD_ROW) -> None:
        """The heads of the columns, in `row`, two lines high."""
        sheet.set_row(row, HEAD_HEIGHT)
        for place, heading in enumerate(headings):
            sheet.set_column(place, place, heading.width)
            sheet.write_string(row, place, heading.words, self.look("head"))

    def shown(self, text: str) -> str:
        """A text as a cell takes it: no unseen characters; what is too long goes on in a sheet of its own."""
        # Most are short names with nothing in them to be cleaned; a year has tens of thousands.
        if len(text) < _SHORT and text.isprintable() and not text.endswith("】"):
            return text
        return self.overflow.shown(printable(text))

    def close(self) -> None:
        """Write what is left and finish the file."""
        if self.overflow.pieces:
            self._write_pieces()
        self.workbook.close()

    def _write_pieces(self) -> None:
        sheet = self.sheet("续文", title="续文", hint="一个单元格放不下的文字接在这里，按【续文】后的编号对应。")
        self.heads(sheet, (Heading(words="编号", width=10), Heading(words="文字", width=120)))
        for row, (number, piece) in enumerate(self.overflow.pieces, HEAD_ROW + 1):
            sheet.write_number(row, 0, number, self.number_look(COUNT))
            sheet.write_string(row, 1, piece, self.look("wrapped"))

    def _format(self, name: str, properties: dict[str, Any]) -> Format:
        if name not in self._formats:
            self._formats[name] = self.workbook.add_format(properties)
        return self._formats[name]


def write_row(
    book: AnnualBook,
    sheet: Worksheet,
    row: int,
    headings: Sequence[Heading],
    values: Sequence[str | int | Decimal | None],
) -> None:
    """One row of texts and numbers under `headings`; what is None stays an empty box. Raises SheetFull."""
    if row > MOST_ROWS:
        raise SheetFull(sheet.get_name())
    for place, (heading, value) in enumerate(zip(headings, values, strict=True)):
        look = book.column_look(heading)
        if value is None:
            sheet.write_blank(row, place, None, look)
        elif isinstance(value, str):
            sheet.write_string(row, place, book.shown(value), look)
        else:
            sheet.write_number(row, place, float(value), look)


def write_sum(
    book: AnnualBook,
    sheet: Worksheet,
    row: int,
    cells: Cells,
    value: Decimal | int,
    layout: str,
    *,
    is_shown: bool = True,
) -> None:
    """The sum of a column below it; with `is_shown` of what a filter leaves to be seen."""
    function = f"SUBTOTAL(109,{cells.here})" if is_shown else f"SUM({cells.here})"
    write_formula(book, sheet, row, cells.column, f"=ROUND({function},{SUM_PLACES})", value, layout)


def write_formula(
    book: AnnualBook, sheet: Worksheet, row: int, column: int, formula: str, value: Decimal | int | str, layout: str
) -> None:
    """A live total with the value it has."""
    shown = value if isinstance(value, str) else float(value)
    sheet.write_formula(row, column, formula, book.number_look(layout, is_total=True), shown)


def write_words(book: AnnualBook, sheet: Worksheet, row: int, words: str, columns: int) -> None:
    """The words of a row of totals, and its empty boxes."""
    sheet.write_string(row, 0, words, book.look("total"))
    for column in range(1, columns):
        sheet.write_blank(row, column, None, book.look("total"))


def money_layout(unit: MoneyUnit) -> str:
    """Amounts to the last fen: two decimals always, more where there are more."""
    return "#,##0.00" + "#" * (unit.places - 2)


def points_layout(head: YearHead) -> str:
    """Points with the framework's decimals, and more where a score has more."""
    return "0." + "0" * max(head.points_places, 1) + "####"


def figure_layout(head: YearHead, kind: FieldKind) -> str:
    """How figures of a kind are printed."""
    if kind in MONEY_KINDS:
        return money_layout(head.money_unit)
    return {FieldKind.COUNT: COUNT, FieldKind.PERCENT: PERCENT}.get(kind, _PLAIN)
