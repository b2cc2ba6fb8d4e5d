"""The page of one part of a draft: its boxes with their faults, where it stands, what an indicator comes to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from selfeval.domain.document_places import PARTS, dotted, part_at, place_of, steps_of
from selfeval.domain.files.part_reading import mappings_in, nodes_in, text_in
from selfeval.domain.verification import content_hash
from selfeval.models import FrameworkDraft
from selfeval.web.forms.workshop_boxes import SectionView, Spec, Texts, drawn, names_drawn
from selfeval.web.presenters.workshop.faults import FaultView, part_address
from selfeval.web.presenters.workshop.words import section_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A link to another part."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartPage:
    """`seen` is the hash of the part as the page shows it, `subject` its codes: how it is known again when it moves."""

    place: str
    address: str
    title: str
    name: str
    sections: tuple[SectionView, ...]
    page_faults: tuple[str, ...]
    fault_count: int
    seen: str
    subject: str
    is_indicator: bool
    can_have_children: bool
    above: tuple[Way, ...]
    children: tuple[Way, ...]
    previous: Way | None
    following: Way | None


def seen_hash(document: Mapping[str, Any], place: str) -> str:
    """The identity of what the page of a part shows: without what is below it, and of the head without the lists."""
    part = part_at(document, place)
    return content_hash(
        {key: value for key, value in part.items() if key != "children" and (place or key not in PARTS)}
    )


def part_name(part: Mapping[str, Any], place: str) -> str:
    """What a part is called."""
    keys = ("name", "label", "title", "message", "code") if place else ()
    return next((text for key in keys if (text := text_in(part, key))), "总表" if not place else "（缺名称）")


def placed_faults(
    sections: Sequence[SectionView], faults: Sequence[FaultView]
) -> tuple[dict[str, tuple[str, ...]], tuple[str, ...]]:
    """The words of the faults by the nearest box there is, and those that have none."""
    names = names_drawn(sections)
    by_box: defaultdict[str, list[str]] = defaultdict(list)
    without: list[str] = []
    for view in faults:
        box = view.box
        while box and box not in names:
            box = box.rpartition(".")[0]
        if box:
            by_box[box].append(view.words)
        else:
            without.append(view.words)
    return {name: tuple(words) for name, words in by_box.items()}, tuple(without)


def sections_with(
    spec: Spec, texts: Texts, faults: Sequence[FaultView]
) -> tuple[tuple[SectionView, ...], tuple[str, ...]]:
    """The sections with each fault at its box, and the faults that have no box."""
    by_box, without = placed_faults(drawn(spec, texts, {}), faults)
    return drawn(spec, texts, by_box), without


def ways(draft: FrameworkDraft, place: str) -> tuple[Way | None, Way | None]:
    """The parts before and after one, in the order of the draft's page."""
    places = _places(draft.document)
    at = places.index(place) if place in places else 0
    before = places[at - 1] if at else None
    after = places[at + 1] if at + 1 < len(places) else None
    return (
        None if before is None else way(draft, before),
        None if after is None else way(draft, after),
    )


def way(draft: FrameworkDraft, place: str) -> Way:
    """The link to a part."""
    return Way(name=part_name(part_at(draft.document, place), place), url=part_address(draft, place))


def ways_above(draft: FrameworkDraft, place: str) -> tuple[Way, ...]:
    """The nodes above an indicator; for other parts the list they stand in."""
    steps = steps_of(place)
    if not steps:
        return ()
    above = [place_of(steps[:length]) for length in range(2, len(steps), 2)]
    if above:
        return tuple(way(draft, each) for each in above)
    return (Way(name=section_words(str(steps[0])), url=""),)


def ways_below(draft: FrameworkDraft, place: str) -> tuple[Way, ...]:
    """The nodes right below an indicator."""
    return tuple(
        way(draft, each.place)
        for each in nodes_in(draft.document)
        if each.place.rpartition("[")[0] == f"{place}.children"
    )


def address_of(place: str) -> str:
    """The place as the page's address has it."""
    return dotted(place) or "head"


def _places(document: Mapping[str, Any]) -> list[str]:
    found = ["", *(each.place for each in nodes_in(document))]
    for section in PARTS:
        if section != "indicators":
            found += [f"{section}[{number}]" for number in range(len(mappings_in(document, section)))]
    return found
