"""Text as it may be printed: what people paste, without the characters that no sheet can show."""

import re
from typing import Final

from selfeval.exports.document import MISSING

# Line ends of other systems, and the separators word processors use for them.
_LINE_ENDS: Final = re.compile("\r\n|[\r\v\f\u0085\u2028\u2029]")
# Control characters, marks without width, turned writing direction, halves of characters, and code points that XML
# forbids. They show nothing on paper, and one of them makes a workbook unreadable.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufe00-\ufe0f\ufeff\ud800-\udfff\ufffe\uffff]"
)
_SENTENCE_ENDS: Final = "。！？；!?;…"
_CLOSING_MARKS: Final = "”’」』"


def printable(text: str) -> str:
    """`text` with plain line ends and without characters that cannot be seen."""
    return _UNSEEN.sub("", _LINE_ENDS.sub("\n", text).replace("\t", " "))


def lines_of(text: str) -> tuple[str, ...]:
    """The lines of `text` without the spaces and blank lines people indent with; the sheet indents by itself."""
    stripped = (line.strip() for line in printable(text).split("\n"))
    return tuple(line for line in stripped if line)


def on_one_line(text: str) -> str:
    """A name or number for a box of one line; the mark of what is not filled where nothing is left."""
    return " ".join(lines_of(text)) or MISSING


def sentence(text: str) -> str:
    """`text` closed with a full stop where it has no end of its own; empty stays empty."""
    joined = "\n".join(lines_of(text))
    is_closed = joined.rstrip(_CLOSING_MARKS)[-1:] in _SENTENCE_ENDS
    return joined if not joined or is_closed else f"{joined}。"
