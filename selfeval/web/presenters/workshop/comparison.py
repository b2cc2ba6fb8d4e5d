"""The differences of two frameworks in words, part by part, and the sums of each level."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from selfeval.domain.amounts import ZERO
from selfeval.domain.files.part_reading import labels_in
from selfeval.domain.framework_comparison import AttributeChange, Comparison, How, PartDifference
from selfeval.web.presenters.text import MISSING, points_text
from selfeval.web.presenters.workshop.words import key_words, section_words, value_words


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeView:
    """One attribute before and after; of parts that came or went one side is a dash."""

    words: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartChangeView:
    """A part that differs; `is_open` where what changed is to be read at once, as against all of what came or went."""

    name: str
    code: str
    how: str
    icon: str
    css: str
    is_open: bool
    attributes: tuple[AttributeView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """The parts of one list that differ."""

    title: str
    parts: tuple[PartChangeView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SumView:
    """The points of a level-1 or level-2 node on both sides."""

    name: str
    level: int
    old: str
    new: str
    difference: str
    is_changed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonView:
    """All of a comparison; the counts are of parts."""

    is_same: bool
    head: tuple[AttributeView, ...]
    sections: tuple[SectionView, ...]
    sums: tuple[SumView, ...]
    added: int
    removed: int
    changed: int


_HOW = {
    How.ADDED: ("新增", "plus", "is-accent"),
    How.REMOVED: ("删除", "dash", ""),
    How.CHANGED: ("修改", "edit", "is-amber"),
}


def comparison_view(comparison: Comparison, old: Mapping[str, Any], new: Mapping[str, Any]) -> ComparisonView:
    """The comparison of the documents `old` and `new` in words."""
    labels = {**labels_in(old), **labels_in(new)}
    grouped = groupby(comparison.parts, key=lambda part: part.section)
    counts = [part.how for part in comparison.parts]
    return ComparisonView(
        is_same=comparison.is_same,
        head=tuple(_attribute(each) for each in comparison.head),
        sections=tuple(
            SectionView(title=section_words(section), parts=tuple(_part(part, labels) for part in parts))
            for section, parts in grouped
        ),
        sums=tuple(
            SumView(
                name=each.name,
                level=each.level,
                old=points_text(each.old),
                new=points_text(each.new),
                difference=_difference(each.old, each.new),
                is_changed=each.old != each.new,
            )
            for each in comparison.sums
        ),
        added=counts.count(How.ADDED),
        removed=counts.count(How.REMOVED),
        changed=counts.count(How.CHANGED),
    )


def _part(part: PartDifference, labels: Mapping[str, str]) -> PartChangeView:
    words, icon, css = _HOW[part.how]
    if part.is_moved:
        words = f"{words}、移动" if part.attributes else "移动"
        icon = icon if part.attributes else "move"
    return PartChangeView(
        name=part.name or labels.get(part.code, part.code),
        code=part.code,
        how=words,
        icon=icon,
        css=css,
        is_open=part.how is How.CHANGED,
        attributes=tuple(_attribute(each) for each in part.attributes),
    )


def _attribute(change: AttributeChange) -> AttributeView:
    return AttributeView(
        words=key_words(change.key), old=value_words(change.key, change.old), new=value_words(change.key, change.new)
    )


def _difference(old: Decimal | None, new: Decimal | None) -> str:
    if old is None or new is None:
        return MISSING
    sign = "+" if new > old else ""
    return f"{sign}{points_text(new - old)}" if new - old != ZERO else "不变"
