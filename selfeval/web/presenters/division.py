"""Who fills what, how far each is, and who has not answered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from selfeval.domain.assessment import Assessment
from selfeval.domain.division import AskedBox, Filled, Place, asked_boxes, filled_of, places_of, stands_in
from selfeval.domain.framework import Framework
from selfeval.models import Assignment, BoxStamp, User
from selfeval.web.presenters.addresses import Addresses
from selfeval.web.presenters.text import moment_text

_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class PartView:
    """A part that was given to somebody. `kind`: done, changed (marked done, then written again), open.

    `missing` names some of the required boxes that are empty, `more` is how many others there are.
    """

    place: str
    title: str
    where: str
    depth: int
    url: str
    person_id: int
    person: str
    is_mine: bool
    note: str
    kind: str
    words: str
    filled: int
    asked: int
    missing: tuple[str, ...]
    missing_count: int
    assigned: str

    @property
    def more(self) -> int:
        """Required boxes still empty that are not named."""
        return self.missing_count - len(self.missing)

    @property
    def is_marked_done(self) -> bool:
        """Whether the person said so, whatever was written since."""
        return self.kind in ("done", "changed")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceLine:
    """A line of the table: a page or node, and who fills it, None where nobody was named."""

    title: str
    depth: int
    url: str
    part: PartView | None
    filled: Filled


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """A person of the unit: how many parts they have, how many are done, how many required boxes are empty."""

    name: str
    parts: int
    done: int
    missing: int

    @property
    def has_answered(self) -> bool:
        """Whether every part of theirs is marked done."""
        return self.parts == self.done


@dataclass(frozen=True, slots=True, kw_only=True)
class Division:
    """The whole division of one filing."""

    lines: tuple[PlaceLine, ...]
    people: tuple[PersonLine, ...]
    places: tuple[Place, ...]

    @property
    def open_people(self) -> int:
        """How many people have not answered."""
        return sum(not each.has_answered for each in self.people)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Whose a page or an indicator is, as a small mark beside it; `section` is the page it stands on."""

    place: str
    section: str
    title: str
    person: str
    note: str
    is_mine: bool
    is_done: bool


def marks_of(framework: Framework, assignments: Iterable[Assignment], user: User) -> dict[str, Mark]:
    """The marks by place, in the order of the pages."""
    by_place = {each.place: each for each in assignments}
    if not by_place:
        return {}
    return {
        place.code: Mark(
            place=place.code,
            section=place.section,
            title=place.title,
            person=row.person.full_name,
            note=row.note,
            is_mine=row.person_id == user.pk,
            is_done=row.done_at is not None,
        )
        for place in places_of(framework)
        if (row := by_place.get(place.code)) is not None
    }


def parts_of(
    assessment: Assessment,
    addresses: Addresses,
    assignments: Iterable[Assignment],
    *,
    stamps: Iterable[BoxStamp],
    user: User,
    now: datetime,
) -> tuple[PartView, ...]:
    """The parts in the order of the pages. `stamps` are those of boxes written since the first was marked done."""
    by_place = {each.place: each for each in assignments}
    boxes, written = asked_boxes(assessment), list(stamps)
    titles = {each.code: each.title for each in places_of(assessment.framework) if each.depth == 0}
    return tuple(
        _part(assessment, addresses, by_place[place.code], place, titles, boxes, written, user, now)
        for place in places_of(assessment.framework)
        if place.code in by_place
    )


def division_of(assessment: Assessment, addresses: Addresses, parts: Iterable[PartView]) -> Division:
    """The table of all pages and of the nodes somebody was named for, and the people."""
    by_place = {each.place: each for each in parts}
    places, boxes = places_of(assessment.framework), asked_boxes(assessment)
    lines = tuple(
        PlaceLine(
            title=place.title,
            depth=place.depth,
            url=_url(addresses, place),
            part=by_place.get(place.code),
            filled=filled_of(assessment, place.code, boxes),
        )
        for place in places
        if place.depth == 0 or place.code in by_place
    )
    return Division(lines=lines, people=_people(by_place), places=places)


def first_done(assignments: Iterable[Assignment]) -> datetime | None:
    """When the first part was marked done; None where none is."""
    return min((each.done_at for each in assignments if each.done_at is not None), default=None)


def _people(by_place: Mapping[str, PartView]) -> tuple[PersonLine, ...]:
    found: dict[int, list[PartView]] = {}
    for part in by_place.values():
        found.setdefault(part.person_id, []).append(part)
    lines = (
        PersonLine(
            name=parts[0].person,
            parts=len(parts),
            done=sum(each.is_marked_done for each in parts),
            missing=sum(each.missing_count for each in parts),
        )
        for parts in found.values()
    )
    return tuple(sorted(lines, key=lambda each: (each.has_answered, -each.missing)))


def _part(
    assessment: Assessment,
    addresses: Addresses,
    row: Assignment,
    place: Place,
    titles: Mapping[str, str],
    boxes: tuple[AskedBox, ...],
    written: list[BoxStamp],
    user: User,
    now: datetime,
) -> PartView:
    filled = filled_of(assessment, place.code, boxes)
    kind, words = _standing(row, _written_since(assessment, row, written), now)
    return PartView(
        place=place.code,
        title=place.title,
        where=titles[place.section] if place.depth else "",
        depth=place.depth,
        url=_url(addresses, place),
        person_id=row.person_id,
        person=row.person.full_name,
        is_mine=row.person_id == user.pk,
        note=row.note,
        kind=kind,
        words=words,
        filled=filled.filled,
        asked=filled.asked,
        missing=tuple(each.label for each in filled.missing[:_NAMED]),
        missing_count=len(filled.missing),
        assigned=moment_text(row.assigned_at, now),
    )


def _written_since(assessment: Assessment, row: Assignment, written: list[BoxStamp]) -> int:
    if row.done_at is None:
        return 0
    later = (each for each in written if each.saved_at > row.done_at)
    return sum(stands_in(assessment.framework, each.box, row.place) for each in later)


def _standing(row: Assignment, written: int, now: datetime) -> tuple[str, str]:
    if row.done_at is None:
        return "open", "还没有交"
    done = f"{moment_text(row.done_at, now)} 填完"
    return ("changed", f"{done}，之后又改过 {written} 处") if written else ("done", done)


def _url(addresses: Addresses, place: Place) -> str:
    page = addresses.section(place.section)
    return f"{page}#indicators.{place.code}" if place.depth else page
