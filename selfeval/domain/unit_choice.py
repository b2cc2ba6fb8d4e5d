"""Many units chosen in a few words: a set to begin with, units taken out of it, units added to it.

A unit is named by its code or its whole name; with `*` behind it, together with all units below it.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

_BETWEEN: Final = re.compile(r"[\n,，;；、\t]+")
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
    wanted = [each.strip() for each in _BETWEEN.split(words) if each.strip()]
    if not wanted:
        return Named(keys=frozenset(), unknown=(), ambiguous=())
    codes = {unit.code: at for at, unit in enumerate(units)}
    names = _places_by_name(units)
    keys: set[int] = set()
    unknown: list[str] = []
    ambiguous: list[str] = []
    for each in wanted:
        name = each.rstrip("".join(_WITH_BELOW)).rstrip()
        places = [codes[name]] if name in codes else names.get(name, ())
        if len(places) != 1:
            (ambiguous if places else unknown).append(each)
            continue
        keys |= _with_below(units, places[0]) if each.endswith(_WITH_BELOW) else {units[places[0]].key}
    return Named(keys=frozenset(keys), unknown=tuple(unknown), ambiguous=tuple(ambiguous))


def chosen_units(base: Collection[int], *, without: Collection[int], besides: Collection[int]) -> frozenset[int]:
    """`base` less `without`, and `besides`, which is said last and so goes before."""
    return (frozenset(base) - frozenset(without)) | frozenset(besides)


def _places_by_name(units: Sequence[ListedUnit]) -> Mapping[str, Sequence[int]]:
    found: dict[str, list[int]] = {}
    for at, unit in enumerate(units):
        found.setdefault(unit.name, []).append(at)
    return found


def _with_below(units: Sequence[ListedUnit], at: int) -> set[int]:
    keys = {units[at].key}
    for unit in units[at + 1 :]:
        if unit.depth <= units[at].depth:
            break
        keys.add(unit.key)
    return keys
