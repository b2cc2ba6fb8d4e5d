"""What follows a review, as tables: the spot check (抽查复核), rectification (整改), disclosure (公开).

SPOT CHECK  drawn → reviewing → opinion_asked → (agreed | objected | no answer until it was due) → settled
RECTIFY     issued → rectifying → reported → closed | sent_back → rectifying
DISCLOSURE  to_redact → to_approve → published → withdrawn → to_redact; withheld with a reason
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from selfeval.domain.workflow import Role


class CheckState(StrEnum):
    """States of one filing of a spot check."""

    DRAWN = "drawn"
    REVIEWING = "reviewing"
    OPINION_ASKED = "opinion_asked"
    AGREED = "agreed"
    OBJECTED = "objected"
    SETTLED = "settled"

    @property
    def label(self) -> str:
        """The word shown to people."""
        return _LABELS[self]


class RectificationState(StrEnum):
    """States of one thing to put right."""

    ISSUED = "issued"
    RECTIFYING = "rectifying"
    REPORTED = "reported"
    SENT_BACK = "sent_back"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        """The word shown to people."""
        return _LABELS[self]


class DisclosureState(StrEnum):
    """States of a filing's way to the public."""

    WITHHELD = "withheld"
    TO_REDACT = "to_redact"
    TO_APPROVE = "to_approve"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The word shown to people."""
        return _LABELS[self]


AfterState = CheckState | RectificationState | DisclosureState

_LABELS: Final[Mapping[AfterState, str]] = {
    CheckState.DRAWN: "已抽中",
    CheckState.REVIEWING: "复核中",
    CheckState.OPINION_ASKED: "征求意见",
    CheckState.AGREED: "单位无异议",
    CheckState.OBJECTED: "单位有异议",
    CheckState.SETTLED: "已核定",
    RectificationState.ISSUED: "已下达",
    RectificationState.RECTIFYING: "整改中",
    RectificationState.REPORTED: "已反馈",
    RectificationState.SENT_BACK: "退回再改",
    RectificationState.CLOSED: "已销号",
    DisclosureState.WITHHELD: "不予公开",
    DisclosureState.TO_REDACT: "待脱敏",
    DisclosureState.TO_APPROVE: "待批准",
    DisclosureState.PUBLISHED: "已公开",
    DisclosureState.WITHDRAWN: "已撤下",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: from where to where (`sources` empty: it begins something), whose it is, whether words go with it.

    `of_unit`: the roles are those of the filing's own unit; else nobody of the unit may take it.
    """

    code: str
    label: str
    sources: frozenset[AfterState]
    target: AfterState
    roles: frozenset[Role]
    of_unit: bool = False
    needs_comment: bool = False
    # Not by who did the step before (two pairs of eyes).
    by_another: bool = False
    # Of a year that was archived too: what should not be public must be taken away at any time.
    even_archived: bool = False


_UNIT: Final = frozenset({Role.PREPARER, Role.UNIT_HEAD})
_BUREAU: Final = frozenset({Role.ADMINISTRATOR})
_CHECKERS: Final = frozenset({Role.REVIEWER, Role.THIRD_PARTY})

_STEPS: Final = (
    Step(
        code="check_score",
        label="指标复核",
        sources=frozenset({CheckState.DRAWN, CheckState.REVIEWING}),
        target=CheckState.REVIEWING,
        roles=_CHECKERS,
    ),
    Step(
        code="check_ask",
        label="征求单位意见",
        sources=frozenset({CheckState.REVIEWING}),
        target=CheckState.OPINION_ASKED,
        roles=_CHECKERS,
    ),
    Step(
        code="check_change_due",
        label="改答复期限",
        sources=frozenset({CheckState.OPINION_ASKED}),
        target=CheckState.OPINION_ASKED,
        roles=_BUREAU,
        needs_comment=True,
    ),
    Step(
        code="check_agree",
        label="无异议",
        sources=frozenset({CheckState.OPINION_ASKED}),
        target=CheckState.AGREED,
        roles=frozenset({Role.UNIT_HEAD}),
        of_unit=True,
    ),
    Step(
        code="check_object",
        label="提出异议",
        sources=frozenset({CheckState.OPINION_ASKED}),
        target=CheckState.OBJECTED,
        roles=frozenset({Role.UNIT_HEAD}),
        of_unit=True,
        needs_comment=True,
    ),
    Step(
        code="check_settle",
        label="核定",
        sources=frozenset({CheckState.AGREED, CheckState.OBJECTED}),
        target=CheckState.SETTLED,
        roles=_BUREAU,
    ),
    Step(
        code="check_settle_unanswered",
        label="到期未答复，核定",
        sources=frozenset({CheckState.OPINION_ASKED}),
        target=CheckState.SETTLED,
        roles=_BUREAU,
    ),
    Step(
        code="rectify_issue",
        label="下达整改",
        sources=frozenset(),
        target=RectificationState.ISSUED,
        roles=_BUREAU | {Role.REVIEWER},
        needs_comment=True,
    ),
    Step(
        code="rectify_begin",
        label="开始整改",
        sources=frozenset({RectificationState.ISSUED, RectificationState.SENT_BACK}),
        target=RectificationState.RECTIFYING,
        roles=_UNIT,
        of_unit=True,
    ),
    Step(
        code="rectify_report",
        label="反馈整改情况",
        sources=frozenset({RectificationState.ISSUED, RectificationState.RECTIFYING, RectificationState.SENT_BACK}),
        target=RectificationState.REPORTED,
        roles=_UNIT,
        of_unit=True,
        needs_comment=True,
    ),
    Step(
        code="rectify_send_back",
        label="退回再改",
        sources=frozenset({RectificationState.REPORTED}),
        target=RectificationState.SENT_BACK,
        roles=_BUREAU,
        needs_comment=True,
    ),
    Step(
        code="rectify_close",
        label="销号",
        sources=frozenset({RectificationState.REPORTED}),
        target=RectificationState.CLOSED,
        roles=_BUREAU,
    ),
    Step(
        code="disclose_redact",
        label="脱敏完成，送批准",
        sources=frozenset({DisclosureState.TO_REDACT, DisclosureState.WITHDRAWN, DisclosureState.WITHHELD}),
        target=DisclosureState.TO_APPROVE,
        roles=_BUREAU,
    ),
    Step(
        code="disclose_redo",
        label="退回重新脱敏",
        sources=frozenset({DisclosureState.TO_APPROVE}),
        target=DisclosureState.TO_REDACT,
        roles=_BUREAU,
        needs_comment=True,
    ),
    Step(
        code="disclose_publish",
        label="批准公开",
        sources=frozenset({DisclosureState.TO_APPROVE}),
        target=DisclosureState.PUBLISHED,
        roles=_BUREAU,
        by_another=True,
    ),
    Step(
        code="disclose_withhold",
        label="不予公开",
        sources=frozenset({DisclosureState.TO_REDACT, DisclosureState.TO_APPROVE}),
        target=DisclosureState.WITHHELD,
        roles=_BUREAU,
        needs_comment=True,
    ),
    Step(
        code="disclose_withdraw",
        label="撤下",
        sources=frozenset({DisclosureState.PUBLISHED}),
        target=DisclosureState.WITHDRAWN,
        roles=_BUREAU,
        needs_comment=True,
        even_archived=True,
    ),
)

# How long an answer to a spot check is waited for where nobody says until when, in days.
ANSWER_DAYS: Final = 10

STEPS: Final[Mapping[str, Step]] = MappingProxyType({step.code: step for step in _STEPS})
