"""Remarks pinned to places of a form (批注): what a place is called, and what a return with pins opens.

A place is an indicator by its full code, or a box by its path. What is returned with pins may be changed at these
places only.
"""

from collections.abc import Iterable

from selfeval.domain.division import stands_in
from selfeval.domain.framework import Framework
from selfeval.domain.sections import section_of_box, sections_of


def is_place(framework: Framework, place: str) -> bool:
    """Whether a remark can be pinned there: to an indicator that is scored, or to a box that can be filled."""
    if place in framework.nodes:
        return not framework.nodes[place].children
    kind, _, code = place.partition(".")
    match kind:
        case "fields":
            return code in framework.fields_by_code
        case "narratives":
            return code in {narrative.code for narrative in framework.narratives}
        case "face":
            return bool(code)
    return place == "evaluators"


def place_name(framework: Framework, place: str) -> str:
    """What people call the place."""
    if place in framework.nodes:
        return framework.nodes[place].name
    kind, _, code = place.partition(".")
    if kind == "fields" and code in framework.fields_by_code:
        return framework.fields_by_code[code].label
    for narrative in framework.narratives:
        if kind == "narratives" and narrative.code == code:
            return narrative.title
    section = section_of_box(framework, place)
    return next((each.title for each in sections_of(framework) if each.code == section), place)


def is_open(framework: Framework, box: str, places: Iterable[str]) -> bool:
    """Whether `box` may be changed where a return opened `places`: the box itself, or one of an indicator's."""
    return any(box == place or box.startswith(f"{place}.") or _is_of(framework, box, place) for place in places)


def _is_of(framework: Framework, box: str, place: str) -> bool:
    return place in framework.nodes and stands_in(framework, box, place)
