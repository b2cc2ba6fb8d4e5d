"""Batches of documents as pages show them."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse

from selfeval.domain.export_batches import OPEN, BatchState, DocumentKind, time_left
from selfeval.domain.workflow import State
from selfeval.models import ExportBatch, ExportBatchItem
from selfeval.queries.board import WORDS
from selfeval.services.kept_files import size_text
from selfeval.web.presenters.docbar import StateBadge
from selfeval.web.presenters.text import moment_text

_BADGES: Final[Mapping[BatchState, tuple[str, str]]] = {
    BatchState.QUEUED: ("is-off", "clock"),
    BatchState.RUNNING: ("is-accent", "clock"),
    BatchState.DONE: ("is-green", "check"),
    BatchState.FAILED: ("is-red", "warn"),
    BatchState.CANCELLED: ("is-off", "dash"),
    BatchState.EXPIRED: ("is-off", "dash"),
}
# What is said of a batch that left no reason of its own.
_OVER: Final[Mapping[BatchState, str]] = {
    BatchState.CANCELLED: "您取消了这次导出。已经生成的文件留着，再导出会快些。",
    BatchState.EXPIRED: "压缩包过了保留的日子，已经删除；还要的话重新导出，留存的文件不用再画，很快。",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchView:
    """One batch. `percent` is whole; `far` is of how many how many are done; `left` is empty while unknown."""

    url: str
    title: str
    kinds: str
    state: StateBadge
    asked_at: str
    expected: int | None
    far: str
    written: int
    skipped: int
    done: int
    percent: int
    left: str
    reason: str
    size: str
    until: str
    is_open: bool
    is_done: bool
    package_url: str
    cancel_url: str
    again_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SkippedRow:
    """A document that was left out."""

    department: str
    cycle: str
    kind: str
    reason: str


def batch_view(
    batch: ExportBatch, *, cycles: Mapping[str, str], departments: Mapping[str, str], now: datetime
) -> BatchView:
    """A batch as it stands; `cycles` are titles and `departments` names, by code."""
    state, expected = batch.current_state, batch.expected
    css, icon = _BADGES[state]
    whole = expected or 0
    # Rounded down: all of it is only shown once all of it is done.
    percent = 100 if state is BatchState.DONE else batch.done * 100 // whole if whole else 0
    return BatchView(
        url=reverse("batch", args=[batch.public_id]),
        title=_filter_words(batch.filter, cycles, departments),
        kinds="、".join(DocumentKind(kind).label for kind in batch.kinds),
        state=StateBadge(words=state.label, css=css, icon=icon),
        asked_at=moment_text(batch.asked_at, now),
        expected=expected,
        far=f"{batch.done:,}/{whole:,}",
        written=batch.written,
        skipped=batch.skipped,
        done=batch.done,
        percent=percent,
        left=_left(batch, now) if state is BatchState.RUNNING else "",
        reason=batch.reason or _OVER.get(state, ""),
        size=size_text(batch.size) if state is BatchState.DONE else "",
        until=moment_text(batch.expires_at, now) if state is BatchState.DONE else "",
        is_open=state in OPEN,
        is_done=state is BatchState.DONE,
        package_url=reverse("batch-package", args=[batch.public_id]),
        cancel_url=reverse("batch-cancel", args=[batch.public_id]),
        again_url=reverse("batch-again", args=[batch.public_id]),
    )


def skipped_rows(items: Iterable[ExportBatchItem]) -> list[SkippedRow]:
    """What was left out, and why."""
    return [
        SkippedRow(
            department=item.filing.department.name,
            cycle=item.filing.cycle.title,
            kind=DocumentKind(item.kind).label,
            reason=item.reason,
        )
        for item in items
    ]


def _filter_words(asked: Mapping[str, str], cycles: Mapping[str, str], departments: Mapping[str, str]) -> str:
    code, state, search = asked.get("cycle", ""), asked.get("state", ""), asked.get("search", "")
    parts = [cycles.get(code, code) if code else "全部批次"]
    if state:
        parts.append(State(state).label if state in set(State) else WORDS.get(state, state))
    if above := asked.get("above", ""):
        parts.append(WORDS.get(above) or f"{departments.get(above, above)}所属")
    if grade := asked.get("grade", ""):
        parts.append(f"等次“{grade}”")
    if asked.get("risk", ""):
        parts.append("低风险")
    if search:
        parts.append(f"含“{search}”")
    return " · ".join(parts)


def _left(batch: ExportBatch, now: datetime) -> str:
    if batch.began_at is None or batch.expected is None:
        return ""
    left = time_left(
        done_before=batch.done_before, done=batch.done, expected=batch.expected, spent=now - batch.began_at
    )
    if left is None:
        return ""
    if left < timedelta(minutes=1):
        return "还要不到 1 分钟"
    minutes = math.ceil(left.total_seconds() / 60)
    return f"大约还要 {minutes} 分钟" if minutes < 120 else f"大约还要 {math.ceil(minutes / 60)} 小时"
