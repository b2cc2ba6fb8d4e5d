"""How a typed value stands in columns, and back again: the two directions side by side.

Numbers go to a decimal column (money in yuan), everything else to text: dates as 2022-03-10, flags as true or false.
Cells of table rows are text throughout.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import plain_text, rounded
from selfeval.domain.filing import CellValue, Row
from selfeval.domain.framework import NUMERIC_KINDS, Column, FieldKind

_FEN_PLACES: Final = 2


def stored_value(value: CellValue) -> tuple[Decimal | None, str]:
    """`value` as number and text; of the two one is used."""
    return (value, "") if isinstance(value, Decimal) else (None, _text_of(value))


def value_of(kind: FieldKind, number: Decimal | None, text: str) -> CellValue:
    """The value that was stored as `number` or `text`."""
    if number is not None:
        return amount_of(number) if kind is FieldKind.MONEY else trimmed(number)
    if kind is FieldKind.FLAG:
        return text == "true"
    return date.fromisoformat(text) if kind is FieldKind.DATE else text


def amount_of(number: Decimal) -> Decimal:
    """Yuan to the fen, from a column with more decimals."""
    return rounded(number, _FEN_PLACES)


def stored_cells(row: Row) -> dict[str, str]:
    """A table row as text by column."""
    return {column: _text_of(value) for column, value in row.items()}


def row_of(columns: Mapping[str, Column], cells: Mapping[str, str]) -> dict[str, CellValue]:
    """The table row that was stored as `cells`."""
    row: dict[str, CellValue] = {}
    for code, text in cells.items():
        kind = columns[code].kind
        row[code] = value_of(kind, Decimal(text) if kind in NUMERIC_KINDS else None, text)
    return row


def trimmed(number: Decimal) -> Decimal:
    """The same number without the idle zeros a decimal column adds."""
    return Decimal(plain_text(number))


def trimmed_or_none(number: Decimal | None) -> Decimal | None:
    """`trimmed`, and nothing for nothing."""
    return None if number is None else trimmed(number)


def _text_of(value: CellValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain_text(value)
    return value.isoformat() if isinstance(value, date) else value
