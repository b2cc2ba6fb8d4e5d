"""Quantities with the words they are stated in: `公用经费实际支出278.91万元` is 278.91万元 said of 公用经费实际支出."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from selfeval.domain.narrative.keeping import kept
from selfeval.domain.narrative.quantities import Quantity, quantities
from selfeval.domain.narrative.text import Span, half_width, sentences

_BOUNDARY: Final = re.compile(r"[，,；;：:。、()\[\]【】]")
# Words between what is stated and its number: 预算数为100万元, 约100万元, 共计达到100万元.
_CONNECTORS: Final = re.compile(r"(?:[为是达到近超过至的了\s]|(?<!节)约|分别|大约|金额)+$")
_SEMICOLON: Final = re.compile("[；;]")
_EACH: Final = re.compile(r"每[人名户次年月天日个台亩家]|人均|户均|单价|(?:补助|收费|定额)标准$")
_QUOTES: Final = str.maketrans("", "", '“”"‘’「」《》 \t')


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A quantity and the words directly before it in its clause; `depth` counts the brackets around it.

    `is_unit_price` where it is so much for each: 3600元/人, 每人每年3600元.
    """

    quantity: Quantity
    label: str
    depth: int
    is_unit_price: bool = False

    @property
    def start(self) -> int:
        """Where its number begins."""
        return self.quantity.start

    @property
    def end(self) -> int:
        """Where its number ends."""
        return self.quantity.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence with what it states; `text` is in half-width forms, offsets are of the whole passage."""

    span: Span
    statements: tuple[Statement, ...]

    def clause_break(self, start: int, end: int) -> bool:
        """Whether a semicolon stands between two places: what is said behind it is said of something else."""
        return bool(_SEMICOLON.search(self.between(start, end)))

    def between(self, start: int, end: int) -> str:
        """The words from `start` to `end`, offsets of the passage."""
        return self.span.text[max(start - self.span.start, 0) : max(end - self.span.start, 0)]


@kept
def stated_sentences(text: str) -> tuple[Sentence, ...]:
    """Every sentence of `text` that states a quantity, in order. Linear in the length of the text."""
    seen = half_width(text)
    found = quantities(text)
    position = 0
    result = []
    for span in sentences(seen):
        inside = []
        while position < len(found) and found[position].start < span.end:
            if found[position].start >= span.start:
                inside.append(found[position])
            position += 1
        if inside:
            result.append(Sentence(span=span, statements=tuple(_statements(span, inside))))
    return tuple(result)


def _statements(span: Span, inside: list[Quantity]) -> Iterator[Statement]:
    depth, at, label_from = 0, span.start, span.start
    for quantity in inside:
        for offset in range(at, quantity.start):
            character = span.text[offset - span.start]
            depth += (character == "(") - (character == ")" and depth > 0)
            if _BOUNDARY.match(character):
                label_from = offset + 1
        words = span.text[label_from - span.start : quantity.start - span.start].translate(_QUOTES)
        after = span.text[quantity.end - span.start : quantity.end - span.start + 1]
        label = _CONNECTORS.sub("", words)
        yield Statement(
            quantity=quantity, label=label, depth=depth, is_unit_price=after == "/" or bool(_EACH.search(label))
        )
        at = label_from = quantity.end
