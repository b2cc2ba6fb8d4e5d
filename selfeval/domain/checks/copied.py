"""Texts held against blocks of other filings: shared by the checks on copies."""

from collections.abc import Iterator
from dataclasses import dataclass

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.passages import Passage
from selfeval.domain.narrative.printing import as_share
from selfeval.domain.narrative.similarity import (
    NEAR,
    Block,
    OtherText,
    blocks_of,
    common_words,
    resemblance,
    shingles_of,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A block of a box, what it is like, and how much."""

    passage: Passage
    block: Block
    other: OtherText
    likeness: float

    def finding(self, case: Case, check: str) -> Finding:
        """The finding of `check`, quoting the longest words in common."""
        common = common_words(self.block.text, self.other.text)
        return case.finding(
            check,
            self.passage.box,
            found=as_share(self.likeness),
            quote=common.text,
            offset=self.block.offset + common.start,
            name=self.passage.title,
            year=str(self.other.fiscal_year),
            other=self.other.title,
        )


def copied(case: Case, passages: tuple[Passage, ...], others: tuple[OtherText, ...]) -> Iterator[Copy]:
    """The block of each passage that is most like one of `others`, where it is near at all."""
    if not others:
        return
    known = [(other, shingles_of(other.text, case.template)) for other in others]
    for passage in passages:
        found = [
            Copy(passage=passage, block=block, other=other, likeness=resemblance(block.shingles, shingles))
            for block in blocks_of(passage.text, case.template)
            for other, shingles in known
        ]
        best = max(found, key=lambda copy: copy.likeness, default=None)
        if best and best.likeness >= NEAR:
            yield best
