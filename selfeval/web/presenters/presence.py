"""Who else fills the filing now, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from selfeval.domain.sections import Section, SectionKind
from selfeval.queries.presence import Here
from selfeval.web.presenters.text import numeral


@dataclass(frozen=True, slots=True, kw_only=True)
class HereView:
    """A person and the code of the page; `is_same_page` where it is the one that is open."""

    name: str
    section: str
    words: str
    is_same_page: bool


def here_views(here: Sequence[Here], sections: Sequence[Section], *, current: str) -> tuple[HereView, ...]:
    """The people of `here` that are on one of `sections`, whoever is on the page `current` first."""
    places = {section.code: (number, section) for number, section in enumerate(sections, 1)}
    views = [
        HereView(
            name=each.name,
            section=each.section,
            words=_words(each.name, *places[each.section], is_same_page=each.section == current),
            is_same_page=each.section == current,
        )
        for each in here
        if each.section in places
    ]
    return tuple(sorted(views, key=lambda view: not view.is_same_page))


def _words(name: str, number: int, section: Section, *, is_same_page: bool) -> str:
    if section.kind is SectionKind.CHECK:
        return f"{name}正在看“{section.title}”"
    place = "这一部分" if is_same_page else f"第{numeral(number)}部分“{section.title}”"
    return f"{name}{'也' if is_same_page else ''}正在编辑{place}"
