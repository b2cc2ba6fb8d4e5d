"""A whole filing, as read from a file, as the changes that would type it in page by page."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import get_args

from selfeval.domain.filing import NOTHING_ENTERED, Filing, IndicatorEntry
from selfeval.domain.framework import Framework
from selfeval.domain.sections import section_of_box, sections_of
from selfeval.services.changes import (
    Change,
    EntryAttribute,
    EntryChange,
    EvaluatorsChange,
    ExplanationChange,
    FaceChange,
    FigureChange,
    NarrativeChange,
    OwnIndicatorsChange,
)


def changes_by_section(framework: Framework, content: Filing) -> dict[str, Sequence[Change]]:
    """Everything `content` fills, by the page it is filled on, in the order of the pages; empty pages are absent."""
    pages: defaultdict[str, list[Change]] = defaultdict(list)
    for change in _changes(content):
        pages[section_of_box(framework, change.box)].append(change)
    return {section.code: pages[section.code] for section in sections_of(framework) if section.code in pages}


def _changes(content: Filing) -> Iterator[Change]:
    yield from _face_changes(content)
    for code, value in content.fields.items():
        yield FigureChange(code=code, value=value)
    for code, entry in content.indicators.items():
        yield from _entry_changes(code, entry)
    for under in dict.fromkeys(own.under for own in content.own_indicators):
        below = tuple(own for own in content.own_indicators if own.under == under)
        yield OwnIndicatorsChange(under=under, own=below)
    for code, text in content.narratives.items():
        yield NarrativeChange(code=code, text=text)
    if content.evaluators:
        yield EvaluatorsChange(evaluators=content.evaluators)
    for check, text in content.explanations.items():
        yield ExplanationChange(check=check, text=text)


def _face_changes(content: Filing) -> Iterator[Change]:
    if content.department.head:
        yield FaceChange(attribute="head", value=content.department.head)
    if content.department.phone:
        yield FaceChange(attribute="phone", value=content.department.phone)
    if content.filed_on:
        yield FaceChange(attribute="filed_on", value=content.filed_on)


def _entry_changes(code: str, entry: IndicatorEntry) -> Iterator[Change]:
    for attribute in get_args(EntryAttribute):
        entered = getattr(entry, attribute)
        if entered != getattr(NOTHING_ENTERED, attribute):
            yield EntryChange(code=code, attribute=attribute, value=entered)
