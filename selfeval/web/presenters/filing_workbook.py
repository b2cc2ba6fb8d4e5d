"""What an uploaded workbook changes, page by page: old and new side by side, what is cleared, what is to be chosen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django import forms

from selfeval.domain.filing import TargetSign
from selfeval.models import BoxStamp
from selfeval.web.forms.filing_workbook import BoxChange, Taken
from selfeval.web.forms.own_indicators import OwnIndicatorsField
from selfeval.web.forms.rows import Cells, RowsField
from selfeval.web.presenters.conflicts import value_text
from selfeval.web.presenters.text import moment_text

_MARKS = {"excluded": "剔除", "core": "核心指标"}
_NOT_SHOWN = ("key", "at")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One box: its name, what it holds and what it is to hold. `told` says who else changed it, of a contested one.

    `is_locked`: the form came back with remarks that do not open it; it stays as it is.
    """

    box: str
    label: str
    old: str
    new: str
    is_cleared: bool
    is_contested: bool
    is_locked: bool
    told: str
    choice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeGroup:
    """The boxes of one page."""

    title: str
    lines: tuple[ChangeLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """All changes; counts of those to be stored, of the boxes that are cleared, contested, locked, and left alone."""

    groups: tuple[ChangeGroup, ...]
    count: int
    locked: int
    cleared: int
    contested: int
    untouched: int


def preview_of(
    taken: Taken,
    *,
    stamps: Mapping[str, BoxStamp],
    choices: Mapping[str, str],
    locked: Collection[str],
    now: datetime,
) -> Preview:
    """`taken` for people; `stamps` are the last writes of the contested boxes, `choices` what was chosen so far.

    `locked` are the boxes a return left closed.
    """
    titles = dict.fromkeys(each.section.title for each in taken.changes)
    lines = [(each.section.title, _line(each, stamps, choices, locked, now)) for each in taken.changes]
    to_store = [line for _, line in lines if not line.is_locked]
    return Preview(
        groups=tuple(
            ChangeGroup(title=title, lines=tuple(line for where, line in lines if where == title)) for title in titles
        ),
        count=len(to_store),
        locked=len(lines) - len(to_store),
        cleared=sum(line.is_cleared for line in to_store),
        contested=sum(line.is_contested for line in to_store),
        untouched=taken.untouched,
    )


def _line(
    each: BoxChange, stamps: Mapping[str, BoxStamp], choices: Mapping[str, str], locked: Collection[str], now: datetime
) -> ChangeLine:
    old, new = (_words(each.form_field, value) for value in (each.old, each.new))
    stamp, is_locked = stamps.get(each.change.box), each.change.box in locked
    told = (
        f"{stamp.saved_by.full_name} {moment_text(stamp.saved_at, now)} 也改了这里" if stamp else "下载以后网页上也改过"
    )
    return ChangeLine(
        box=each.change.box,
        label=each.label,
        old=old,
        new=new,
        is_cleared=bool(old) and not new,
        is_contested=each.is_contested and not is_locked,
        is_locked=is_locked,
        told=told if each.is_contested and not is_locked else "",
        choice=choices.get(f"choice.{each.change.box}", ""),
    )


def _words(field: forms.Field, value: object) -> str:
    """A value as the page shows it; of rows one line each, with everything in them."""
    if isinstance(field, RowsField | OwnIndicatorsField):
        return "\n".join(_row_words(row) for row in field.prepare_value(value) if any(row.values()))
    return value_text(field, value) or ""


def _row_words(row: Cells) -> str:
    words = []
    for key, text in row.items():
        if key in _NOT_SHOWN or not text:
            continue
        words.append(_MARKS.get(key) or (TargetSign(text).label if key == "sign" else text))
    return "　".join(words)
