"""Linked values in a text: `{预算执行金额}` stands for the figure of the form and follows it.

A mark is a name in braces, half-width or full-width, with a money unit or a number of decimals behind bars where the
text wants another than the form's: `{预算执行金额|元}`, `{预算完成率|1位}`, `{预算执行金额|亿元|4位}`. What the name of
a mark is not known for stays as it is typed. Braces that stand inside open braces are no mark, so that resolving a
resolved text changes nothing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from selfeval.domain.filing import Filing, IndicatorEntry
from selfeval.domain.framework import Framework
from selfeval.domain.narrative.link_values import MONEY_UNITS, LinkValue, LinkValues, key_of, link_values
from selfeval.domain.narrative.text import half_width
from selfeval.domain.scoring.results import ScoreSheet

BLANK: Final = "____"
_MARK: Final = re.compile(r"[{｛](?P<inner>[^{}｛｝\n]{1,160})[}｝]")
_BRACE: Final = re.compile(r"[{}｛｝\n]")
_MOST_NEAR: Final = 3
_PLACES: Final = re.compile(r"(?P<places>[0-6])位(?:小数)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a text as it is read; `start` and `end` are where it stands as typed.

    `mark` is empty for words. `value` is what a mark is linked to, None for one whose name or wish is not known:
    `fault` says which, and what may have been meant. `is_blank` marks a value that is not filled.
    """

    text: str
    start: int
    end: int
    mark: str = ""
    value: LinkValue | None = None
    is_blank: bool = False
    fault: str = ""


def pieces(text: str, values: LinkValues) -> Iterator[Piece]:
    """`text` in its words and its marks, in order; the texts of the pieces together are the text as it is read."""
    at = 0
    for match in _marks(text):
        if match.start() > at:
            yield Piece(text=text[at : match.start()], start=at, end=match.start())
        yield _piece(match, values)
        at = match.end()
    if at < len(text):
        yield Piece(text=text[at:], start=at, end=len(text))


def resolved(text: str, values: LinkValues) -> str:
    """`text` as everybody reads it: each mark replaced by its value with its unit, by `____` while there is none."""
    return "".join(piece.text for piece in pieces(text, values)) if has_marks(text) else text


def has_marks(text: str) -> bool:
    """Whether anything in `text` looks like a mark."""
    return _MARK.search(text) is not None


def with_links_resolved(framework: Framework, filing: Filing, sheet: ScoreSheet) -> Filing:
    """`filing` with its texts as everybody reads them: the checks, the documents, the limits.

    These are the narratives and what is written with each indicator, the unit's own among them. What is stored and
    frozen stays as typed; this depends on nothing else, so a frozen filing reads the same for ever. `framework` is that
    of the filing, `sheet` its scores.
    """
    entries = (*filing.indicators.values(), *(own.entry for own in filing.own_indicators))
    written = (*filing.narratives.values(), *(text for entry in entries for text in _texts(entry)))
    if not any(has_marks(text) for text in written):
        return filing
    values = link_values(framework, filing, sheet)
    read: Mapping[str, str] = {code: resolved(text, values) for code, text in filing.narratives.items()}
    return replace(
        filing,
        narratives=MappingProxyType(read),
        indicators={code: _read_entry(entry, values) for code, entry in filing.indicators.items()},
        own_indicators=tuple(replace(own, entry=_read_entry(own.entry, values)) for own in filing.own_indicators),
    )


def _texts(entry: IndicatorEntry) -> tuple[str, str, str]:
    return entry.analysis, entry.reason, entry.measure


def _read_entry(entry: IndicatorEntry, values: LinkValues) -> IndicatorEntry:
    if not any(has_marks(text) for text in _texts(entry)):
        return entry
    analysis, reason, measure = (resolved(text, values) for text in _texts(entry))
    return replace(entry, analysis=analysis, reason=reason, measure=measure)


def mark_of(value: LinkValue, *, unit: str = "") -> str:
    """The mark that stands for `value`."""
    return f"{{{value.name}|{unit}}}" if unit else f"{{{value.name}}}"


def _marks(text: str) -> Iterator[re.Match[str]]:
    """Braces with a name in them that do not stand behind an open brace on their line."""
    is_open, at = False, 0
    for match in _MARK.finditer(text):
        for brace in _BRACE.finditer(text, at, match.start()):
            is_open = brace[0] in "{｛"
        if not is_open:
            yield match
        is_open, at = False, match.end()


def _piece(match: re.Match[str], values: LinkValues) -> Piece:
    name, *wishes = (part.strip() for part in re.split(r"[|｜]", match["inner"]))
    mark = Piece(text=match[0], start=match.start(), end=match.end(), mark=match[0])
    value = values.by_key.get(key_of(name))
    if value is None:
        return replace(mark, fault=f"自评表里没有“{name}”这一项{_perhaps(name, values)}")
    try:
        shown = _printed(value, wishes, values)
    except ValueError as fault:
        return replace(
            mark, fault=f"“{value.name}”后面的“{fault}”用不上，可以写元、万元、亿元（金额）或2位（小数位数）"
        )
    return replace(mark, text=shown or BLANK, value=value, is_blank=not shown)


def _printed(value: LinkValue, wishes: list[str], values: LinkValues) -> str:
    """Raises ValueError with the first wish that cannot be granted."""
    unit, places = "", None
    for wish in wishes:
        counted = _PLACES.fullmatch(half_width(wish))
        if wish in MONEY_UNITS and not unit:
            unit = wish
        elif counted and places is None:
            places = int(counted["places"])
        else:
            raise ValueError(wish)
    return values.printed(value, unit=unit, places=places)


def _perhaps(name: str, values: LinkValues) -> str:
    """`，是不是“预算执行金额”`: the nearest names, and those that hold what was typed; empty where none is near."""
    key = key_of(name)
    names = {key_of(each.name): each.name for each in values.values}
    close = get_close_matches(key, names, n=_MOST_NEAR, cutoff=0.6)
    close += [each for each in names if len(key) > 1 and key in each and each not in close]
    return f"，是不是“{'”“'.join(names[each] for each in close[:_MOST_NEAR])}”" if close else ""
