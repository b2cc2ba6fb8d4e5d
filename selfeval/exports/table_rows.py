"""Ruled tables as the sheet draws them: which cells read as one, and which rows stay together.

Paper has no rowspan: every row has all its cells, cells that belong together share a `run`, and `page_finish` makes
them one on each page. A label takes no room, so the rows it needs must not be torn from one another; `bound` says
which rows are bound to the row above. A screen has no pages: there the first cell of a run spans `rows` rows and the
others (`rows` 0) are not drawn.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from selfeval.exports.label_lines import balanced
from selfeval.exports.layout import PAGE_WIDTH

MM_A_POINT = 0.3528
# 在(0%, 10%]档: a justified line is stretched at its spaces, and this one would be torn apart.
_INTERVAL = re.compile(r"(在[\[(]-?[\d.,]*%?), (-?[\d.,]*%?[\])]档)")
ROW_HEIGHT = 10.2  # mm of the lowest indicator row, with its padding
KEPT_LINES = 6  # of a text on each of the pages that share a cut row
UNBROKEN_LINES = 22  # a text of more lines may be cut by a page end
LABEL_LINES = 6  # a label of more lines is set small: it would bind too many rows
NORMAL, DENSE = 10.5, 9.0  # pt of the type in a table
SMALL = 7.5  # pt of long labels; nothing on a form is set smaller
_CELL_PADDING, _LABEL_PADDING, _SMALL_PADDING, _RULE = 2.4, 0.8, 0.6, 0.18  # mm; paddings left and right together
_LINE = 1.2  # of the type, in labels
_TEXT_LINE, _ROW_PADDING = 1.45, 2.2  # of the type, in texts; mm above and below together
_LEAST = 0.85  # of the width that `ems` tells, for some letters are narrower
_NUMBER_SIZES = (("", 0.0), ("fit", 8.5), ("fit tiny", SMALL))
_FIT_PADDING = 1.2
_WIDTHS = {",": 0.29, ".": 0.29, "%": 0.9, "—": 0.9}


class Shape(StrEnum):
    """How the content of a cell is set."""

    PLAIN = "plain"
    LABEL = "label"
    GROWING_LABEL = "growing"
    LONG_NAME = "long_name"
    PARAGRAPH = "paragraph"
    TALL = "tall"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableCell:
    """One cell: its lines, its classes, the run it belongs to, and how many columns and rows it covers."""

    lines: tuple[str, ...] = ()
    css: str = ""
    shape: Shape = Shape.PLAIN
    run: str = ""
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row; `code` is the indicator's, empty for sums and people."""

    cells: tuple[TableCell, ...]
    css: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table with its head rows, which every page repeats; `widths` are mm and fill the page."""

    css: str
    widths: tuple[float, ...]
    heads: tuple[TableRow, ...]
    rows: tuple[TableRow, ...]

    @property
    def shares(self) -> tuple[str, ...]:
        """The widths as percentages, for a screen."""
        return tuple(f"{width / PAGE_WIDTH * 100:.2f}%" for width in self.widths)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelSetting:
    """How the labels of a column are broken: characters a line and mm a line, in normal and in small type.

    `room` is a line in ems of the normal type.
    """

    css: str
    chars: int
    line_height: float
    small_chars: int
    small_line_height: float
    room: float


def label_setting(css: str, width: float, *, points: float = NORMAL, small: float = SMALL) -> LabelSetting:
    """The setting of labels in a column `width` mm wide, in type of `points`, or of `small` where it is long."""
    # The first column is ruled on both sides.
    rules = _RULE * (2 if css == "l1" else 1)
    room, small_room = width - _LABEL_PADDING - rules, width - _SMALL_PADDING - rules
    return LabelSetting(
        css=css,
        chars=max(1, int(room / (points * MM_A_POINT))),
        line_height=points * _LINE * MM_A_POINT,
        small_chars=max(1, int(small_room / (small * MM_A_POINT))),
        small_line_height=small * _LINE * MM_A_POINT,
        room=room / (points * MM_A_POINT),
    )


def chars_in(width: float, points: float = NORMAL) -> int:
    """How many Chinese characters a line of a cell `width` mm wide holds."""
    return max(1, int((width - _CELL_PADDING) / (points * MM_A_POINT)))


def lines_of_text(text: str, chars: int) -> int:
    """How many lines `text` takes, at most."""
    return sum(max(1, math.ceil(len(line) / chars)) for line in text.split("\n"))


def number_css(text: str, width: float, points: float = NORMAL) -> str:
    """The class that sets a number small where it would not fit its column in one line."""
    for css, size in _NUMBER_SIZES:
        used, padding = (size or points), (_FIT_PADDING if size else _CELL_PADDING)
        if ems(text) * used * MM_A_POINT <= width - padding:
            return css
    return "fit tiny cut"


def ems(text: str) -> float:
    """How wide a line of Chinese characters and figures is, a Chinese character being 1."""
    return sum(_WIDTHS.get(char, 0.57 if char.isascii() else 1.0) for char in text)


def least_height(texts: Iterable[tuple[str, float]], points: float, *, is_cut: bool) -> float:
    """The mm, at least, of a row of `texts`, each with the mm of its column, or of its lowest piece where it is cut."""
    lines = max((_least_lines(text, width, points) for text, width in texts), default=1)
    lines = min(lines, KEPT_LINES) if is_cut else lines
    return max(ROW_HEIGHT, lines * points * _TEXT_LINE * MM_A_POINT + _ROW_PADDING)


def _least_lines(text: str, width: float, points: float) -> int:
    room = (width - _CELL_PADDING) / (points * MM_A_POINT)
    return sum(max(1, math.ceil(_LEAST * ems(line) / room)) for line in text.split("\n"))


def bound(heights: Sequence[float], height: float) -> frozenset[int]:
    """Which rows, at least `heights` mm high, stay with the row above, that a label has its `height` on every page.

    As many rows as the label needs stay together at either end, and at the lower one never less than the height of two
    of the lowest rows; a page in between holds more than that anyway.
    """
    upper, lower = _needed(heights, height), _needed(heights[::-1], max(height, 2 * ROW_HEIGHT))
    return frozenset(range(1, upper)) | frozenset(range(len(heights) - lower + 1, len(heights)))


def _needed(heights: Sequence[float], height: float) -> int:
    """How many of the rows are as high as `height`, together; all where they are not."""
    total = 0.0
    for count, each in enumerate(heights, 1):
        total += each
        if total >= height:
            return count
    return len(heights)


def label(
    name: str,
    setting: LabelSetting,
    run: str,
    count: int,
    *,
    more: tuple[str, ...] = (),
    heights: Sequence[float] = (),
) -> TableCell:
    """The first cell of a run of `count` rows, the lowest or those of `heights`; `more` are lines below the name."""
    lines, css, height = set_label(name, setting, more=more)
    # A label that its rows cannot hold grows the row it stands in, so that no page leaves it less room than it needs.
    grows = count == 1 or height > (sum(heights) or count * ROW_HEIGHT)
    return TableCell(lines=lines, css=css, run=run, rows=count, shape=Shape.GROWING_LABEL if grows else Shape.LABEL)


def set_label(name: str, setting: LabelSetting, *, more: tuple[str, ...] = ()) -> tuple[tuple[str, ...], str, float]:
    """Lines, classes and height in mm of a label."""
    lines = (*balanced(name, setting.chars), *more)
    if len(lines) <= LABEL_LINES and all(ems(line) <= setting.room for line in more):
        return lines, setting.css, len(lines) * setting.line_height
    lines = (*balanced(name, setting.small_chars), *more)
    return lines, f"{setting.css} small", len(lines) * setting.small_line_height


def points_line(text: str, setting: LabelSetting) -> str:
    """The points below a label: （50分）, without its brackets where the column is too narrow."""
    words = f"（{text}分）"
    return words if ems(words) <= setting.room else words.strip("（）")


def covered(run: str, css: str) -> TableCell:
    """A cell of a run below its first."""
    return TableCell(css=css, run=run, rows=0)


def kept(row: TableRow, keep: bool) -> TableRow:
    """`row`, bound to the one above where `keep`."""
    return replace(row, css=f"{row.css} keep".strip()) if keep else row


def text_lines(text: str) -> tuple[str, ...]:
    """The lines of a text, none where there is no text; the interval a trace names without its space."""
    return tuple(_INTERVAL.sub(r"\1,\2", text).split("\n")) if text else ()
