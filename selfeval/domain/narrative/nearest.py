"""Of many blocks the one that is most like another, without holding every two side by side.

Two sets of which at least half of all their shingles are common have at least half of each in common; so among the
rarest half of the one there is one of the rarest half of the other (prefix filtering, Chaudhuri, Ganti and Kaushik
2006). Only blocks that share such a shingle are compared, so that the work grows with the text, not with its square.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from math import ceil

from selfeval.domain.narrative.similarity import NEAR, resemblance

_Shingles = frozenset[str]


class NearestBlocks:
    """Blocks by their shingles, in their order."""

    def __init__(self, blocks: Sequence[_Shingles]) -> None:
        # Of blocks that are the same, the first.
        self._first: dict[_Shingles, int] = {}
        for number, shingles in enumerate(blocks):
            self._first.setdefault(shingles, number)
        self._seen = Counter(run for shingles in self._first for run in shingles)
        self._having: defaultdict[str, list[_Shingles]] = defaultdict(list)
        for shingles in self._first:
            for run in self._rarest(shingles):
                self._having[run].append(shingles)
        self._known: dict[_Shingles, tuple[float, int] | None] = {}

    def to(self, shingles: _Shingles) -> tuple[float, int] | None:
        """Likeness and number of the nearest block, the first of several; None where none is near."""
        if shingles not in self._known:
            self._known[shingles] = self._nearest(shingles)
        return self._known[shingles]

    def _nearest(self, shingles: _Shingles) -> tuple[float, int] | None:
        candidates = {each for run in self._rarest(shingles) for each in self._having.get(run, ())}
        found = [(resemblance(shingles, each), self._first[each]) for each in candidates]
        return max((each for each in found if each[0] >= NEAR), key=lambda each: (each[0], -each[1]), default=None)

    def _rarest(self, shingles: _Shingles) -> list[str]:
        """As many shingles, the rarest first, as cannot all be missing from a near block."""
        ordered = sorted(shingles, key=lambda run: (self._seen[run], run))
        return ordered[: len(ordered) - ceil(NEAR * len(ordered)) + 1]
