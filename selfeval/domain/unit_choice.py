"""Many units chosen in a few words: a set to begin with, units taken out of it, units added to it.

A unit is named by its code or its whole name; with `*` behind it, together with all units below it.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final

_BETWEEN: Final = re.compile(r"[\n,，;；\t]+")
# Between units as well, but also within the name of one: 文化、广播电视和旅游局.
_WITHIN: Final = "、"
_WITH_BELOW: Final = ("*", "＊")


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedUnit:
    """A unit in the order of the tree, `depth` levels below the top; those below it follow it."""

    key: int
    code: str
    name: str
    depth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """The keys that words name, and the words that name no unit, or several."""

    keys: frozenset[int]
    unknown: tuple[str, ...]
    ambiguous: tuple[str, ...]


def named_units(units: Sequence[ListedUnit], words: str) -> Named:
    """The units that `words` name, one a line or with commas between them."""
    pieces = [each.strip() for each in _BETWEEN.split(words)]
    if not any(pieces):
        return Named(keys=frozenset(), unknown=(), ambiguous=())
    places_of = _places_by_name(units) | {unit.code: (at,) for at, unit in enumerate(units)}
    keys: set[int] = set()
    unknown: list[str] = []
    ambiguous: list[str] = []
    for each in _named_in(pieces, places_of):
        places = places_of.get(_bare(each), ())
        if len(places) != 1:
            (ambiguous if places else unknown).append(each)
            continue
        keys |= _with_below(units, places[0]) if each.endswith(_WITH_BELOW) else {units[places[0]].key}
    return Named(keys=frozenset(keys), unknown=tuple(unknown), ambiguous=tuple(ambiguous))


def chosen_units(base: Collection[int], *, without: Collection[int], besides: Collection[int]) -> frozenset[int]:
    """`base` less `without`, and `besides`, which is said last and so goes before."""
    return (frozenset(base) - frozenset(without)) | frozenset(besides)


def _named_in(pieces: Iterable[str], known: Collection[str]) -> Iterator[str]:
    """What each of `pieces` names: itself where it is known as it stands, else what stands between its 、."""
    for piece in pieces:
        parts = [piece] if _bare(piece) in known else [each.strip() for each in piece.split(_WITHIN)]
        yield from filter(None, parts)


def _bare(name: str) -> str:
    return name.rstrip("".join(_WITH_BELOW)).rstrip()


def _places_by_name(units: Sequence[ListedUnit]) -> dict[str, Sequence[int]]:
    found: dict[str, list[int]] = {}
    for at, unit in enumerate(units):
        found.setdefault(unit.name, []).append(at)
    return dict(found)


def _with_below(units: Sequence[ListedUnit], at: int) -> set[int]:
    below = takewhile(lambda place: units[place].depth > units[at].depth, range(at + 1, len(units)))
    return {units[at].key, *(units[place].key for place in below)}
