"""What people did to a draft, a line each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from selfeval.models import Event
from selfeval.web.presenters.text import moment_text
from selfeval.web.presenters.workshop.words import key_words, value_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One attribute before and after."""

    words: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLine:
    """Who did what to which part, and when."""

    who: str
    when: str
    what: str
    changes: tuple[Change, ...]


_DONE = {"added": "添加", "removed": "删除", "moved": "移动", "set": "修改", "replaced": "整个换成"}


def event_lines(events: Iterable[Event], *, now: datetime) -> tuple[EventLine, ...]:
    """The events as they come."""
    return tuple(
        EventLine(
            who=event.actor_name,
            when=moment_text(event.at, now),
            what=_what(event.data),
            changes=tuple(_changes(event.data)),
        )
        for event in events
    )


def _what(data: dict[str, Any]) -> str:
    if data.get("done") == "replaced" or "done" not in data:
        return f"{_DONE.get(data.get('done', ''), '')}{data.get('origin', '')}"
    return f"{_DONE.get(data['done'], '')} {data.get('subject') or '总表'}"


def _changes(data: dict[str, Any]) -> Iterator[Change]:
    for change in data.get("changes", ()):
        key = str(change["key"])
        yield Change(words=key_words(key), old=value_words(key, change["old"]), new=value_words(key, change["new"]))
