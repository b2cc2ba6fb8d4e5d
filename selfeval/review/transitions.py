"""The one way a filing changes its state: along a row of the workflow table, under the version the actor saw."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

from django.db import transaction
from django.db.models import F

from selfeval.domain.assessment import Assessment
from selfeval.domain.files import filing_to_document, result_to_document
from selfeval.domain.rights import Right, why_never, why_not
from selfeval.domain.verification import canonical_json, content_hash, verification_code
from selfeval.domain.workflow import BY_ACTION, Action, State, Transition
from selfeval.models import EventAction, Filing, ReviewRecord, Submission, User
from selfeval.queries.evidence import frozen_evidence
from selfeval.queries.filings import last_submission
from selfeval.queries.reviews import review_findings_of
from selfeval.queries.sealed_scans import is_scan_missing
from selfeval.queries.snapshots import assessment_of, submission_assessment
from selfeval.queries.standing import has_filled, situation_of, standing_of
from selfeval.review.preconditions import Refused, refusals
from selfeval.services import events
from selfeval.services.errors import NotAllowed, StaleVersion
from selfeval.services.fitness import plain_lines
from selfeval.services.results import freeze_findings, store_results
from selfeval.services.text_signatures import store_signatures

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
    }
)
_VERDICTS: Final = frozenset({Action.RETURN, Action.FINALISE})
# What sends the form back to the unit begins the next round, which the next submission gets its number from.
_NEW_ROUND: Final = frozenset({Action.RETURN, Action.WITHDRAW})
# What other writes may have changed since the filing was read.
_MOVING_COLUMNS: Final = ("version", "state", "round", "opened_by_reviewer_at", "bureau_filling_reason", "updated_at")


@transaction.atomic
def perform(
    *,
    actor: User,
    action: Action,
    filing_id: int,
    expected_version: int,
    comment: str = "",
    confirmed_total: Decimal | None = None,
    now: datetime,
) -> Filing:
    """Do `action` to the filing whose version the actor saw is `expected_version`; returns it as it is afterwards.

    Signing keeps a frozen copy, which is what reviewers judge. Raises NotAllowed, StaleVersion, Refused,
    Filing.DoesNotExist; nothing is stored then, and of two calls with the same version one succeeds.
    """
    row = BY_ACTION[action]
    comment = plain_lines(comment).strip()
    # A total is confirmed by the last action only; elsewhere it means nothing.
    confirmed_total = confirmed_total if row.ends_work else None
    filing = _filing(filing_id)
    _refuse_person(actor, action, filing, expected_version)
    from_state = filing.current_state
    submission = last_submission(filing=filing)
    _move(filing, row, from_state, expected_version, now)
    assessment = _judged(filing, from_state, submission, now)
    evidence = frozen_evidence(filing=filing) if row.needs_clean_checks or row.is_frozen_copy else []
    found = refusals(
        action=action,
        assessment=assessment,
        last_submission=submission,
        evidence=evidence,
        review=review_findings_of(submission=submission, assessment=assessment) if row.ends_work and submission else (),
        comment=comment,
        confirmed_total=confirmed_total,
        is_scan_missing=row.ends_work and is_scan_missing(filing=filing, submission=submission),
    )
    if found:
        raise Refused(found)
    document = filing_to_document(assessment.framework, assessment.filing)
    if row.is_frozen_copy:
        _keep_copy(filing, assessment, document, evidence, actor, now)
    if action in _VERDICTS and submission is not None:
        _keep_verdict(submission, row, actor, comment, confirmed_total, now)
    events.record(
        action=_RECORDED_AS[action],
        actor=actor,
        now=now,
        filing=filing,
        version=filing.version,
        from_state=from_state,
        to_state=row.target,
        comment=comment,
        content_hash=content_hash(document),
        data={} if confirmed_total is None else {"confirmed_total": confirmed_total},
    )
    return filing


@transaction.atomic
def mark_opened(*, actor: User, filing_id: int, now: datetime) -> Filing:
    """Note that a reviewer has opened the submission; from then on it cannot be withdrawn.

    The first opening counts, later ones change nothing. Raises NotAllowed, StaleVersion, Filing.DoesNotExist.
    """
    filing = _filing(filing_id)
    refusal = why_not(Right.REVIEW_OPEN, standing_of(user=actor, filing=filing), situation_of(filing))
    if refusal:
        raise NotAllowed(refusal)
    unopened = Filing.objects.filter(
        pk=filing.pk, state=State.SUBMITTED, round=filing.round, opened_by_reviewer_at__isnull=True
    )
    is_first = unopened.update(version=F("version") + 1, opened_by_reviewer_at=now, updated_at=now) == 1
    filing.refresh_from_db(fields=_MOVING_COLUMNS)
    if filing.current_state is not State.SUBMITTED:
        # The unit withdrew it a moment ago.
        raise _stale(filing)
    if is_first:
        events.record(
            action=EventAction.REVIEW_OPENED,
            actor=actor,
            now=now,
            filing=filing,
            version=filing.version,
            from_state=State.SUBMITTED,
            to_state=State.SUBMITTED,
        )
    return filing


def _filing(filing_id: int) -> Filing:
    filings = Filing.objects.select_related("cycle__framework", "department__accountant").prefetch_related("fillers")
    return filings.get(pk=filing_id)


def _refuse_person(actor: User, action: Action, filing: Filing, expected_version: int) -> None:
    """Who can never do it is told so; who acts on an old page is told that, before the state is held against them."""
    standing = standing_of(user=actor, filing=filing)
    never = why_never(action, standing)
    if never:
        raise NotAllowed(never)
    if filing.version != expected_version:
        raise _stale(filing)
    refusal = why_not(action, standing, situation_of(filing))
    if refusal:
        raise NotAllowed(refusal)


def _move(filing: Filing, row: Transition, from_state: State, expected_version: int, now: datetime) -> None:
    """The conditional UPDATE that only one of several calls can make; what is raised later takes it back."""
    columns: dict[str, Any] = {"state": row.target.value, "version": expected_version + 1, "updated_at": now}
    if row.action in _NEW_ROUND:
        columns |= {"round": filing.round + 1, "opened_by_reviewer_at": None}
    there = Filing.objects.filter(pk=filing.pk, version=expected_version, state=from_state.value)
    moved = there.update(**columns)
    filing.refresh_from_db(fields=_MOVING_COLUMNS)
    if moved != 1:
        raise _stale(filing)


def _judged(filing: Filing, from_state: State, submission: Submission | None, now: datetime) -> Assessment:
    """What the actor had before them: the frozen copy once submitted, else the form as it stands."""
    if from_state is State.SUBMITTED and submission is not None:
        return submission_assessment(submission=submission)
    return assessment_of(filing=filing, now=now)


def _keep_copy(
    filing: Filing,
    assessment: Assessment,
    document: Mapping[str, Any],
    evidence: list[dict[str, Any]],
    actor: User,
    now: datetime,
) -> None:
    sha256 = content_hash(document)
    submission = Submission.objects.create(
        filing=filing,
        round=filing.round,
        document=canonical_json(document),
        result=canonical_json(result_to_document(assessment)),
        check_settings=filing.cycle.check_settings,
        sha256=sha256,
        verification_code=verification_code(sha256),
        framework=filing.cycle.framework,
        evidence=evidence,
        is_signed_by_filler=has_filled(actor, filing),
        is_filled_by_bureau=bool(filing.bureau_filling_reason),
        submitted_by=actor,
        submitted_at=now,
    )
    freeze_findings(submission, assessment)
    # The lists say what was submitted, even where the rules of scoring were mended since the last saving.
    store_results(filing, assessment)
    store_signatures(filing, assessment.framework, assessment.filing)


def _keep_verdict(
    submission: Submission,
    row: Transition,
    reviewer: User,
    comment: str,
    confirmed_total: Decimal | None,
    now: datetime,
) -> None:
    ReviewRecord.objects.create(
        submission=submission,
        reviewer=reviewer,
        verdict=row.target.value,
        comment=comment,
        confirmed_total=confirmed_total,
        at=now,
    )


def _stale(filing: Filing) -> StaleVersion:
    last = filing.events.select_related("actor").last()
    return StaleVersion(
        saved_by=last.actor_name if last else "",
        saved_at=last.at if last else None,
        current_version=filing.version,
    )
