"""Cells from domain values: the text of each kind, and the mark of what is missing."""

from dataclasses import replace
from decimal import Decimal

from selfeval.domain.amounts import RoundingMode, number_text, percent_text
from selfeval.domain.framework import FieldKind, Rounding
from selfeval.exports.document import MISSING, Cell, Formula, Kind

MONEY_KINDS = frozenset({FieldKind.MONEY, FieldKind.ITEMISED_MONEY})


class CellMaker:
    """Makes the cells of one form, with its framework's rounding."""

    def __init__(self, rounding: Rounding) -> None:
        self._rounding = rounding

    def points(
        self, value: Decimal | None, *, role: str = "", formula: Formula | None = None, is_input: bool = False
    ) -> Cell:
        """参考分值 or 设定分值: as many decimals as it has."""
        text = MISSING if value is None else number_text(value)
        return Cell(
            text=text, kind=Kind.POINTS, value=value, role=role, formula=formula, is_input=is_input, places=None
        )

    def score(
        self, value: Decimal | None, *, role: str = "", formula: Formula | None = None, is_input: bool = False
    ) -> Cell:
        """A score, with the framework's decimals."""
        places = self._rounding.points_places
        text = MISSING if value is None else number_text(value, places)
        return Cell(
            text=text, kind=Kind.SCORE, value=value, role=role, formula=formula, is_input=is_input, places=places
        )

    def rate(
        self, value: Decimal | None, *, is_percent: bool = True, role: str = "", formula: Formula | None = None
    ) -> Cell:
        """A rate: a ratio printed as a percentage, or a plain number."""
        places, mode = self._rounding.rate_places, self._rounding.mode
        if value is None:
            text = MISSING
        else:
            text = percent_text(value, places, mode) if is_percent else number_text(value, places)
        kind = Kind.RATE if is_percent else Kind.NUMBER
        return Cell(text=text, kind=kind, value=value, role=role, formula=formula, places=places)

    def figure(self, value: Decimal | None, kind: FieldKind, *, role: str = "", formula: Formula | None = None) -> Cell:
        """A figure of the form, an input unless a formula gives it.

        Money and numbers have two decimals, counts are as they are, percentages as rates.
        """
        is_input = formula is None
        if kind is FieldKind.PERCENT:
            return replace(self.rate(value, role=role, formula=formula), is_input=is_input)
        places = None if kind is FieldKind.COUNT else 2
        text = MISSING if value is None else number_text(value, places)
        cell_kind = Kind.MONEY if kind in MONEY_KINDS else Kind.NUMBER
        return Cell(
            text=text, kind=cell_kind, value=value, role=role, formula=formula, is_input=is_input, places=places
        )

    @property
    def cut_to(self) -> int | None:
        """Decimals a ratio is cut off to where the framework truncates; None where it rounds as everybody does."""
        is_cut = self._rounding.mode is RoundingMode.TRUNCATE
        return self._rounding.rate_places + 2 if is_cut else None
