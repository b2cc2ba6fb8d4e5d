"""Cells from domain values: the text of each kind, and the mark of what is missing."""

from decimal import Decimal

from selfeval.domain.amounts import HUNDRED, RoundingMode, decimals_of, number_text, percent_text
from selfeval.domain.framework import FieldKind, Rounding
from selfeval.exports.document import MISSING, Cell, Formula, Kind

MONEY_KINDS = frozenset({FieldKind.MONEY, FieldKind.ITEMISED_MONEY})
MOST_PLACES = 6  # decimals of a number that is neither money nor a count


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
        """A score, with the framework's decimals; one filed with more keeps them, so that sums add up to the eye."""
        places = max(self._rounding.points_places, 0 if value is None else decimals_of(value))
        text = MISSING if value is None else number_text(value, places)
        return Cell(
            text=text, kind=Kind.SCORE, value=value, role=role, formula=formula, is_input=is_input, places=places
        )

    def rate(
        self, value: Decimal | None, *, is_percent: bool = True, role: str = "", formula: Formula | None = None
    ) -> Cell:
        """A rate: a ratio printed as a percentage, or a plain number.

        Where the framework cuts off, so does the value: a workbook would round what it shows.
        """
        places, mode = self._rounding.rate_places, self._rounding.mode
        if value is None:
            text = MISSING
        else:
            text = percent_text(value, places, mode) if is_percent else number_text(value, places, mode)
            if mode is RoundingMode.TRUNCATE:
                value = self._rounding.printed_rate(value, is_percent=is_percent)
        kind = Kind.RATE if is_percent else Kind.NUMBER
        return Cell(text=text, kind=kind, value=value, role=role, formula=formula, places=places)

    def figure(self, value: Decimal | None, kind: FieldKind, *, role: str = "", formula: Formula | None = None) -> Cell:
        """A figure of the form, an input unless a formula gives it.

        Money has two decimals, a number or a percentage that was typed those it has up to MOST_PLACES, as in the
        sentence that explains a score; counts are as they are, percentages that are worked out as rates.
        """
        is_input = formula is None
        if kind is FieldKind.PERCENT:
            return self._typed_percentage(value, role) if is_input else self.rate(value, role=role, formula=formula)
        places: int | None = 2
        if kind is FieldKind.COUNT:
            places = None
        elif kind is FieldKind.NUMBER and value is not None:
            places = min(max(2, decimals_of(value)), MOST_PLACES)
        text = MISSING if value is None else number_text(value, places)
        cell_kind = Kind.MONEY if kind in MONEY_KINDS else Kind.NUMBER
        return Cell(
            text=text, kind=cell_kind, value=value, role=role, formula=formula, is_input=is_input, places=places
        )

    def _typed_percentage(self, value: Decimal | None, role: str) -> Cell:
        """Never cut off as a rate may be: a workbook holds what was typed, and would show it rounded."""
        least = self._rounding.rate_places
        places = least if value is None else min(max(least, decimals_of(value * HUNDRED)), MOST_PLACES)
        text = MISSING if value is None else percent_text(value, places)
        return Cell(text=text, kind=Kind.RATE, value=value, role=role, is_input=True, places=places)

    def cut_to(self, *, is_percent: bool = True) -> int | None:
        """Decimals a rate is cut off to where the framework truncates; None where it rounds as everybody does."""
        is_cut = self._rounding.mode is RoundingMode.TRUNCATE
        return self._rounding.rate_places + (2 if is_percent else 0) if is_cut else None
