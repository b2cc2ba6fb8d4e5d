"""Remarks pinned to places of a form (批注): what a place is called, and what a return with pins opens.

A place is an indicator by its full code, or a box by its path. What is returned with pins may be changed at these
places only; an indicator takes the figures its rule reads along, as its score follows from them.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Final

from selfeval.domain.division import stands_in
from selfeval.domain.expressions import Expression
from selfeval.domain.framework import Framework, Indicator
from selfeval.domain.scoring.rules import Milestones, formulas_of
from selfeval.domain.sections import section_of_box, sections_of

_FACE: Final = {"department.head": "单位负责人", "department.phone": "单位联系电话", "filed_on": "填报日期"}
_EVALUATORS: Final = "evaluators"
# What answers a warning may always be written: a mended figure may bring a warning that was not there before.
_EXPLANATIONS: Final = "explanations."


def is_place(framework: Framework, place: str) -> bool:
    """Whether a remark can be pinned there: to an indicator that is scored, or to a box that can be filled.

    `framework` has the unit's own indicators in place.
    """
    if place in framework.nodes:
        return not framework.nodes[place].children
    kind, _, code = place.partition(".")
    match kind:
        case "fields":
            return code in framework.fields_by_code
        case "narratives":
            return code in {narrative.code for narrative in framework.narratives}
    return place in _FACE or place == _EVALUATORS


def place_of_box(framework: Framework, box: str) -> str:
    """Where a remark about `box` is pinned: the box, or the indicator it is of; empty where nothing can be."""
    place = box.removeprefix("indicators.").removeprefix("own_indicators.")
    while place and not is_place(framework, place):
        place = place.rpartition(".")[0]
    return place


def places_of_form(framework: Framework) -> tuple[str, ...]:
    """Every place of the form in the order it is filled."""
    return (
        *_FACE,
        *(f"fields.{each.code}" for each in framework.fields),
        *(leaf.code for leaf in framework.leaves),
        *(f"narratives.{each.code}" for each in framework.narratives),
        _EVALUATORS,
    )


def place_name(framework: Framework, place: str) -> str:
    """What people call the place."""
    if place in framework.nodes:
        return framework.nodes[place].name
    if place in _FACE:
        return _FACE[place]
    kind, _, code = place.partition(".")
    if kind == "fields" and code in framework.fields_by_code:
        return framework.fields_by_code[code].label
    for narrative in framework.narratives:
        if kind == "narratives" and narrative.code == code:
            return narrative.title
    code = code if kind == "own_indicators" else place
    node = own_node_of(framework, code)
    if node is not None:
        return f"{node.name}的个性指标"
    leaf = place.removeprefix("indicators.").rpartition(".")[0]
    if leaf in framework.nodes:
        return framework.nodes[leaf].name
    section = section_of_box(framework, place)
    return next((each.title for each in sections_of(framework) if each.code == section), place)


def box_of_place(framework: Framework, place: str) -> str:
    """The box or card a place is shown at on the pages of the form."""
    if place in framework.nodes or own_node_of(framework, place) is not None:
        node = own_node_of(framework, place)
        return f"indicators.{place}" if node is None else f"own_indicators.{node.code}"
    return place


def own_node_of(framework: Framework, place: str) -> Indicator | None:
    """The node of the unit's own indicators that `place` is, or stands under."""
    return next((node for node in framework.own_nodes if f"{place}.".startswith(f"{node.code}.")), None)


def is_open(framework: Framework, box: str, places: Iterable[str]) -> bool:
    """Whether `box` may be changed where a return opened `places`: the box itself, an indicator's, a figure it reads.

    Own indicators are one box a node: a remark on one of them opens all of its node.
    """
    return box.startswith(_EXPLANATIONS) or any(_opens(framework, box, place) for place in places)


def is_evidence_open(framework: Framework, codes: Collection[str], places: Iterable[str]) -> bool:
    """Whether evidence that belongs to the indicators `codes` may be changed: every one of them was opened."""
    opened = set()
    for place in places:
        node = own_node_of(framework, place)
        opened.add(place if node is None else node.code)
    return bool(codes) and opened.issuperset(codes)


def opened_boxes(framework: Framework, places: Iterable[str]) -> tuple[str, ...]:
    """What a return with pins at `places` opens, in the order of the form: the places, and the figures they bring."""
    chosen = set(places)
    brought = {f"fields.{code}" for place in chosen for code in figures_read(framework, place)}
    return tuple(place for place in places_of_form(framework) if place in chosen | brought)


def figures_read(framework: Framework, place: str) -> tuple[str, ...]:
    """The data items the score of the indicator `place` is computed from, in the framework's order; of a box none."""
    leaf = framework.nodes.get(place)
    if leaf is None:
        return ()
    found: set[str] = set()
    _gather(framework, _names_of(leaf), found)
    return tuple(each.code for each in framework.fields if each.code in found)


def _opens(framework: Framework, box: str, place: str) -> bool:
    if box == place or box.startswith(f"{place}."):
        return True
    node = own_node_of(framework, place)
    if node is not None:
        return box == f"own_indicators.{node.code}"
    if place not in framework.nodes:
        return False
    kind, _, code = box.partition(".")
    if kind == "fields":
        return code in figures_read(framework, place)
    return stands_in(framework, box, place)


def _names_of(leaf: Indicator) -> Iterator[str]:
    for formula in formulas_of(leaf):
        yield from formula.names
    if isinstance(leaf.rule, Milestones):
        yield from (node.field for node in leaf.rule.nodes)


def _gather(framework: Framework, names: Iterable[str], found: set[str]) -> None:
    """Add the codes behind `names`: derived values and other indicators are followed to the figures they read."""
    for name in names:
        head = name.partition(".")[0]
        code = name if name in framework.nodes or name in framework.derived_by_code else head
        if code in found:
            continue
        found.add(code)
        _gather(framework, _read_by(framework, code), found)


def _read_by(framework: Framework, code: str) -> Iterator[str]:
    derived = framework.derived_by_code.get(code)
    formulas: list[Expression] = [] if derived is None else [derived.formula]
    for formula in formulas:
        yield from formula.names
    if code in framework.nodes:
        yield from _names_of(framework.nodes[code])
