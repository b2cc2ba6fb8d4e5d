"""Notices as they are listed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from selfeval.models import Notice
from selfeval.web.presenters.text import moment_text

_ICONS: Final = {
    Notice.Kind.ISSUED: "edit",
    Notice.Kind.TURN: "sign",
    Notice.Kind.RETURNED: "back",
    Notice.Kind.FINALISED: "lock",
    Notice.Kind.REMINDER: "bell",
    Notice.Kind.EXTENDED: "clock",
    Notice.Kind.EXEMPTED: "dash",
    Notice.Kind.SPOT_CHECK: "search",
    Notice.Kind.RECTIFICATION: "flag",
    Notice.Kind.DISCLOSURE: "eye",
    Notice.Kind.EXPORT: "down-to",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """A notice in the list."""

    key: int
    kind: str
    icon: str
    title: str
    words: str
    at: str
    is_new: bool
    leads_on: bool


def notice_rows(notices: Iterable[Notice], now: datetime) -> list[NoticeRow]:
    """The rows of a page."""
    return [
        NoticeRow(
            key=each.pk,
            kind=Notice.Kind(each.kind).label,
            icon=_ICONS[Notice.Kind(each.kind)],
            title=each.title,
            words=each.words,
            at=moment_text(each.at, now),
            is_new=each.read_at is None,
            leads_on=bool(each.address),
        )
        for each in notices
    ]
