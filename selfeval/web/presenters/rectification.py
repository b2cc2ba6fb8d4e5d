"""Rectification as pages print it: rows of the list, the counts that are the filter, what was said step by step."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.urls import reverse

from selfeval.domain.after_review import STEPS, RectificationState
from selfeval.domain.cycle import Stage
from selfeval.models import RectificationFile, RectificationItem
from selfeval.queries.rectification import WITH_UNIT, ItemCounts
from selfeval.services.kept_files import size_text
from selfeval.web.presenters.docbar import SOON, StateBadge
from selfeval.web.presenters.lists import address
from selfeval.web.presenters.text import day_text, local_day, moment_text

_BADGES: Final = {
    RectificationState.ISSUED: ("", "ring"),
    RectificationState.RECTIFYING: ("is-accent", "half"),
    RectificationState.REPORTED: ("is-accent", "up-to"),
    RectificationState.SENT_BACK: ("is-amber", "back"),
    RectificationState.CLOSED: ("is-green", "check"),
}
OVERDUE: Final = "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRow:
    """One item in a list; `tick` is its key and version, `due` is amber when soon or over."""

    url: str
    tick: str
    unit: str
    cycle: str
    source: str
    place: str
    words: str
    state: StateBadge
    is_closable: bool
    is_with_unit: bool
    due: str
    left: str
    tone: str
    closed: str
    issued_by: str
    issued: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A choice of the filter with its count."""

    words: str
    url: str
    count: int
    is_current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLine:
    """A file that came with a report."""

    name: str
    url: str
    size: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """What was said at one step."""

    words: str
    said: str
    who: str
    when: str
    files: tuple[FileLine, ...]


def item_badge(state: RectificationState) -> StateBadge:
    """The badge of `state`."""
    css, icon = _BADGES[state]
    return StateBadge(words=state.label, css=css, icon=icon)


def item_row(item: RectificationItem, *, today: date, now: datetime) -> ItemRow:
    """One item; needs filing, unit, cycle and who issued it."""
    left, tone = time_left(item, today)
    return ItemRow(
        url=reverse("rectification-item", args=[item.public_id]),
        tick=f"{item.pk}.{item.version}",
        unit=item.filing.department.name,
        cycle=item.filing.cycle.title,
        source=item.get_source_display(),
        place=item.place,
        words=item.words,
        state=item_badge(item.current_state),
        is_closable=item.current_state in STEPS["rectify_close"].sources
        and Stage(item.filing.cycle.stage) is not Stage.ARCHIVED,
        is_with_unit=item.state in WITH_UNIT,
        due=day_text(item.due_on),
        left=left,
        tone=tone,
        closed=moment_text(item.closed_at, now) if item.closed_at else "",
        issued_by=item.issued_by.full_name,
        issued=moment_text(item.issued_at, now),
    )


def time_left(item: RectificationItem, today: date) -> tuple[str, str]:
    """Days until it is due, and the tone; nothing once it is closed."""
    if item.current_state is RectificationState.CLOSED:
        return "", ""
    days = (item.due_on - today).days
    if days < 0:
        return f"逾期 {-days} 天", "t-amber"
    words = {0: "今天到期", 1: "明天到期"}.get(days, f"还有 {days} 天")
    return words, "t-amber" if days <= SOON else ""


def state_choices(counts: ItemCounts, query: Mapping[str, str]) -> tuple[Choice, ...]:
    """The states as a filter, all first, and 逾期, which is a flag across states."""
    chosen = query["state"]
    states = [("", "全部", sum(counts.by_state.values()))]
    states += [(state.value, state.label, count) for state, count in counts.by_state.items()]
    states.append((OVERDUE, "逾期", counts.overdue))
    return tuple(
        Choice(words=words, url=address(query, state=value), count=count, is_current=value == chosen)
        for value, words, count in states
    )


def step_lines(item: RectificationItem, now: datetime) -> tuple[StepLine, ...]:
    """What was said at each step, first to last; files stand with the report they came with."""
    files = list(item.files.all())
    lines = []
    for step in item.steps.all():
        brought = [each for each in files if step.step == "rectify_report" and each.uploaded_at == step.at]
        lines.append(
            StepLine(
                words=STEPS[step.step].label,
                said=step.words,
                who=step.by.full_name,
                when=moment_text(step.at, now),
                files=_file_lines(item, brought),
            )
        )
    return tuple(lines)


def _file_lines(item: RectificationItem, files: Iterable[RectificationFile]) -> tuple[FileLine, ...]:
    return tuple(
        FileLine(
            name=each.name,
            url=reverse("rectification-file", args=[item.public_id, each.public_id]),
            size=size_text(each.size),
        )
        for each in files
    )


def register_rows(items: Sequence[RectificationItem], *, today: date) -> list[tuple[str, ...]]:
    """整改台账 as rows of a sheet, under the heads `REGISTER_HEADS`."""
    return [
        (
            item.filing.department.code,
            item.filing.department.name,
            item.filing.cycle.title,
            item.get_source_display(),
            item.place,
            item.words,
            item.demand,
            day_text(item.due_on),
            item.current_state.label,
            time_left(item, today)[0] if item.due_on < today else "",
            item.issued_by.full_name,
            day_text(local_day(item.issued_at)),
            day_text(local_day(item.closed_at)) if item.closed_at else "",
        )
        for item in items
    ]


REGISTER_HEADS: Final = (
    ("编码", 12), ("单位", 26), ("批次", 30), ("来源", 12), ("位置", 24), ("问题", 50), ("整改要求", 36),
    ("整改期限", 16), ("状态", 12), ("逾期", 12), ("下达人", 12), ("下达日期", 16), ("销号日期", 16),
)  # fmt: skip
