"""The sheets of a calculation while they are written: their styles, and where each role stands."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from selfeval.exports.document import Formula
from selfeval.exports.excel_formula import FormulaPrinter, Place
from selfeval.exports.excel_text import in_one_cell

INPUTS, CALCULATIONS = "输入", "计算"
STYLES: Final[dict[str, dict[str, Any]]] = {
    "text": {"text_wrap": True, "valign": "top"},
    "head": {"bold": True, "text_wrap": True, "bg_color": "#E7E6E6", "border": 1},
    "caption": {"bold": True, "font_size": 14},
    "input": {"bg_color": "#FFF8DC", "border": 1, "locked": False, "text_wrap": True},
    "number": {"border": 1, "num_format": "General"},
    "percent": {"border": 1, "num_format": "0.00####%"},
}


class Grid:
    """Writes cells and remembers the place of each role; rows and columns count from zero.

    `sheets` are the sheets of `workbook` by what they are for; CALCULATIONS is one of them, whatever it is called.
    """

    def __init__(self, workbook: Workbook, sheets: Mapping[str, Worksheet]) -> None:
        self.places: dict[str, Place] = {}
        self._styles = {name: workbook.add_format(look) for name, look in STYLES.items()}
        self._sheets = sheets
        self._printer = FormulaPrinter(places=self.places, sheet=sheets[CALCULATIONS].get_name())

    def widths(self, sheet: str, widths: tuple[float, ...]) -> None:
        """Set the widths of the columns, in characters."""
        for column, width in enumerate(widths):
            self._sheets[sheet].set_column(column, column, width)

    def text(self, sheet: str, row: int, column: int, text: str, *, style: str = "text") -> None:
        """Text, never a formula or a link. Raises TextTooLong."""
        self._sheets[sheet].write_string(row, column, in_one_cell(text), self._styles[style])

    def heads(self, sheet: str, row: int, words: tuple[str, ...]) -> None:
        """The head of a table."""
        for column, word in enumerate(words):
            self.text(sheet, row, column, word, style="head")

    def value(
        self, sheet: str, row: int, column: int, value: Decimal | str | None, *, role: str = "", style: str = "input"
    ) -> None:
        """A typed value; None leaves an empty box."""
        if isinstance(value, Decimal):
            self._sheets[sheet].write_number(row, column, float(value), self._styles[style])
        elif value:
            self.text(sheet, row, column, value, style=style)
        else:
            self._sheets[sheet].write_blank(row, column, None, self._styles[style])
        self._note(sheet, row, column, role)

    def formula(
        self,
        row: int,
        column: int,
        formula: str,
        *,
        role: str = "",
        is_percent: bool = False,
        sheet: str = CALCULATIONS,
    ) -> None:
        """A formula, without its equals sign. No value is stored beside it: what is shown is what was computed."""
        style = self._styles["percent" if is_percent else "number"]
        self._sheets[sheet].write_formula(row, column, f"={formula}", style, "")
        self._note(sheet, row, column, role)

    def printed(self, formula: Formula) -> str:
        """A formula of the form in the words of a spreadsheet, without its equals sign."""
        return self._printer.print(formula).removeprefix("=")

    @property
    def printer(self) -> FormulaPrinter:
        """Prints references and arithmetic for the sheet of calculations."""
        return self._printer

    def ref(self, role: str) -> str:
        """The cell of `role` as a formula of the calculations names it. Raises KeyError."""
        return self._printer.ref(role)

    def note(self, role: str, place: Place) -> None:
        """`role` stands at `place`, in a cell that somebody else writes."""
        self.places[role] = place

    def _note(self, sheet: str, row: int, column: int, role: str) -> None:
        if role:
            self.places[role] = Place(sheet=self._sheets[sheet].get_name(), column=column, row=row)
