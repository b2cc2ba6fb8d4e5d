"""Texts that are longer than a cell may be: the cell names a number, and the pieces stand on a sheet of their own."""

import re
from collections.abc import Iterable
from typing import Final

# Excel: 32,767 units of UTF-16 and 253 line ends in a cell; a character may take two units.
_MOST_CHARACTERS: Final = 15_000
_MOST_LINES: Final = 200
_MARK: Final = re.compile(r"【续文([0-9]+)】$")


class Overflow:
    """Numbers the long texts of one workbook; `pieces` are the rows of the sheet 续文."""

    def __init__(self) -> None:
        self.pieces: list[tuple[int, str]] = []
        self._count = 0

    def shown(self, text: str) -> str:
        """What stands in the cell of `text`: the text itself where a cell can hold it."""
        first, *others = _pieces(text)
        # A text that ends like a mark gets a mark of its own, so that it is not taken for one.
        if not others and not _MARK.search(text):
            return text
        self._count += 1
        self.pieces += [(self._count, piece) for piece in others or [""]]
        return f"{first}【续文{self._count}】"


def whole_text(shown: str, pieces: dict[str, list[str]]) -> str:
    """The text of a cell with the pieces it names behind it."""
    mark = _MARK.search(shown)
    return shown[: mark.start()] + "".join(pieces[mark[1]]) if mark and mark[1] in pieces else shown


def lost_piece(shown: str, pieces: dict[str, list[str]]) -> str:
    """The number a cell names that no piece has; nothing where all is there."""
    mark = _MARK.search(shown)
    return mark[1] if mark and mark[1] not in pieces else ""


def pieces_by_number(rows: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    """The rows of the sheet 续文 by number."""
    found: dict[str, list[str]] = {}
    for number, text in rows:
        found.setdefault(number, []).append(text)
    return found


def _pieces(text: str) -> list[str]:
    """`text` cut into what cells can hold; no piece is blank unless the text is."""
    found: list[str] = []
    rest = text
    while len(rest) > _MOST_CHARACTERS or rest.count("\n") > _MOST_LINES:
        cut = min(_MOST_CHARACTERS, _nth_line_end(rest))
        found.append(rest[:cut])
        rest = rest[cut:]
    return [*found, rest] if rest or not found else found


def _nth_line_end(text: str) -> int:
    """Where the most lines a cell may have end."""
    position = -1
    for _ in range(_MOST_LINES):
        position = text.find("\n", position + 1)
        if position < 0:
            return len(text)
    return position + 1
