"""Letting a finding stand (豁免核查结果), and taking that back."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from selfeval.domain.rights import Right
from selfeval.domain.workflow import State
from selfeval.models import EventAction, Filing, User, WaiverRow
from selfeval.queries.snapshots import assessment_of
from selfeval.services import events
from selfeval.services.errors import BadWaiver
from selfeval.services.fitness import fault_of_text, plain_lines
from selfeval.services.holding import held_filing
from selfeval.services.results import store_results
from selfeval.services.retrying import retried

MAX_REASON: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What to let stand: the finding `key` of `check`, or every finding of `check` for the whole department."""

    check: str
    key: str
    reason: str
    until: date | None = None
    for_department: bool = False


@retried
@transaction.atomic
def waive(*, actor: User, filing_id: int, wanted: Wanted, now: datetime) -> WaiverRow:
    """Let a finding of the filing stand. Raises NotAllowed, BadWaiver, Filing.DoesNotExist."""
    filing = held_filing(Right.WAIVE, actor=actor, filing_id=filing_id)
    reason = plain_lines(wanted.reason).strip()
    _refuse_unfit(filing, wanted, reason, timezone.localdate(now))
    row = WaiverRow.objects.create(
        check_code=wanted.check,
        filing=None if wanted.for_department else filing,
        key="" if wanted.for_department else wanted.key,
        department=filing.department if wanted.for_department else None,
        reason=reason,
        until=wanted.until,
        by=actor,
        at=now,
    )
    _store_again(filing, for_department=wanted.for_department, now=now)
    _record(EventAction.FINDING_WAIVED, actor, filing, row, now)
    return row


@retried
@transaction.atomic
def end_waiver(*, actor: User, filing_id: int, check: str, key: str, now: datetime) -> int:
    """Take back every waiver that covers this finding; returns how many. Raises NotAllowed, Filing.DoesNotExist."""
    filing = held_filing(Right.WAIVE, actor=actor, filing_id=filing_id)
    rows = list(_covering(filing, check, key))
    WaiverRow.objects.filter(pk__in=[row.pk for row in rows]).update(ended_at=now)
    if rows:
        _store_again(filing, for_department=any(row.filing_id is None for row in rows), now=now)
    for row in rows:
        _record(EventAction.WAIVER_ENDED, actor, filing, row, now)
    return len(rows)


def _refuse_unfit(filing: Filing, wanted: Wanted, reason: str, today: date) -> None:
    if not filing.findings.filter(check_code=wanted.check, key=wanted.key).exists():
        raise BadWaiver("这份填报里没有这一条核查结果，可能已经改正。")
    if not reason:
        raise BadWaiver("请写明豁免的理由。", box="reason")
    if len(reason) > MAX_REASON:
        raise BadWaiver(f"理由共{len(reason)}字，太长：最多{MAX_REASON}字。", box="reason")
    if fault_of_text(reason):
        raise BadWaiver(f"理由{fault_of_text(reason)}。", box="reason")
    if wanted.for_department and wanted.until is None:
        raise BadWaiver("对整个部门豁免的，请填写截止日期。", box="until")
    if wanted.until is not None and wanted.until < today:
        raise BadWaiver(f"截止日期{wanted.until:%Y-%m-%d}已经过了，应不早于今天。", box="until")


def _covering(filing: Filing, check: str, key: str) -> QuerySet[WaiverRow]:
    covers = Q(filing=filing, key=key) | Q(department=filing.department_id)
    return WaiverRow.objects.filter(covers, check_code=check, ended_at=None)


def _store_again(filing: Filing, *, for_department: bool, now: datetime) -> None:
    """Bring the stored findings and counts of the filings it is about up to date."""
    about = Q(department=filing.department_id) if for_department else Q(pk=filing.pk)
    rows = Filing.objects.filter(about).exclude(state=State.FINALISED.value)
    for each in rows.select_related("cycle__framework", "department"):
        store_results(each, assessment_of(filing=each, now=now, texts=False))


def _record(action: EventAction, actor: User, filing: Filing, row: WaiverRow, now: datetime) -> None:
    events.record(
        action=action,
        actor=actor,
        now=now,
        filing=filing,
        from_state=filing.current_state,
        to_state=filing.current_state,
        comment=row.reason,
        data={
            "waiver": row.pk,
            "check": row.check_code,
            "key": row.key,
            "for_department": row.filing_id is None,
            "until": row.until,
        },
    )
