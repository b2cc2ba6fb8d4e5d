"""A row of the table of scores: its cells by what they hold."""

from dataclasses import dataclass
from typing import Final

from selfeval.domain.framework import Rounding
from selfeval.exports.calculation import rules
from selfeval.exports.calculation.grid import CALCULATIONS, Grid

_COLUMNS: Final = (
    ("name", "指标"),
    ("words", "评分标准"),
    ("reference", "参考分值"),
    ("points", "分值"),
    ("rate", "比率"),
    ("threshold", "判定用比率"),
    ("middle", "中间数"),
    ("raw", "按标准得分"),
    ("state", "状态"),
    ("kept", "计入分值"),
    ("score", "计算得分"),
    ("own", "评价得分"),
)
_NUMBERS: Final = {name: number for number, (name, _) in enumerate(_COLUMNS)}
HEADS: Final = tuple(head for _, head in _COLUMNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One row, counted from zero."""

    row: int

    def cell(self, column: str) -> str:
        """The cell of a column, `E12`."""
        return f"{chr(ord('A') + _NUMBERS[column])}{self.row + 1}"


def span(lines: list[Line], column: str) -> str:
    """A column over rows that stand below one another."""
    return f"{lines[0].cell(column)}:{lines[-1].cell(column)}"


class Lines:
    """Takes rows one below the other and writes their cells."""

    def __init__(self, grid: Grid, rounding: Rounding, row: int) -> None:
        self.row = row
        self._grid = grid
        self._rounding = rounding

    def take(self, name: str, words: str = "") -> Line:
        """The next row."""
        line = Line(row=self.row)
        self._grid.text(CALCULATIONS, self.row, 0, name)
        self._grid.text(CALCULATIONS, self.row, 1, words)
        self.row += 1
        return line

    def put(self, line: Line, column: str, formula: str, *, role: str = "", is_percent: bool = False) -> None:
        """A formula; nothing where a kind has none."""
        if formula:
            self._grid.formula(line.row, _NUMBERS[column], formula, role=role, is_percent=is_percent)

    def put_threshold(self, line: Line, *, role: str = "", is_percent: bool = True) -> None:
        """The rate as limits, intervals and steps see it."""
        rate = line.cell("rate")
        seen = rate
        if self._rounding.is_threshold_rounded:
            factor = "100" if is_percent else "1"
            text = rules.rounded(f"{rate}*{factor}", self._rounding.rate_places, self._rounding)
            seen = rules.if_number(rate, f"{text}/{factor}")
        self.put(line, "threshold", seen, role=role, is_percent=is_percent)

    def boxes(self, line: Line, *, is_scaled: bool, above: Line | None = None) -> rules.Boxes:
        """The cells a rule computes with; `above` is the row that holds the points, where it is another."""
        holder = above or line
        return rules.Boxes(
            points=holder.cell("points"),
            reference=holder.cell("reference"),
            is_scaled=is_scaled,
            rate=line.cell("rate"),
            threshold=line.cell("threshold"),
            middle=line.cell("middle"),
        )
