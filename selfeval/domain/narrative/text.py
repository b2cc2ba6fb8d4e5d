"""A text as the readers of numbers see it: same length as written, in half-width forms, cut into sentences and clauses.

Every offset is in characters of the text as it was written, so that a finding can quote the very words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

# Full-width digits, letters and signs that stand in numbers. Chinese punctuation that ends clauses is left alone.
_HALF_WIDTH: Final = {
    **{ord("０") + digit: ord("0") + digit for digit in range(10)},
    ord("．"): ord("."),
    ord("％"): ord("%"),
    ord("－"): ord("-"),
    ord("−"): ord("-"),
    ord("–"): ord("-"),
    ord("—"): ord("-"),
    ord("（"): ord("("),
    ord("）"): ord(")"),
    ord("："): ord(":"),
    ord("\u3000"): ord(" "),
    ord("\xa0"): ord(" "),
}
_SENTENCE_END: Final = re.compile(r"[。！？!?\n\r]+")
_CLAUSE_END: Final = re.compile(r"[，,；;、]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of a text: `start` counts characters from its beginning."""

    start: int
    end: int
    text: str


def half_width(text: str) -> str:
    """`text` with half-width digits and signs, character for character."""
    return text.translate(_HALF_WIDTH)


def sentences(text: str) -> Iterator[Span]:
    """The sentences of `text` without their full stops, empty ones left out. A line is never more than one."""
    start = 0
    for end in _SENTENCE_END.finditer(text):
        yield from _span(text, start, end.start())
        start = end.end()
    yield from _span(text, start, len(text))


def _span(text: str, start: int, end: int) -> Iterator[Span]:
    if text[start:end].strip():
        yield Span(start=start, end=end, text=text[start:end])
