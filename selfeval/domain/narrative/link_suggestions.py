"""Typed numbers that are figures of the form, each with the mark that would follow it. Suggested only, never done."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher
from typing import Final

from selfeval.domain.narrative.link_values import MONEY_UNITS, LinkValue, LinkValues, ValueKind, key_of
from selfeval.domain.narrative.links import mark_of, pieces
from selfeval.domain.narrative.quantities import Quantity, QuantityKind, quantities

_KINDS: Final = {
    QuantityKind.MONEY: ValueKind.MONEY,
    QuantityKind.PERCENT: ValueKind.PERCENT,
    QuantityKind.COUNT: ValueKind.COUNT,
}
# So many characters before a number say what it is.
_REACH: Final = 24
_CLAUSE: Final = re.compile(r"[，,；;。、\n]")
_SHARED: Final = 2
# 0, 1 (100 %) are what too many things are.
_COMMON: Final = frozenset({Decimal(0), Decimal(1)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """`quote` at `start` to `end` of the text as typed is the value `name`; `mark` may stand in its place."""

    start: int
    end: int
    quote: str
    name: str
    mark: str


def link_suggestions(text: str, values: LinkValues) -> tuple[Suggestion, ...]:
    """One for each typed number that is exactly a figure of the form, named before it or the only one of its size."""
    marks = [piece for piece in pieces(text, values) if piece.mark]
    taken = {place for mark in marks for place in range(mark.start, mark.end)}
    typed = (each for each in quantities(text) if each.start not in taken and not each.is_rough)
    return tuple(found for each in typed if (found := _suggestion(text, each, values)) is not None)


def _suggestion(text: str, stated: Quantity, values: LinkValues) -> Suggestion | None:
    equal = list(_equal(stated, values))
    before = key_of(_CLAUSE.split(text[max(stated.start - _REACH, 0) : stated.start])[-1])
    shared = [_shared(before, each.name) for each in equal]
    is_named = max(shared, default=0) >= _SHARED and shared.count(max(shared)) == 1
    is_only = len(equal) == 1 and stated.kind is not QuantityKind.COUNT and stated.value not in _COMMON
    if not (is_named or is_only):
        return None
    meant = equal[shared.index(max(shared))]
    unit = stated.unit if stated.kind is QuantityKind.MONEY and stated.unit != values.money_unit.label else ""
    behind = stated.unit if stated.kind is QuantityKind.COUNT else ""
    return Suggestion(
        start=stated.start,
        end=stated.end,
        quote=text[stated.start : stated.end],
        name=meant.name,
        mark=f"{mark_of(meant, unit=unit)}{behind}",
    )


def _equal(stated: Quantity, values: LinkValues) -> Iterator[LinkValue]:
    if stated.kind is QuantityKind.MONEY and stated.unit not in MONEY_UNITS:
        return
    for each in values.values:
        if each.kind is _KINDS[stated.kind] and isinstance(each.value, Decimal) and _is_same(stated, each, values):
            yield each


def _is_same(stated: Quantity, value: LinkValue, values: LinkValues) -> bool:
    """Whether the link would print the same number: the figure itself, or the rate at the form's decimals."""
    exact = value.value if isinstance(value.value, Decimal) else Decimal(0)
    if stated.kind is QuantityKind.MONEY:
        return stated.value == exact * values.money_unit.yuan
    if stated.kind is QuantityKind.PERCENT:
        return stated.value == values.rounding.printed_rate(exact, is_percent=True)
    return stated.value == exact


def _shared(before: str, name: str) -> int:
    """How many characters in a row the words before a number share with a name."""
    key = key_of(name)
    return SequenceMatcher(None, before, key, autojunk=False).find_longest_match().size
