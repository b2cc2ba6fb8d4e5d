"""What stays of a step for good: the frozen copy of a signature, the verdict of a review."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from selfeval.domain.assessment import Assessment
from selfeval.domain.files import result_to_document
from selfeval.domain.verification import canonical_json, content_hash, verification_code
from selfeval.domain.workflow import LEVEL_OF, Action, Level, ReturnReason, State, Verdict
from selfeval.models import Filing, ReviewRecord, Submission, User
from selfeval.queries.standing import has_filled
from selfeval.services.final_totals import settle_totals
from selfeval.services.results import freeze_findings, store_results
from selfeval.services.text_signatures import store_signatures

VERDICTS: Mapping[Action, Verdict] = {
    Action.PASS: Verdict.PASSED,
    Action.RETURN: Verdict.RETURNED,
    Action.FINALISE: Verdict.FINALISED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """What a reviewer says with a step; `due_on` and `reason` are of a return, `confirmed_total` of the last step."""

    comment: str = ""
    confirmed_total: Decimal | None = None
    reason: ReturnReason | None = None
    due_on: date | None = None


def keep_copy(
    filing: Filing,
    assessment: Assessment,
    document: Mapping[str, Any],
    evidence: list[dict[str, Any]],
    actor: User,
    now: datetime,
) -> None:
    """Freeze what is submitted, with its findings and results."""
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
        unit_people=list(User.objects.filter(department=filing.department_id).values_list("pk", flat=True)),
        is_signed_by_filler=has_filled(actor, filing),
        is_filled_by_bureau=bool(filing.bureau_filling_reason),
        submitted_by=actor,
        submitted_at=now,
    )
    freeze_findings(submission, assessment)
    # The lists say what was submitted, even where the rules of scoring were mended since the last saving.
    store_results(filing, assessment)
    store_signatures(filing, assessment.framework, assessment.filing)


def keep_verdict(
    submission: Submission,
    assessment: Assessment,
    action: Action,
    from_state: State,
    reviewer: User,
    ruling: Ruling,
    now: datetime,
) -> None:
    """Keep what a level of review said; a return sends its pins out and opens their places only."""
    level, verdict = LEVEL_OF[from_state], VERDICTS[action]
    is_return = verdict is Verdict.RETURNED
    ReviewRecord.objects.create(
        submission=submission,
        level=level.value,
        reviewer=reviewer,
        verdict=verdict.value,
        comment=ruling.comment,
        confirmed_total=ruling.confirmed_total,
        reason=(ruling.reason or "") if is_return else "",
        due_on=ruling.due_on if is_return else None,
        opens=_send_pins(submission, level, now) if is_return else None,
        at=now,
    )
    if verdict is Verdict.FINALISED:
        settle_totals(submission.filing, assessment, review_total=ruling.confirmed_total)


def _send_pins(submission: Submission, level: Level, now: datetime) -> list[str] | None:
    """The places of the pins that go out now, once each; None, for the whole form, where there is none."""
    waiting = submission.pins.filter(level=level.value, sent_at__isnull=True)
    places = list(dict.fromkeys(waiting.order_by("pk").values_list("place", flat=True)))
    waiting.update(sent_at=now)
    return places or None
