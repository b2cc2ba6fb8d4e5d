"""Entries of the record of who did what: a row of the page, a line of a file. What is not seen is shown as signs."""

import csv
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from selfeval.domain.framework import Framework
from selfeval.domain.pins import place_name
from selfeval.domain.record_chain import STORED_COLUMNS
from selfeval.domain.record_words import shown_text, table_text
from selfeval.domain.workflow import State
from selfeval.models import Event
from selfeval.queries.framework_snapshots import FrameworkAlteredError, framework_snapshot
from selfeval.web.presenters.box_words import box_label, value_words

_LABELS: Final = ("label", "box", "code", "key", "setting", "place")
_EMPTY: Final = "空"
_HEADER: Final = (
    "序号",
    "时间",
    "动作",
    "结果",
    "姓名",
    "账号",
    "单位",
    "地址",
    "请求号",
    "填报",
    "填报编号",
    "版本",
    "原状态",
    "新状态",
    "意见",
    "明细",
    "前一条的哈希",
    "哈希",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueChange:
    """What stood in one place before and after; `name` is what the form calls the place."""

    place: str
    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRow:
    """One entry. `details` is what else is known, a name and a value each."""

    sequence: int
    when: str
    action: str
    is_refused: bool
    who: str
    username: str
    unit: str
    address: str
    asked_in: str
    filing: str
    filing_id: str
    states: str
    comment: str
    changes: tuple[ValueChange, ...]
    details: tuple[tuple[str, str], ...]
    record_hash: str


def record_row(event: Event) -> RecordRow:
    """`event` for the page."""
    return RecordRow(
        sequence=event.sequence,
        when=_when(event),
        action=event.get_action_display(),
        is_refused=event.is_refused,
        who=shown_text(event.actor_name),
        username=event.actor.username if event.actor else "",
        unit=shown_text(event.unit_name),
        address=event.address,
        asked_in=event.asked_in,
        filing=_filing(event),
        filing_id=str(event.filing.public_id) if event.filing else "",
        states=_states(event),
        comment=shown_text(event.comment),
        changes=tuple(changes_of(event)),
        details=(
            *((shown_text(key), _value(value)) for key, value in event.data.items() if not _is_told(key, value)),
            *_origin(event),
        ),
        record_hash=event.record_hash,
    )


def changes_of(event: Event) -> Iterator[ValueChange]:
    """What the event changed, place by place, from what to what."""
    listed, framework = event.data.get("changes"), None
    if listed:
        framework = _framework_of(event)
    for change in listed if _is_told("changes", listed) else ():
        place = next((str(change[name]) for name in _LABELS if change.get(name)), "")
        old, new = (_value(_rows(framework, place, change.get(side))) for side in ("old", "new"))
        yield ValueChange(place=shown_text(place), name=shown_text(_name_of(framework, place)), old=old, new=new)


def _rows(framework: Framework | None, place: str, value: Any) -> Any:
    """A list of rows as people read it; other values as they were stored, to the last digit."""
    if framework is None or not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        return value
    return value_words(framework, place, value).replace("\n", "；") if value else ""


def _name_of(framework: Framework | None, place: str) -> str:
    """The words of the form for a box or an indicator of it; the place itself where the form knows none."""
    if framework is None:
        return place
    try:
        return place_name(framework, place) if place in framework.nodes else box_label(framework, place)
    except KeyError:
        return place


def _framework_of(event: Event) -> Framework | None:
    """Of the filing the event is about; one that can no longer be read is as good as none."""
    if event.filing is None:
        return None
    try:
        return framework_snapshot(version=event.filing.cycle.framework)
    except FrameworkAlteredError:
        return None


def _origin(event: Event) -> Iterator[tuple[str, str]]:
    """Where an entry that came in an archive package stood before."""
    if event.origin:
        told = f"原记录 {shown_text(str(event.origin['chain'])[:12])}… 第 {event.origin['sequence']} 条"
        yield "由归档包导入", told


def _is_told(key: str, value: Any) -> bool:
    return key == "changes" and isinstance(value, list) and all(isinstance(each, dict) for each in value)


def _value(value: Any) -> str:
    if value is None or value == "":
        return _EMPTY
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return shown_text(text)


def _when(event: Event) -> str:
    return f"{timezone.localtime(event.at):%Y-%m-%d %H:%M:%S}"


def _filing(event: Event) -> str:
    if event.filing is None:
        return event.department.name if event.department else ""
    return f"{event.filing.department.name} {event.filing.cycle.title}"


def _states(event: Event) -> str:
    if event.from_state == event.to_state:
        return ""
    return "→".join(State(each).label for each in (event.from_state, event.to_state) if each)


class _Line:
    """What csv writes into."""

    def write(self, text: str) -> str:
        return text


def csv_lines(events: Iterable[Event]) -> Iterator[str]:
    """A CSV file that spreadsheets open as Chinese and take no cell of for a formula."""
    writer = csv.writer(_Line(), lineterminator="\r\n")
    yield "\ufeff" + writer.writerow(_HEADER)
    for event in events:
        yield writer.writerow([each if isinstance(each, int) else table_text(each) for each in _cells(event)])


def _cells(event: Event) -> Sequence[int | str]:
    row = record_row(event)
    return (
        row.sequence,
        f"{timezone.localtime(event.at).isoformat()}",
        row.action,
        "拒绝" if row.is_refused else "办成",
        event.actor_name,
        row.username,
        event.unit_name,
        row.address,
        row.asked_in,
        row.filing,
        row.filing_id,
        event.version or "",
        event.from_state,
        event.to_state,
        event.comment,
        json.dumps(event.data, ensure_ascii=False, sort_keys=True),
        event.previous_hash,
        row.record_hash,
    )


def json_lines(events: Iterable[Event]) -> Iterator[str]:
    """A JSON object a line, with all that the hash covers, so that the chain can be verified elsewhere."""
    for event in events:
        columns = {name: getattr(event, name) for name in (*STORED_COLUMNS, "record_hash")}
        columns["at"] = event.at.isoformat(timespec="microseconds")
        yield json.dumps(columns, cls=DjangoJSONEncoder, sort_keys=True) + "\n"
