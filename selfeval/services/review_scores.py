"""The reviewer's own scores and remarks on a frozen copy. What the unit filed is never touched."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from django.db import transaction

from selfeval.domain.amounts import ZERO, number_text, plain_text, rounded
from selfeval.domain.files import Fault
from selfeval.domain.review import NOTHING_SAID, Review, ReviewEntry
from selfeval.domain.rights import Right
from selfeval.domain.workflow import LEVEL_OF, Level
from selfeval.models import EventAction, ReviewScore, Submission, User
from selfeval.queries.filings import last_submission
from selfeval.queries.reviews import review_of
from selfeval.queries.snapshots import submission_assessment
from selfeval.services import events
from selfeval.services.errors import BadValue, StaleVersion
from selfeval.services.fitness import fault_of_text, plain_lines
from selfeval.services.holding import held_filing
from selfeval.services.retrying import retried

MAX_REMARK: Final = 1000


@retried
@transaction.atomic
def save_review_scores(*, actor: User, submission_id: int, entries: Mapping[str, ReviewEntry], now: datetime) -> Review:
    """Store what the reviewer says of the indicators in `entries`; the others stay as they are. Returns the review.

    Only of the newest frozen copy, while it waits for the verdict of the actor's level; what other levels said stays.
    A blank entry takes back what was said. Nothing is written, and no event recorded, where nothing changed. Raises
    NotAllowed, StaleVersion, BadValue (with every fault), Submission.DoesNotExist.
    """
    submission = Submission.objects.select_related("framework").get(pk=submission_id)
    filing = held_filing(Right.REVIEW_OPEN, actor=actor, filing_id=submission.filing_id)
    last = last_submission(filing=filing)
    if last is None or last.pk != submission.pk:
        raise StaleVersion(saved_by="", saved_at=None, current_version=filing.version)
    submission.filing = filing
    level = LEVEL_OF[filing.current_state]
    review = review_of(submission=submission, assessment=submission_assessment(submission=submission), level=level)
    wanted = {code: replace(each, remark=plain_lines(each.remark).strip()) for code, each in entries.items()}
    faults = [fault for code, entry in wanted.items() for fault in faults_of_entry(review, code, entry)]
    if faults:
        raise BadValue(faults)
    changed = {code: entry for code, entry in wanted.items() if entry != review.entry(code)}
    if not changed:
        return review
    _store(submission, level, changed, actor, now)
    events.record(
        action=EventAction.REVIEW_SCORED,
        actor=actor,
        now=now,
        filing=filing,
        from_state=filing.current_state,
        to_state=filing.current_state,
        content_hash=submission.sha256,
        data={
            "submission": submission.pk,
            "round": submission.round,
            "level": level.value,
            "changes": [_told(code, review.entry(code), entry) for code, entry in changed.items()],
        },
    )
    return replace(review, entries={**review.entries, **changed})


def faults_of_entry(review: Review, code: str, entry: ReviewEntry) -> Iterator[Fault]:
    """Everything that keeps a score and a remark from being stored; boxes are `review.<code>.score` and `.remark`."""
    score_box, remark_box = f"review.{code}.score", f"review.{code}.remark"
    if code not in review.scored:
        yield Fault(path=score_box, found="", expected="没有这项指标，或不用复核")
        return
    most, places = review.scored[code].points, review.framework.rounding.points_places
    score = entry.score
    if score is not None and not (score.is_finite() and ZERO <= score <= most):
        yield Fault(path=score_box, found=str(score), expected=f"应在0到{number_text(most)}分之间")
    elif score is not None and rounded(score, places) != score:
        yield Fault(path=score_box, found=str(score), expected=f"小数太多：最多{places}位")
    if len(entry.remark) > MAX_REMARK:
        yield Fault(path=remark_box, found="", expected=f"共{len(entry.remark)}字，太长：最多{MAX_REMARK}字")
    elif fault_of_text(entry.remark):
        yield Fault(path=remark_box, found="", expected=fault_of_text(entry.remark))


def _store(
    submission: Submission, level: Level, changed: Mapping[str, ReviewEntry], actor: User, now: datetime
) -> None:
    blank = [code for code, entry in changed.items() if entry == NOTHING_SAID]
    submission.review_scores.filter(level=level.value, code__in=blank).delete()
    said = {"submission": submission, "level": level.value, "by": actor, "at": now}
    ReviewScore.objects.bulk_create(
        [
            ReviewScore(code=code, score=entry.score, remark=entry.remark, **said)
            for code, entry in changed.items()
            if code not in blank
        ],
        update_conflicts=True,
        unique_fields=["submission", "level", "code"],
        update_fields=["score", "remark", "by", "at"],
    )


def _told(code: str, before: ReviewEntry, after: ReviewEntry) -> dict[str, Any]:
    return {
        "code": code,
        "score": [_text(before), _text(after)],
        "remark": [before.remark, after.remark],
    }


def _text(entry: ReviewEntry) -> str | None:
    return None if entry.score is None else plain_text(entry.score)
