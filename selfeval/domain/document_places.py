"""Places in a plain framework document, and changes of what stands there. Nothing here looks at what it means.

A place is written as faults write it, `indicators[1].children[0]`; in addresses the brackets become dots,
`indicators.1.children.0`. The empty place is the document itself. Every change gives a new document.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from typing import Any, Final

Step = str | int
Plain = Any
# The lists of a framework document whose elements are parts; indicators have more of them as `children`.
PARTS: Final = ("field_groups", "fields", "derived", "narratives", "indicators", "checks")
_STEP: Final = re.compile(r"[^.\[\]]+")


class NoSuchPlace(LookupError):
    """Nothing stands at a place, or not what is asked for."""

    def __init__(self, place: str) -> None:
        super().__init__(f"没有“{place}”这一部分，可能已被移动或删除。")
        self.place = place


def steps_of(place: str) -> tuple[Step, ...]:
    """The keys and numbers on the way to `place`, in either way of writing."""
    return tuple(int(step) if step.isdecimal() and step.isascii() else step for step in _STEP.findall(place))


def place_of(steps: Sequence[Step]) -> str:
    """The place as faults write it."""
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps).removeprefix(".")


def dotted(place: str) -> str:
    """The place as addresses write it."""
    return ".".join(str(step) for step in steps_of(place))


def part_at(document: Plain, place: str) -> dict[str, Plain]:
    """The mapping at `place`. Raises NoSuchPlace."""
    found = _at(document, steps_of(place), place)
    if not isinstance(found, dict):
        raise NoSuchPlace(place)
    return found


def with_values(document: Plain, place: str, values: Mapping[str, Plain]) -> dict[str, Plain]:
    """The document with keys of the mapping at `place` set; None takes a key away. Raises NoSuchPlace."""
    changed = deepcopy(document)
    part = part_at(changed, place)
    for key, value in values.items():
        if value is None:
            part.pop(key, None)
        else:
            part[key] = deepcopy(value)
    return _mapping(changed)


def with_added(document: Plain, place: str, part: Mapping[str, Plain]) -> tuple[dict[str, Plain], str]:
    """The document with `part` at the end of the list at `place`, and where it stands; makes the list if need be."""
    changed = deepcopy(document)
    *above, key = steps_of(place)
    holder = part_at(changed, place_of(above))
    held = holder.get(str(key))
    siblings = held if isinstance(held, list) else []
    siblings.append(deepcopy(dict(part)))
    holder[str(key)] = siblings
    return _mapping(changed), f"{place}[{len(siblings) - 1}]"


def without_part(document: Plain, place: str) -> dict[str, Plain]:
    """The document without the part at `place`; a list left empty goes with it. Raises NoSuchPlace."""
    changed = deepcopy(document)
    siblings, number = _siblings(changed, place)
    del siblings[number]
    if not siblings:
        *above, key, _ = steps_of(place)
        del part_at(changed, place_of(above))[str(key)]
    return _mapping(changed)


def with_moved(document: Plain, place: str, by: int) -> tuple[dict[str, Plain], str]:
    """The document with the part at `place` moved among its siblings, and where it stands then. Raises NoSuchPlace.

    What is first or last already stays where it is.
    """
    changed = deepcopy(document)
    siblings, number = _siblings(changed, place)
    wanted = min(max(number + by, 0), len(siblings) - 1)
    siblings.insert(wanted, siblings.pop(number))
    return _mapping(changed), place_of([*steps_of(place)[:-1], wanted])


def subject_at(document: Plain, place: str) -> str:
    """The codes on the way to `place`, dotted: what stands there, however it is moved about."""
    codes: list[str] = []
    steps = steps_of(place)
    for length in range(1, len(steps) + 1):
        found = _at_or_none(document, steps[:length])
        if isinstance(found, dict) and isinstance(found.get("code"), str):
            codes.append(found["code"])
    return ".".join(codes)


def place_of_subject(document: Plain, place: str, subject: str) -> str | None:
    """Where the part with the codes `subject` stands now; it stood at `place`. None where it is gone."""
    if subject_at(document, place) == subject and _at_or_none(document, steps_of(place)) is not None:
        return place
    steps: list[Step] = []
    here: Plain = document
    lists = [step for step in steps_of(place) if isinstance(step, str)]
    codes = subject.split(".")
    if len(lists) != len(codes):
        return None
    for key, code in zip(lists, codes, strict=True):
        siblings = here.get(key) if isinstance(here, dict) else None
        found = [
            number
            for number, each in enumerate(siblings if isinstance(siblings, list) else [])
            if isinstance(each, dict) and each.get("code") == code
        ]
        if not found or not isinstance(siblings, list):
            return None
        steps += [key, found[0]]
        here = siblings[found[0]]
    return place_of(steps)


def misfits(document: Plain) -> Iterator[tuple[str, Plain]]:
    """What stands in a list of parts and is none: place and value. Such a document cannot be changed part by part."""
    for key in (*PARTS, "children"):
        siblings = document.get(key) if isinstance(document, dict) else None
        for number, each in enumerate(siblings if isinstance(siblings, list) else []):
            if not isinstance(each, dict):
                yield f"{key}[{number}]", each
            elif key in ("indicators", "children"):
                yield from ((f"{key}[{number}].{place}", value) for place, value in misfits(each))


def _siblings(document: Plain, place: str) -> tuple[list[Plain], int]:
    *above, number = steps_of(place) or ("",)
    siblings = _at(document, tuple(above), place)
    if not isinstance(siblings, list) or not isinstance(number, int) or number >= len(siblings):
        raise NoSuchPlace(place)
    return siblings, number


def _at(document: Plain, steps: Sequence[Step], place: str) -> Plain:
    for step in steps:
        is_there = (isinstance(document, dict) and isinstance(step, str) and step in document) or (
            isinstance(document, list) and isinstance(step, int) and step < len(document)
        )
        if not is_there:
            raise NoSuchPlace(place)
        document = document[step]
    return document


def _at_or_none(document: Plain, steps: Sequence[Step]) -> Plain:
    try:
        return _at(document, steps, "")
    except NoSuchPlace:
        return None


def _mapping(document: Plain) -> dict[str, Plain]:
    if not isinstance(document, dict):
        raise NoSuchPlace("")
    return document
