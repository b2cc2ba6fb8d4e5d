"""What was understood of a document, and what was not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from selfeval.domain.filing import Filing
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Framework
from selfeval.domain.narrative.passages import Passage
from selfeval.imports.raw import RawForm


@dataclass(frozen=True, slots=True, kw_only=True)
class NotUnderstood:
    """Words that could not be read for sure, where they stand, and why. Places are the document's own."""

    place: str
    words: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A box that the form prints and the unit left empty."""

    box: str
    label: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where something was read: `start` and `end` in the document's text."""

    place: str
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedText:
    """A text put together of stretches of the document: (where one begins in the text, where in the document)."""

    text: str
    stretches: tuple[tuple[int, int], ...] = ((0, 0),)

    def origin(self, offset: int) -> int:
        """Where the character `offset` of the text stands in the document."""
        at, original = next((each for each in reversed(self.stretches) if each[0] <= offset), (0, 0))
        return original + offset - at


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedPassage:
    """A text that is checked, with its place in the document."""

    passage: Passage
    placed: PlacedText


@dataclass(frozen=True, kw_only=True)
class Understood:
    """A document as a filing. `framework` is None for a loose report; its filing then holds only the year and the name.

    `sources` tells where each box was read; of what the text states rather than the table (`stated`) too. `scored` are
    the codes of the indicators that were read. `is_own` where the document is a workbook of this product.
    """

    raw: RawForm
    framework: Framework | None
    filing: Filing
    passages: tuple[PlacedPassage, ...]
    summary: Mapping[str, Any]
    not_understood: tuple[NotUnderstood, ...]
    blanks: tuple[Blank, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    stated: frozenset[str] = frozenset()
    scored: frozenset[str] = frozenset()
    is_own: bool = False
    knows_year: bool = True

    def place_of(self, finding: Finding) -> str:
        """The place of a finding in the document, for people; empty where it has none of its own."""
        if not finding.where:
            return ""
        if finding.offset is not None:
            return self.raw.place_at(finding.offset)
        blank = next((each for each in self.blanks if each.box == finding.where[0]), None)
        if blank is not None:
            return blank.place
        box = finding.where[0]
        source = self.sources.get(box) or self.sources.get(box.rpartition(".")[0])
        return "" if source is None else source.place
