"""Who fills what (填报分工): the places of a form that can be given to a person, and how far each is filled.

A place is a page's code or the full code of an indicator node. It tells people what is theirs and keeps nobody out of
another part: the work of a small unit does not stop because a colleague is away.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from selfeval.domain.assessment import Assessment
from selfeval.domain.filing import IndicatorEntry
from selfeval.domain.framework import Framework, Indicator
from selfeval.domain.scoring.rules import Checklist, Choose, Coefficient, Incidents, Manual, Rule, Tiers
from selfeval.domain.sections import SectionKind, section_of_box, sections_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A part of the form; `section` is the page it stands on, `depth` 0 for a page, 1 and 2 for nodes below it."""

    code: str
    title: str
    section: str
    depth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedBox:
    """A box that asks for something: `label` is what people call it."""

    box: str
    label: str
    is_required: bool
    is_filled: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """How far a place is: boxes that are filled, all that ask for something, and the required ones still empty."""

    filled: int
    asked: int
    missing: tuple[AskedBox, ...]


def places_of(framework: Framework) -> tuple[Place, ...]:
    """Every place in the order of the pages; nodes follow the page they stand on. The last page is nobody's part.

    A node that is all there is below another is no place of its own.
    """
    found: list[Place] = []
    for section in sections_of(framework):
        if section.kind is SectionKind.CHECK:
            continue
        found.append(Place(code=section.code, title=section.title, section=section.code, depth=0))
        if section.kind is SectionKind.INDICATORS:
            found.extend(_below(framework.nodes[section.code], section.code))
    return tuple(found)


def _below(node: Indicator, section: str) -> Iterator[Place]:
    children = [child for child in node.children if child.own is None]
    for child in children:
        if len(children) > 1:
            yield Place(code=child.code, title=child.name, section=section, depth=child.level - 1)
        yield from _below(child, section)


def stands_in(framework: Framework, box: str, place: str) -> bool:
    """Whether the box `box` belongs to the place `place`."""
    if "." not in place:
        return section_of_box(framework, box) == place
    kind, _, code = box.partition(".")
    return kind in ("indicators", "own_indicators") and f"{code}.".startswith(f"{place}.")


def filled_of(assessment: Assessment, place: str, boxes: tuple[AskedBox, ...]) -> Filled:
    """How far `place` is; `boxes` are those of `asked_boxes`."""
    own = [each for each in boxes if stands_in(assessment.framework, each.box, place)]
    return Filled(
        filled=sum(each.is_filled for each in own),
        asked=len(own),
        missing=tuple(each for each in own if each.is_required and not each.is_filled),
    )


def asked_boxes(assessment: Assessment) -> tuple[AskedBox, ...]:
    """Every box that asks for something, as the checks of required boxes see it. Remarks nobody asks for are left out.

    Figures and texts count whether required or not; of an indicator its score, what its rule reads, and the reason
    once points are lost.
    """
    return (*_face(assessment), *_figures(assessment), *_indicators(assessment), *_texts(assessment))


def _face(assessment: Assessment) -> Iterator[AskedBox]:
    filing = assessment.filing
    yield _asked("department.head", "单位负责人", filing.department.head)
    yield _asked("department.phone", "单位联系电话", filing.department.phone)
    yield _asked("filed_on", "填报日期", filing.filed_on)


def _figures(assessment: Assessment) -> Iterator[AskedBox]:
    for each in assessment.framework.fields:
        value = assessment.filing.fields.get(each.code)
        yield _asked(f"fields.{each.code}", each.label, value, is_required=each.is_required)


def _texts(assessment: Assessment) -> Iterator[AskedBox]:
    for each in assessment.framework.narratives:
        text = assessment.filing.narratives.get(each.code)
        yield _asked(f"narratives.{each.code}", each.title, text, is_required=each.is_required)
    yield _asked("evaluators", "评价人员", assessment.filing.evaluators)


def _indicators(assessment: Assessment) -> Iterator[AskedBox]:
    for root in assessment.framework.indicators:
        for node in root.walk():
            if node.own_groups:
                yield from _own(assessment, node)
            elif node.is_leaf and node.own is None:
                yield from _leaf(assessment, node)


def _own(assessment: Assessment, node: Indicator) -> Iterator[AskedBox]:
    """What the unit added itself below `node`: that there is something, and the score of each."""
    added = [child.own for child in node.children if child.own is not None]
    box = f"own_indicators.{node.code}"
    yield _asked(box, f"{node.name}的个性指标", tuple(added))
    for own in added:
        yield _asked(box, f"“{own.name}”的得分", own.entry.self_score)


def _leaf(assessment: Assessment, leaf: Indicator) -> Iterator[AskedBox]:
    entry = assessment.filing.entry(leaf.code)
    if not entry.is_applicable:
        return
    box = f"indicators.{leaf.code}"
    key = _input_of(leaf.rule)
    if key:
        value = getattr(entry, key)
        yield AskedBox(box=f"{box}.{key}", label=leaf.name, is_required=True, is_filled=value not in (None, ""))
    yield _asked(f"{box}.self_score", f"{leaf.name}的评价得分", entry.self_score)
    if _has_lost(assessment, leaf.code, entry):
        yield _asked(f"{box}.reason", f"{leaf.name}的扣分原因", entry.reason)


def _has_lost(assessment: Assessment, code: str, entry: IndicatorEntry) -> bool:
    return entry.self_score is not None and entry.self_score < assessment.sheet.indicators[code].points


def _input_of(rule: Rule | None) -> str:
    """The box that the rule reads; empty for a rule over figures."""
    match rule:
        case Choose(pick="unit"):
            return "choice"
        case Checklist():
            return "ticked"
        case Incidents():
            return "incidents"
        case Manual():
            return "points"
        case Tiers(tiers=offered) if offered:
            return "tier"
        case Tiers() | Coefficient():
            return "coefficient"
    return ""


def _asked(box: str, label: str, value: object, *, is_required: bool = True) -> AskedBox:
    is_blank = value is None or value == () or (isinstance(value, str) and not value.strip())
    return AskedBox(box=box, label=label, is_required=is_required, is_filled=not is_blank)
