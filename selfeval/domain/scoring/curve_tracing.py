"""Follows a function of the rate and gives it in pieces without jumps, each a row of spots to join by straight lines.

Rates are compared at 12 decimals, so the two sides of a jump are two neighbouring rates 0.000000000001 apart, both
evaluated: no spot is made up.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Final

from selfeval.domain.amounts import COMPARED_PLACES, compared, decimals_of

Value = Callable[[Decimal], Decimal | None]

NEXT: Final = Decimal(1).scaleb(-COMPARED_PLACES)
# Shares of the full marks. A smaller step is the slope of a line, not a jump; a smaller bend does not show.
_JUMP: Final = Decimal("0.000001")
_BEND: Final = Decimal("0.001")
_IDLE: Final = Decimal("0.000000001")
_MOST_SEARCHED: Final = 4000
_COARSE_PARTS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """The points a rate gives; `rate` is a ratio or a number with at most 12 decimals."""

    rate: Decimal
    points: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch without a jump, from left to right; a single spot where one rate stands apart.

    An open end lies 0.000000000001 beside the breakpoint, which belongs to the neighbouring piece.
    """

    spots: tuple[Spot, ...]
    is_start_closed: bool
    is_end_closed: bool


def traced(value: Value, edges: Iterable[Decimal], *, lower: Decimal, upper: Decimal, most: Decimal) -> list[Piece]:
    """The function `value` from `lower` to `upper`; `edges` are where it may jump or bend, others are searched for.

    `most` is the highest value, the measure of what shows. None as a value is a hole.
    """
    return _Tracer(value=value, most=most).pieces([compared(edge) for edge in edges], compared(lower), compared(upper))


@dataclass(slots=True, kw_only=True)
class _Tracer:
    value: Value
    most: Decimal
    searched: int = field(default=0)

    def pieces(self, edges: list[Decimal], lower: Decimal, upper: Decimal) -> list[Piece]:
        parts = (compared(lower + (upper - lower) * part / _COARSE_PARTS) for part in range(_COARSE_PARTS + 1))
        rates = {*parts, *(rate for edge in edges if lower <= edge <= upper for rate in self._around(edge))}
        ordered = sorted(rate for rate in rates if lower <= rate <= upper)
        found = {*ordered, *(rate for pair in pairwise(ordered) for rate in self._between(*pair))}
        return list(self._split(sorted(found)))

    def _around(self, edge: Decimal) -> Iterator[Decimal]:
        """The edge, and each neighbour with a jump between it and the edge."""
        yield edge
        if self._is_jump(edge - NEXT, edge):
            yield edge - NEXT
        if self._is_jump(edge, edge + NEXT):
            yield edge + NEXT

    def _between(self, left: Decimal, right: Decimal) -> Iterator[Decimal]:
        """Rates a straight line would miss; narrows in on jumps nobody foretold down to neighbouring rates."""
        ahead = [(left, right)]
        while ahead and self.searched < _MOST_SEARCHED:
            left, right = ahead.pop()
            middle = compared((left + right) / 2)
            if left < middle < right and not self._is_straight(left, middle, right, _BEND):
                yield middle
                ahead += [(left, middle), (middle, right)]

    def _is_jump(self, left: Decimal, right: Decimal) -> bool:
        before, after = self.value(left), self.value(right)
        if before is None or after is None:
            return before is not after
        return abs(before - after) > self.most * _JUMP

    def _is_straight(self, left: Decimal, middle: Decimal, right: Decimal, bend: Decimal) -> bool:
        self.searched += 1
        first, found, last = self.value(left), self.value(middle), self.value(right)
        if first is None or found is None or last is None:
            return first is found is last
        expected = first + (last - first) * (middle - left) / (right - left)
        return abs(found - expected) <= self.most * bend

    def _split(self, rates: list[Decimal]) -> Iterator[Piece]:
        """The rates in pieces; of two neighbours with a jump between them the rounder number is the breakpoint."""
        piece, is_start_closed = rates[:1], True
        for before, after in pairwise(rates):
            if after - before == NEXT and self._is_jump(before, after):
                is_end_closed = decimals_of(before) < decimals_of(after)
                yield from self._piece(piece, is_start_closed, is_end_closed)
                piece, is_start_closed = [], not is_end_closed
            piece.append(after)
        yield from self._piece(piece, is_start_closed, True)

    def _piece(self, rates: list[Decimal], is_start_closed: bool, is_end_closed: bool) -> Iterator[Piece]:
        """The piece of `rates` without those a straight line passes through; nothing for a hole."""
        kept: list[Decimal] = []
        for rate in rates:
            while len(kept) > 1 and self._is_straight(kept[-2], kept[-1], rate, _IDLE):
                kept.pop()
            kept.append(rate)
        spots = [Spot(rate=rate, points=points) for rate in kept if (points := self.value(rate)) is not None]
        if spots:
            yield Piece(spots=tuple(spots), is_start_closed=is_start_closed, is_end_closed=is_end_closed)
