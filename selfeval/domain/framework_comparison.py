"""Two framework documents line by line: which parts came, went or changed, and what that does to the sums.

Works on plain documents, so that a draft can be compared before it is a framework. Parts are told apart by their
codes, indicators by their full codes; a part that only stands elsewhere among its siblings is moved.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Any

from selfeval.domain.document_places import PARTS

Plain = Any


class How(StrEnum):
    """What became of a part."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeChange:
    """One attribute; `key` is dotted for one inside another, `scoring.limit`. None is not written.

    `old` and `new` are texts, or lists as they stand in the document.
    """

    key: str
    old: Plain
    new: Plain


@dataclass(frozen=True, slots=True, kw_only=True)
class PartDifference:
    """A part that is not the same; `section` is the list it stands in, `code` its full code, `level` 0 but in the tree.

    `is_moved`: its place among those both documents have is another.
    """

    section: str
    code: str
    name: str
    level: int
    how: How
    is_moved: bool
    attributes: tuple[AttributeChange, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SumDifference:
    """Points of a node of level 1 or 2 (0: of all), summed over the leaves. None: not there, or no number."""

    code: str
    name: str
    level: int
    old: Decimal | None
    new: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """All differences in print order; `sums` has every node of either document, changed or not."""

    head: tuple[AttributeChange, ...]
    parts: tuple[PartDifference, ...]
    sums: tuple[SumDifference, ...]

    @property
    def is_same(self) -> bool:
        """Whether nothing differs."""
        return not self.head and not self.parts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    name: str
    level: int
    attributes: dict[str, Plain]


def compare(old: Mapping[str, Plain], new: Mapping[str, Plain]) -> Comparison:
    """The differences from `old` to `new`."""
    parts: list[PartDifference] = []
    for section in PARTS:
        parts.extend(_part_differences(section, _parts(old, section), _parts(new, section)))
    return Comparison(
        head=_changes(_attributes(old, PARTS), _attributes(new, PARTS)), parts=tuple(parts), sums=_sums(old, new)
    )


def _parts(document: Mapping[str, Plain], section: str) -> dict[str, _Part]:
    """The parts of a list by full code, in print order; of several with one code the first counts."""
    found: dict[str, _Part] = {}
    for code, level, part in _placed(document.get(section), "", 1, is_tree=section == "indicators"):
        name = next((part[key] for key in ("name", "label", "title", "message") if isinstance(part.get(key), str)), "")
        attributes = _attributes(part, ("code", "children"))
        found.setdefault(code, _Part(name=name, level=level, attributes=attributes))
    return found


def _placed(siblings: Plain, above: str, level: int, *, is_tree: bool) -> Iterator[tuple[str, int, dict[str, Plain]]]:
    for number, part in enumerate(siblings if isinstance(siblings, list) else []):
        if not isinstance(part, dict):
            continue
        own = part.get("code") if isinstance(part.get("code"), str) else f"[{number}]"
        code = f"{above}.{own}" if above else str(own)
        yield code, level if is_tree else 0, part
        if is_tree:
            yield from _placed(part.get("children"), code, level + 1, is_tree=True)


def _part_differences(section: str, old: dict[str, _Part], new: dict[str, _Part]) -> Iterator[PartDifference]:
    moved = _moved(list(old), list(new))
    for code in _merged(list(old), list(new)):
        before, after = old.get(code), new.get(code)
        attributes = _changes(before.attributes if before else {}, after.attributes if after else {})
        if before and after and not attributes and code not in moved:
            continue
        shown = after or old[code]
        yield PartDifference(
            section=section,
            code=code,
            name=shown.name,
            level=shown.level,
            how=How.ADDED if before is None else How.REMOVED if after is None else How.CHANGED,
            is_moved=code in moved,
            attributes=attributes,
        )


def _merged(old: list[str], new: list[str]) -> list[str]:
    """All codes in the order of `new`, with what is gone after what it stood behind."""
    merged = list(new)
    known = set(new)
    for place, code in enumerate(old):
        if code not in known:
            before = old[place - 1] if place else None
            merged.insert(merged.index(before) + 1 if before is not None else 0, code)
            known.add(code)
    return merged


def _moved(old: list[str], new: list[str]) -> set[str]:
    """The codes both have that stand in another order: as few as tell it."""
    before, after = [code for code in old if code in set(new)], [code for code in new if code in set(old)]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    kept = {code for block in matcher.get_matching_blocks() for code in before[block.a : block.a + block.size]}
    return set(before) - kept


def _attributes(part: Mapping[str, Plain], without: tuple[str, ...]) -> dict[str, Plain]:
    """Every attribute as text or list, mappings unfolded; what is empty is as good as not written."""
    found: dict[str, Plain] = {}
    for key, value in part.items():
        if key not in without:
            found.update(_unfolded(key, value))
    return found


def _unfolded(key: str, value: Plain) -> Iterator[tuple[str, Plain]]:
    if isinstance(value, Mapping):
        for inner, each in value.items():
            yield from _unfolded(f"{key}.{inner}", each)
    elif value not in (None, "", []):
        yield key, value


def _changes(old: Mapping[str, Plain], new: Mapping[str, Plain]) -> tuple[AttributeChange, ...]:
    keys = _merged(list(old), list(new))
    return tuple(
        AttributeChange(key=key, old=old.get(key), new=new.get(key)) for key in keys if old.get(key) != new.get(key)
    )


def _sums(old: Mapping[str, Plain], new: Mapping[str, Plain]) -> tuple[SumDifference, ...]:
    before, after = _points(old), _points(new)
    sums = []
    for code in _merged(list(before), list(after)):
        name, level, _ = after.get(code) or before[code]
        points = [each[code][2] if code in each else None for each in (before, after)]
        sums.append(SumDifference(code=code, name=name, level=level, old=points[0], new=points[1]))
    return tuple(sums)


def _points(document: Mapping[str, Plain]) -> dict[str, tuple[str, int, Decimal | None]]:
    """Name, level and summed points of all (under the empty code) and of each node above the leaves."""
    nodes = {code: (level, part) for code, level, part in _placed(document.get("indicators"), "", 1, is_tree=True)}
    leaves = {code: part for code, (_, part) in nodes.items() if not part.get("children")}
    found: dict[str, tuple[str, int, Decimal | None]] = {"": ("合计", 0, _sum(leaves.values()))}
    for code, (level, part) in nodes.items():
        if part.get("children") or level == 1:
            below = [leaf for each, leaf in leaves.items() if each == code or each.startswith(f"{code}.")]
            found[code] = (str(part.get("name") or code), level, _sum(below))
    return found


def _sum(leaves: Any) -> Decimal | None:
    try:
        return sum((Decimal(str(leaf["points"])) for leaf in leaves), Decimal(0))
    except (InvalidOperation, KeyError):
        return None
