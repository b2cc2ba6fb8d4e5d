"""Faults of a draft beside their places: which part's page, and which box on it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from selfeval.domain.document_places import PARTS, dotted, part_at, place_of, steps_of
from selfeval.domain.files import Fault, FileFaults, framework_from_document
from selfeval.domain.files.part_reading import text_in
from selfeval.models import FrameworkDraft
from selfeval.web.presenters.workshop.words import key_words, section_words

HEAD_ADDRESS: Final = "head"


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultView:
    """One fault: where it is in words, what is wrong, the page with its box, and the box's name on that page."""

    where: str
    words: str
    url: str
    box: str
    part: str


def faults_of_draft(document: Mapping[str, Any]) -> tuple[Fault, ...]:
    """Every reason why the document is no framework yet."""
    try:
        framework_from_document(dict(document))
    except FileFaults as refused:
        return refused.faults
    return ()


def part_address(draft: FrameworkDraft, place: str) -> str:
    """The page of a part of the draft."""
    return reverse("workshop-part", args=[draft.pk, dotted(place) or HEAD_ADDRESS])


def part_of(path: str) -> tuple[str, str]:
    """The place of the part a path leads into, and the box on its page, both as a page writes them."""
    steps = steps_of(path)
    length = 0
    if len(steps) >= 2 and steps[0] in PARTS and isinstance(steps[1], int):
        length = 2
        while len(steps) >= length + 2 and steps[length] == "children" and isinstance(steps[length + 1], int):
            length += 2
    return place_of(steps[:length]), ".".join(str(step) for step in steps[length:])


def fault_views(draft: FrameworkDraft, faults: Sequence[Fault]) -> tuple[FaultView, ...]:
    """The faults in the order they were found."""
    return tuple(_view(draft, fault) for fault in faults)


def counted(faults: Sequence[Fault]) -> Mapping[str, int]:
    """How many faults each part has, by its place."""
    return Counter(part_of(fault.path)[0] for fault in faults)


def faults_in(faults: Sequence[FaultView], place: str) -> tuple[FaultView, ...]:
    """The faults of the part at `place`."""
    return tuple(fault for fault in faults if fault.part == place)


def _view(draft: FrameworkDraft, fault: Fault) -> FaultView:
    place, box = part_of(fault.path)
    found = f"“{fault.found}”" if fault.found else ""
    anchor = f"#{box}" if box else ""
    return FaultView(
        where=_where(draft.document, place, box),
        words=f"{found}{fault.expected}",
        url=f"{part_address(draft, place)}{anchor}",
        box=box,
        part=place,
    )


def _where(document: Mapping[str, Any], place: str, box: str) -> str:
    words = []
    if place:
        part = part_at(document, place) if _is_mapping(document, place) else {}
        name = next((text for key in ("name", "label", "title", "code") if (text := text_in(part, key))), "")
        words.append(name or section_words(str(steps_of(place)[0])))
    else:
        words.append("总表")
    if box:
        words.append(box_words(box))
    return "　".join(words)


def box_words(box: str) -> str:
    """A box in words, `scoring.bands.1.in` as 各档第2行区间."""
    steps = steps_of(box)
    rows = [place for place, step in enumerate(steps) if isinstance(step, int)]
    if not rows:
        return key_words(box)
    first = rows[0]
    head = key_words(".".join(str(step) for step in steps[:first]))
    rest = ".".join(str(step) for step in steps[first + 1 :])
    return f"{head}第{int(steps[first]) + 1}行{box_words(rest) if rest else ''}"


def _is_mapping(document: Mapping[str, Any], place: str) -> bool:
    try:
        part_at(document, place)
    except LookupError:
        return False
    return True
