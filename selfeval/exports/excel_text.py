"""Text in the cells of a workbook: how many lines it takes, and how it is divided.

A merged cell never fits itself to its text, a row is at most 409 points high and a cell holds at most 32,767
characters, so long texts are measured here and divided over several rows. Nothing is ever cut off.
"""

import math
from collections.abc import Iterator

from selfeval.exports.undrawable import Undrawable

MOST_IN_A_CELL = 32_767
LINE = 15.0  # points a line of 10.5 pt takes
ROOM = 8.0  # points above and below the text of a row
MOST_LINES = 12  # lines in one row; twenty-six would still show, but small pieces fill pages better
_BREAKS = ("。", "；", "，")
_DIGITS_A_CHARACTER = 1.97  # with the padding of a cell
_ASCII_WIDTH = 0.55  # of a Chinese character


class TextTooLong(Undrawable):
    """A text for a single cell that no cell can hold."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"“{text[:20]}…”共{units_in(text):,}个字，超过一个单元格能放的{MOST_IN_A_CELL:,}个字，不能导出Excel，请先缩短"
        )


def units_in(text: str) -> int:
    """How long Excel takes `text` to be: a rare character counts twice."""
    return len(text) + sum(char > "\uffff" for char in text)


def in_one_cell(text: str) -> str:
    """`text`, which a cell holds whole. Raises TextTooLong: what writes the file would cut it and say nothing."""
    if 2 * len(text) > MOST_IN_A_CELL and units_in(text) > MOST_IN_A_CELL:
        raise TextTooLong(text)
    return text


def chars_of(width: float) -> float:
    """How many Chinese characters of 10.5 pt a line of a column `width` digits wide holds, on any machine."""
    return round(width / _DIGITS_A_CHARACTER, 1)


def lines_in(text: str, chars_a_line: float) -> int:
    """How many lines `text` takes, where a line holds so many Chinese characters."""
    return sum(max(1, math.ceil(round(_width(part) / chars_a_line, 6))) for part in text.split("\n"))


def height_of(lines: int) -> float:
    """Points of a row of so many lines."""
    return lines * LINE + ROOM


def pieces(text: str, chars_a_line: float) -> Iterator[str]:
    """`text` in pieces of at most MOST_LINES lines, cut behind a sentence where there is one near.

    Put together again the pieces are the text, but for a line end at a cut.
    """
    rest = text
    while lines_in(rest, chars_a_line) > MOST_LINES:
        cut = _cut(rest, chars_a_line)
        yield rest[:cut].removesuffix("\n")
        rest = rest[cut:]
    yield rest


def _cut(text: str, chars_a_line: float) -> int:
    """Where to divide `text`: the last sentence end of what fits, if it is in the last third, else all that fits."""
    low, high = 1, min(len(text), int(chars_a_line * MOST_LINES / _ASCII_WIDTH) + MOST_LINES)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if lines_in(text[:middle], chars_a_line) <= MOST_LINES else (low, middle - 1)
    for mark in ("\n", *_BREAKS):
        found = text.rfind(mark, low * 2 // 3, low)
        if found > 0:
            return found + 1
    return low


def _width(text: str) -> float:
    return sum(_ASCII_WIDTH if ord(char) < 128 else 1 for char in text)
