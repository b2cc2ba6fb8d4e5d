"""What a unit changed between two submissions of one form: box by box, and in its evidence.

Boxes are named as everywhere (`fields.closing_balance`, `indicators.<code>.reason`, `own_indicators.<node>`), values
are those of the filing file (`domain.files.filing_to_document`).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

# What a filing file says of itself, not of what was filled.
_NOT_BOXES: Final = frozenset({"format", "framework", "fiscal_year"})
_NOT_FILLED: Final = frozenset({"code", "name"})
_BY_CODE: Final = ("fields", "narratives", "explanations")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxChange:
    """A box that holds something else: `old` and `new` as the filing file has them, None where it was empty."""

    box: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceChange:
    """A piece of evidence that came, went, or belongs to other indicators; `indicators` as they are now, or were."""

    name: str
    how: str
    indicators: tuple[str, ...]


def changed_boxes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[BoxChange, ...]:
    """Every box that differs between two filing documents, in the order of the newer one."""
    old, new = dict(_boxes(before)), dict(_boxes(after))
    return tuple(
        BoxChange(box=box, old=old.get(box), new=new.get(box))
        for box in dict.fromkeys((*new, *old))
        if old.get(box) != new.get(box)
    )


def changed_evidence(
    before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]
) -> tuple[EvidenceChange, ...]:
    """What became of the evidence between two frozen lists of it (name, sha256, indicators); a new version is both."""
    old = {each["public_id"]: each for each in before}
    new = {each["public_id"]: each for each in after}
    came = [_evidence(each, "新增") for key, each in new.items() if key not in old]
    went = [_evidence(each, "移除") for key, each in old.items() if key not in new]
    moved = [
        _evidence(each, "改对应指标")
        for key, each in new.items()
        if key in old and list(old[key].get("indicators", ())) != list(each.get("indicators", ()))
    ]
    return (*came, *went, *moved)


def _evidence(each: Mapping[str, Any], how: str) -> EvidenceChange:
    return EvidenceChange(name=each["name"], how=how, indicators=tuple(each.get("indicators", ())))


def _boxes(document: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in document.items():
        if key in _NOT_BOXES or value in (None, "", [], {}):
            continue
        if key in _BY_CODE:
            yield from ((f"{key}.{code}", each) for code, each in value.items())
        elif key == "department":
            yield from ((f"department.{name}", each) for name, each in value.items() if name not in _NOT_FILLED)
        elif key == "indicators":
            yield from _of_indicators(value)
        elif key == "own_indicators":
            yield from _of_own(value)
        else:
            yield key, value


def _of_indicators(entries: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, Any]]:
    for code, entry in entries.items():
        yield from ((f"indicators.{code}.{attribute}", value) for attribute, value in entry.items())


def _of_own(rows: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Any]]:
    below: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        below[row["under"]].append(row)
    yield from ((f"own_indicators.{under}", own) for under, own in below.items())
