"""The sheet 试算: the points computed from the cells people fill, by the formulas of the calculation workbook."""

from dataclasses import replace
from typing import Final

from xlsxwriter.worksheet import Worksheet

from selfeval.domain.amounts import ZERO
from selfeval.domain.filing import Filing, OwnIndicator, TargetSign
from selfeval.domain.filing_sheets.identity import CALCULATION_SHEET
from selfeval.domain.filing_sheets.parts import Block, Sheet
from selfeval.domain.framework import ITEMISED_PARTS, Framework, Indicator
from selfeval.domain.own_indicators import framework_of
from selfeval.domain.scoring import ScoreSheet
from selfeval.domain.scoring.rules import Checklist
from selfeval.exports.calculation.grid import CALCULATIONS, Grid
from selfeval.exports.calculation.inputs import NOT_FILLED, entry_role, part_formulas
from selfeval.exports.calculation_workbook import write_calculations
from selfeval.exports.document import computed_role, value_role
from selfeval.exports.excel_formula import FormulaPrinter, Place
from selfeval.exports.filing_workbook.blocks import Layout, finish_page
from selfeval.exports.filing_workbook.book import Book

_HINT: Final = "随各表的填写即时计算，与网页上的计算相同；这张表不用填，上传时也不读。"
# What is typed on an indicator of the unit's own, by the columns of its block.
_OWN_COLUMNS: Final = {
    "reference": "points", "set_points": "points", "applicable": "points", "self_score": "self_score",
    "given": "coefficient", "tier": "tier", "sign": "sign", "target": "target", "adjusted_target": "adjusted",
    "actual": "actual",
}  # fmt: skip
_KEYS: Final = ("reference", "set_points", "applicable", "self_score", "given", "tier")


class LiveSheet:
    """Ties the roles of the calculation to the cells of the other sheets, then writes the formulas."""

    def __init__(self, book: Book, layout: Layout, sheet: Worksheet, plan: tuple[Sheet, ...]) -> None:
        self._book, self._layout, self._sheet = book, layout, sheet
        self._blocks = [(each.name, block) for each in plan for block in each.blocks]
        self.grid = Grid(book.workbook, {CALCULATIONS: sheet})

    def write(self, framework: Framework, filing: Filing, scores: ScoreSheet) -> None:
        """Write the sheet, and what the other sheets show of it. `scores` are the values stored beside formulas."""
        spread = framework_of(framework, self._with_spare_rows(framework, filing))
        for name, block in self._blocks:
            self._tie_figures(block)
            if block.code.startswith("items."):
                self._sums(name, block)
        for leaf in spread.leaves:
            self._tie(spread, leaf)
        write_calculations(self.grid, spread, hint=_HINT)
        self._sheet.freeze_panes(0, 1)
        finish_page(self._sheet, last=(2000, 13), is_wide=True)
        self._sheet.protect("", {"format_columns": True, "format_rows": True})
        self._show(spread, scores)

    def _with_spare_rows(self, framework: Framework, filing: Filing) -> Filing:
        """`filing` with an own indicator for every row there is for one, named by its place."""
        own: list[OwnIndicator] = []
        for node in framework.own_nodes:
            stored = [each for each in filing.own_indicators if each.under == node.code]
            for number in range(len(self._layout.rows[f"own.{node.code}"])):
                name = f"{node.name}·第{number + 1}行"
                blank = OwnIndicator(
                    under=node.code, group=node.own_groups[0], name=name, sign=TargetSign.QUALITATIVE, points=ZERO
                )
                own.append(replace(stored[number], name=name) if number < len(stored) else blank)
        return replace(filing, own_indicators=tuple(own))

    def _tie_figures(self, block: Block) -> None:
        for line in block.lines:
            if line.key.startswith("fields.") and not block.box:
                self.grid.note(value_role(line.key.removeprefix("fields.")), self._layout.lines[line.key, "value"])

    def _sums(self, name: str, block: Block) -> None:
        """合计, 剔除数 and 计入数 of an itemised figure, over its rows and the row that ends them."""
        rows, last = self._layout.rows[block.code], self._layout.ends[block.code] + 1
        amounts, marks = (
            f"{rows[0][key].local}:{replace(rows[0][key], row=last - 1).local}" for key in ("amount", "excluded")
        )
        formulas = part_formulas(amounts, marks)
        for part in ITEMISED_PARTS:
            place = self._layout.totals[block.code, part]
            formula = f'=IF(COUNT({amounts})=0,"{NOT_FILLED}",{formulas[part]})'
            look = self._book.look("result")
            self._layout.sheets[name].write_formula(place.row, place.column, formula, look, "")
            self.grid.note(value_role(f"{block.box.removeprefix('fields.')}.{part}"), place)

    def _tie(self, framework: Framework, leaf: Indicator) -> None:
        """The cells of what is typed on one indicator."""
        if leaf.own is not None:
            under, _, number = leaf.code.rpartition(".own_")
            row = self._layout.rows[f"own.{under}"][int(number) - 1]
            blank = self._layout.blanks[row["points"].sheet]
            for key, column in _OWN_COLUMNS.items():
                self.grid.note(entry_role(leaf.code, key), row.get(column, blank))
            return
        line = f"indicators.{leaf.code}"
        blank = self._layout.blanks[self._layout.lines[line, "label"].sheet]
        for key in _KEYS:
            self.grid.note(entry_role(leaf.code, key), self._layout.lines.get((line, key), blank))
        if isinstance(leaf.rule, Checklist):
            self.grid.note(entry_role(leaf.code, "given"), blank)
            for item in range(1, len(leaf.rule.items) + 1):
                part = f"{line}.ticked#{item}"
                self.grid.note(entry_role(leaf.code, f"item:{item}"), self._layout.lines[part, "given"])
                self.grid.note(entry_role(leaf.code, f"item_points:{item}"), self._layout.lines[part, "reference"])

    def _show(self, framework: Framework, scores: ScoreSheet) -> None:
        """Rate and points beside every indicator."""
        for leaf in framework.leaves:
            if leaf.own is None:
                cells = {key: self._layout.lines[f"indicators.{leaf.code}", key] for key in ("rate", "score")}
            else:
                under, _, number = leaf.code.rpartition(".own_")
                cells = self._layout.rows[f"own.{under}"][int(number) - 1]
            score = scores.indicators.get(leaf.code)
            if value_role(leaf.code) in self.grid.places:
                value = None if score is None else score.rate
                self._formula(cells["rate"], value_role(leaf.code), value, is_percent=leaf.is_percent)
            self._formula(cells["score"], computed_role(leaf.code), None if score is None else score.computed_score)

    def _formula(self, place: Place, role: str, value: object, *, is_percent: bool = False) -> None:
        printer = FormulaPrinter(places=self.grid.places, sheet=place.sheet)
        ref = printer.ref(role)
        look = self._book.look("result_percent" if is_percent else "result")
        formula = f'=IF(ISNUMBER({ref}),{ref},"")'
        stored = "" if value is None else float(str(value))
        self._layout.sheets[place.sheet].write_formula(place.row, place.column, formula, look, stored)


def calculation_sheet(book: Book) -> Worksheet:
    """The sheet 试算, still empty."""
    return book.workbook.add_worksheet(CALCULATION_SHEET)
