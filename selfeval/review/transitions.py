"""The one way a filing changes its state: along a row of the workflow table, under the version the actor saw."""

from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from selfeval.domain.assessment import Assessment
from selfeval.domain.files import filing_to_document
from selfeval.domain.rights import Right, why_never, why_not
from selfeval.domain.verification import content_hash
from selfeval.domain.workflow import BY_ACTION, IN_REVIEW, Action, ReturnReason, State, Transition, target_of
from selfeval.models import Event, EventAction, Filing, Submission, User
from selfeval.queries.evidence import frozen_evidence
from selfeval.queries.filings import last_submission
from selfeval.queries.pins import returned_record, unanswered_pins
from selfeval.queries.reviews import review_findings_of
from selfeval.queries.sealed_scans import is_scan_missing
from selfeval.queries.snapshots import assessment_of, submission_assessment
from selfeval.queries.standing import situation_of, standing_of
from selfeval.review.preconditions import Refused, refusals
from selfeval.review.verdicts import VERDICTS, Ruling, keep_copy, keep_verdict
from selfeval.services import events
from selfeval.services.errors import NotAllowed, NotNow, StaleVersion
from selfeval.services.final_totals import forget_totals
from selfeval.services.fitness import plain_lines
from selfeval.services.holding import hold_year
from selfeval.services.retrying import retried
from selfeval.services.telling import tell_of_step

_RECORDED_AS: Final[Mapping[Action, EventAction]] = MappingProxyType(
    {
        Action.SEND_FOR_INTERNAL_REVIEW: EventAction.SENT_FOR_INTERNAL_REVIEW,
        Action.PASS_INTERNALLY: EventAction.INTERNALLY_PASSED,
        Action.DECLINE_INTERNALLY: EventAction.INTERNALLY_DECLINED,
        Action.SEND_FOR_SIGNATURE: EventAction.SENT_FOR_SIGNATURE,
        Action.TAKE_BACK: EventAction.TAKEN_BACK,
        Action.SIGN: EventAction.SIGNED,
        Action.DECLINE: EventAction.DECLINED,
        Action.WITHDRAW: EventAction.WITHDRAWN,
        Action.RETURN: EventAction.RETURNED,
        Action.FINALISE: EventAction.FINALISED,
        Action.PASS: EventAction.PASSED,
        Action.EXEMPT: EventAction.EXEMPTED,
        Action.END_EXEMPTION: EventAction.EXEMPTION_ENDED,
        Action.ASK_UNLOCK: EventAction.UNLOCK_ASKED,
        Action.REFUSE_UNLOCK: EventAction.UNLOCK_REFUSED,
        Action.UNLOCK: EventAction.UNLOCKED,
    }
)
# What sends the form back to the unit begins the next round, which the next submission gets its number from.
_NEW_ROUND: Final = frozenset({Action.RETURN, Action.WITHDRAW, Action.UNLOCK})
# What other writes may have changed since the filing was read.
_MOVING_COLUMNS: Final = (
    "version",
    "state",
    "round",
    "opened_by_reviewer_at",
    "bureau_filling_reason",
    "unlock_reason",
    "exemption_reason",
    "due_at",
    "reviewer",
    "updated_at",
)


@retried
def perform(
    *,
    actor: User,
    action: Action,
    filing_id: int,
    expected_version: int,
    comment: str = "",
    confirmed_total: Decimal | None = None,
    reason: ReturnReason | None = None,
    due_on: date | None = None,
    request_id: UUID | None = None,
    now: datetime,
) -> Filing:
    """Do `action` to the filing whose version the actor saw is `expected_version`; returns it as it is afterwards.

    Signing keeps a frozen copy, which is what reviewers judge. A return may say why by `reason` and until when
    (`due_on`, the last day). Raises NotAllowed, StaleVersion, Refused, Filing.DoesNotExist; nothing is stored then, and
    of two calls with the same version one succeeds. The same sending again, which the same person's `request_id` tells
    (a double click, an answer that was lost), does nothing and is answered like the first.
    """
    ruling = Ruling(
        comment=plain_lines(comment).strip(),
        # A total is confirmed by the last action only; elsewhere it means nothing.
        confirmed_total=confirmed_total if BY_ACTION[action].ends_work else None,
        reason=reason,
        due_on=due_on,
    )
    try:
        return _performed(actor, action, filing_id, expected_version, ruling, request_id, now)
    except StaleVersion:
        if not _was_done(actor, action, filing_id, request_id):
            raise
        return _filing(filing_id)


@transaction.atomic
def _performed(
    actor: User,
    action: Action,
    filing_id: int,
    expected_version: int,
    ruling: Ruling,
    request_id: UUID | None,
    now: datetime,
) -> Filing:
    hold_year(filing_id)
    row, filing = BY_ACTION[action], _filing(filing_id)
    _refuse_person(actor, action, filing, expected_version, now)
    if request_id is not None and filing.events.filter(request_id=request_id).exists():
        raise _stale(filing)
    from_state = filing.current_state
    submission = last_submission(filing=filing)
    _move(filing, row, from_state, expected_version, ruling, now)
    assessment = _judged(filing, from_state, submission, now)
    evidence = frozen_evidence(filing=filing) if row.needs_clean_checks or row.is_frozen_copy else []
    _refuse_unready(filing, action, assessment, submission, evidence, ruling, now)
    document = filing_to_document(assessment.framework, assessment.filing)
    if row.is_frozen_copy:
        keep_copy(filing, assessment, document, evidence, actor, now)
    if action in VERDICTS and submission is not None:
        submission.filing = filing
        keep_verdict(submission, assessment, action, from_state, actor, ruling, now)
    if action is Action.UNLOCK:
        forget_totals(filing)
    tell_of_step(action=action, filing=filing, comment=ruling.comment, now=now)
    events.record(
        action=_RECORDED_AS[action],
        actor=actor,
        now=now,
        filing=filing,
        version=filing.version,
        from_state=from_state,
        to_state=filing.current_state,
        comment=ruling.comment,
        content_hash=content_hash(document),
        request_id=request_id,
        data=_told(ruling),
    )
    return filing


def _was_done(actor: User, action: Action, filing_id: int, request_id: UUID | None) -> bool:
    """Whether this sending of this person did it before."""
    if request_id is None:
        return False
    same = Event.objects.filter(filing_id=filing_id, request_id=request_id, actor=actor)
    return same.filter(action=_RECORDED_AS[action].value, is_refused=False).exists()


def _told(ruling: Ruling) -> dict[str, Any]:
    """What else the event says of the ruling."""
    parts = {"confirmed_total": ruling.confirmed_total, "reason": ruling.reason, "due_on": ruling.due_on}
    return {name: part for name, part in parts.items() if part is not None}


@retried
@transaction.atomic
def mark_opened(*, actor: User, filing_id: int, now: datetime) -> Filing:
    """Note that a reviewer has opened the submission; from then on it cannot be withdrawn.

    The first opening counts, later ones change nothing. Raises NotAllowed, StaleVersion, Filing.DoesNotExist.
    """
    hold_year(filing_id)
    filing = _filing(filing_id)
    standing = standing_of(user=actor, filing=filing)
    refusal = why_not(Right.REVIEW_OPEN, standing, situation_of(filing, now))
    if refusal:
        raise NotAllowed(refusal) if why_never(Right.REVIEW_OPEN, standing) else NotNow(refusal)
    state = filing.current_state
    unopened = Filing.objects.filter(
        pk=filing.pk, state=state.value, round=filing.round, opened_by_reviewer_at__isnull=True
    )
    is_first = unopened.update(version=F("version") + 1, opened_by_reviewer_at=now, updated_at=now) == 1
    filing.refresh_from_db(fields=_MOVING_COLUMNS)
    if filing.current_state is not state:
        # The unit withdrew it a moment ago.
        raise _stale(filing)
    if is_first:
        events.record(
            action=EventAction.REVIEW_OPENED,
            actor=actor,
            now=now,
            filing=filing,
            version=filing.version,
            from_state=state,
            to_state=state,
        )
    return filing


def _filing(filing_id: int) -> Filing:
    filings = Filing.objects.select_related("cycle__framework", "department__accountant").prefetch_related("fillers")
    return filings.get(pk=filing_id)


def _refuse_person(actor: User, action: Action, filing: Filing, expected_version: int, now: datetime) -> None:
    """Who can never do it is told so; who acts on an old page is told that, before the state is held against them."""
    standing = standing_of(user=actor, filing=filing)
    never = why_never(action, standing)
    if never:
        raise NotAllowed(never)
    if filing.version != expected_version:
        raise _stale(filing)
    refusal = why_not(action, standing, situation_of(filing, now))
    if refusal:
        raise NotNow(refusal)


def _move(
    filing: Filing, row: Transition, from_state: State, expected_version: int, ruling: Ruling, now: datetime
) -> None:
    """The conditional UPDATE that only one of several calls can make; what is raised later takes it back."""
    target = target_of(row, from_state, filing.cycle.levels_for(filing.department))
    columns: dict[str, Any] = {"state": target.value, "version": expected_version + 1, "updated_at": now}
    if row.action in _NEW_ROUND:
        columns |= {"round": filing.round + 1, "opened_by_reviewer_at": None}
    columns |= _reasons(row.action, ruling)
    there = Filing.objects.filter(pk=filing.pk, version=expected_version, state=from_state.value)
    moved = there.update(**columns)
    filing.refresh_from_db(fields=_MOVING_COLUMNS)
    if moved != 1:
        raise _stale(filing)


def _reasons(action: Action, ruling: Ruling) -> dict[str, Any]:
    """What a step writes on the filing beside its state."""
    match action:
        case Action.EXEMPT:
            return {"exemption_reason": ruling.comment}
        case Action.END_EXEMPTION:
            return {"exemption_reason": ""}
        case Action.ASK_UNLOCK:
            return {"unlock_reason": ruling.comment}
        case Action.REFUSE_UNLOCK | Action.UNLOCK:
            return {"unlock_reason": ""}
        case Action.RETURN if ruling.due_on is not None:
            last = datetime.combine(ruling.due_on, time.max.replace(microsecond=0))
            return {"due_at": timezone.make_aware(last)}
    return {}


def _refuse_unready(
    filing: Filing,
    action: Action,
    assessment: Assessment,
    submission: Submission | None,
    evidence: list[dict[str, Any]],
    ruling: Ruling,
    now: datetime,
) -> None:
    """Raise Refused with every reason against the step that is not about who asks."""
    row = BY_ACTION[action]
    found = refusals(
        action=action,
        assessment=assessment,
        last_submission=_held_against(filing, submission) if row.needs_clean_checks else submission,
        evidence=evidence,
        review=review_findings_of(submission=submission, assessment=assessment) if row.ends_work and submission else (),
        pins=unanswered_pins(filing=filing) if row.needs_clean_checks else (),
        comment=ruling.comment,
        confirmed_total=ruling.confirmed_total,
        due_on=ruling.due_on,
        today=timezone.localdate(now),
        is_scan_missing=row.ends_work and is_scan_missing(filing=filing, submission=submission),
    )
    if found:
        raise Refused(found)


def _held_against(filing: Filing, submission: Submission | None) -> Submission | None:
    """The frozen copy that what is sent now must differ from: the returned one, whatever was withdrawn since."""
    record = returned_record(filing=filing)
    return submission if record is None else record.submission


def _judged(filing: Filing, from_state: State, submission: Submission | None, now: datetime) -> Assessment:
    """What the actor had before them: the frozen copy once submitted, else the form as it stands."""
    if from_state in IN_REVIEW | {State.FINALISED} and submission is not None:
        return submission_assessment(submission=submission)
    return assessment_of(filing=filing, now=now)


def _stale(filing: Filing) -> StaleVersion:
    last = filing.events.exclude(version=None).select_related("actor").last()
    return StaleVersion(
        saved_by=last.actor_name if last else "",
        saved_at=last.at if last else None,
        current_version=filing.version,
    )
