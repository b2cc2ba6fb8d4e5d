"""Where a year's round of self-evaluation is: a stage that people set, and within it a phase that the clock makes.

CYCLE  draft → published → filing → late_filing → closed → archived
"""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final

DEFAULT_REMINDER_DAYS: Final = (14, 7, 3)


class Stage(StrEnum):
    """What the bureau set it to."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    ARCHIVED = "archived"

    @property
    def label(self) -> str:
        """The word shown to people."""
        return _STAGE_LABELS[self]


class Phase(StrEnum):
    """What it is now."""

    DRAFT = "draft"
    PUBLISHED = "published"
    FILING = "filing"
    LATE_FILING = "late_filing"
    OVER = "over"
    CLOSED = "closed"
    ARCHIVED = "archived"

    @property
    def label(self) -> str:
        """The word shown to people."""
        return _PHASE_LABELS[self]


_STAGE_LABELS: Final = {
    Stage.DRAFT: "准备中",
    Stage.PUBLISHED: "已发布",
    Stage.CLOSED: "已结束",
    Stage.ARCHIVED: "已归档",
}
_PHASE_LABELS: Final = {
    Phase.DRAFT: "准备中",
    Phase.PUBLISHED: "未开始",
    Phase.FILING: "填报期",
    Phase.LATE_FILING: "补报期",
    Phase.OVER: "补报期已过",
    Phase.CLOSED: "已结束",
    Phase.ARCHIVED: "已归档",
}

# What the bureau may set next.
NEXT_STAGES: Final[Mapping[Stage, frozenset[Stage]]] = MappingProxyType(
    {
        Stage.DRAFT: frozenset({Stage.PUBLISHED}),
        Stage.PUBLISHED: frozenset({Stage.CLOSED}),
        Stage.CLOSED: frozenset({Stage.PUBLISHED, Stage.ARCHIVED}),
        Stage.ARCHIVED: frozenset(),
    }
)


def phase_of(
    *, stage: Stage, opens_at: datetime, deadline: datetime, late_until: datetime | None, now: datetime
) -> Phase:
    """The phase at `now`. A moment that is named still belongs to what it ends."""
    if stage is not Stage.PUBLISHED:
        return Phase(stage.value)
    if now < opens_at:
        return Phase.PUBLISHED
    if now <= deadline:
        return Phase.FILING
    return Phase.LATE_FILING if late_until is None or now <= late_until else Phase.OVER
