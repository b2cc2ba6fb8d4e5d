"""Remarks as people meet them: numbered, at their place, with their answer."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from selfeval.domain.framework import Framework
from selfeval.domain.pins import box_of_place, opened_boxes, place_name, places_of_form
from selfeval.domain.sections import section_of_box, sections_of
from selfeval.domain.workflow import Level
from selfeval.models import Filing, ReviewPin
from selfeval.web.presenters.addresses import Addresses
from selfeval.web.presenters.text import moment_text


@dataclass(frozen=True, slots=True, kw_only=True)
class PinView:
    """One remark. `box` is where it stands on the pages of the form, `url` leads there, `page` names the page."""

    pk: int
    number: int
    place: str
    name: str
    words: str
    by: str
    when: str
    level: str
    box: str
    section: str
    page: str
    url: str
    change_url: str
    answer: str
    answered_by: str

    @property
    def is_answered(self) -> bool:
        """Whether the unit said anything to it."""
        return bool(self.answer)


def pin_views(filing: Filing, framework: Framework, pins: Iterable[ReviewPin], now: datetime) -> tuple[PinView, ...]:
    """The remarks, numbered in the order they were made; `framework` has the unit's own indicators in place."""
    addresses = Addresses(public_id=filing.public_id, framework=framework)
    titles = {section.code: section.title for section in sections_of(framework)}
    found = []
    for number, pin in enumerate(pins, 1):
        box = box_of_place(framework, pin.place)
        section = section_of_box(framework, box)
        found.append(
            PinView(
                pk=pin.pk,
                number=number,
                place=pin.place,
                name=place_name(framework, pin.place),
                words=pin.words,
                by=pin.by.full_name,
                when=moment_text(pin.at, now),
                level=Level(pin.level).label,
                box=box,
                section=section,
                page=titles.get(section, ""),
                url=addresses.box(box),
                change_url=reverse("review-pin", args=[filing.public_id, pin.pk]),
                answer=pin.answer,
                answered_by=pin.answered_by.full_name if pin.answered_by else "",
            )
        )
    return tuple(found)


def by_place(pins: Iterable[PinView]) -> Mapping[str, tuple[PinView, ...]]:
    """The remarks of each place."""
    found: defaultdict[str, list[PinView]] = defaultdict(list)
    for pin in pins:
        found[pin.place].append(pin)
    return {place: tuple(each) for place, each in found.items()}


def by_box(pins: Iterable[PinView]) -> Mapping[str, tuple[PinView, ...]]:
    """The remarks of each box or card of the pages of the form."""
    found: defaultdict[str, list[PinView]] = defaultdict(list)
    for pin in pins:
        found[pin.box].append(pin)
    return {box: tuple(each) for box, each in found.items()}


def place_groups(framework: Framework) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """Every place for a list to choose from, with its name, by what kind of thing it is."""
    kinds: dict[str, list[tuple[str, str]]] = {"指标": [], "数据": [], "文字说明": [], "基本信息和评价人员": []}
    for place in places_of_form(framework):
        kind = "数据" if place.startswith("fields.") else "文字说明" if place.startswith("narratives.") else ""
        kind = kind or ("指标" if place in framework.nodes else "基本信息和评价人员")
        kinds[kind].append((place, place_name(framework, place)))
    return tuple((kind, tuple(found)) for kind, found in kinds.items() if found)


def opened_names(framework: Framework, places: Iterable[str]) -> tuple[str, ...]:
    """What a return with remarks at `places` lets the unit change, in words."""
    return tuple(place_name(framework, each) for each in opened_boxes(framework, places))
