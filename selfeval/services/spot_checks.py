"""Spot checks (抽查复核): score again, ask the unit, let it answer, settle; each write under the version seen."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.utils import timezone

from selfeval.domain.after_review import ANSWER_DAYS, STEPS, CheckState, Step
from selfeval.domain.amounts import ZERO, number_text, plain_text, rounded
from selfeval.domain.assessment import Assessment
from selfeval.domain.differences import bounds_of, difference_of
from selfeval.domain.framework import Severity
from selfeval.domain.review import ReviewEntry
from selfeval.domain.workflow import Role, State
from selfeval.models import (
    EventAction,
    Filing,
    SpotCheckFile,
    SpotCheckItem,
    SpotCheckScore,
    User,
)
from selfeval.queries.snapshots import submission_assessment
from selfeval.queries.spot_checks import check_findings, check_review
from selfeval.queries.standing import accounts_of
from selfeval.services import events
from selfeval.services.errors import BadValue, NotAllowed, NotNow, Unfit
from selfeval.services.final_totals import settle_totals
from selfeval.services.fitness import plain_lines
from selfeval.services.kept_files import Received, keeping
from selfeval.services.retrying import retried
from selfeval.services.review_scores import faults_of_entry
from selfeval.services.spot_check_news import tell_bureau, tell_unit, unanswered_words
from selfeval.services.stepping import moved, refuse_step
from selfeval.services.words import checked_words, day_words

MAX_WORDS: Final = 2000
_SCORE_PLACES: Final = 2


@retried
@transaction.atomic
def save_scores(
    *, actor: User, item_id: int, expected_version: int, entries: Mapping[str, ReviewEntry], now: datetime
) -> SpotCheckItem:
    """Store the checker's scores and remarks by indicator; the others stay. Nothing is written where nothing changed.

    Raises NotAllowed, StaleVersion, BadValue with every fault.
    """
    item, assessment = _taken(actor, item_id, "check_score")
    review = check_review(item=item, assessment=assessment)
    wanted = {code: replace(each, remark=plain_lines(each.remark).strip()) for code, each in entries.items()}
    faults = [fault for code, entry in wanted.items() for fault in faults_of_entry(review, code, entry)]
    if faults:
        raise BadValue(faults)
    changed = {code: entry for code, entry in wanted.items() if entry != review.entry(code)}
    if not changed:
        return item
    moved(item, STEPS["check_score"], expected_version=expected_version, checker=item.checker or actor)
    for code, entry in changed.items():
        if entry.is_blank:
            item.scores.filter(code=code).delete()
            continue
        SpotCheckScore.objects.update_or_create(
            item=item, code=code, defaults={"score": entry.score, "remark": entry.remark}
        )
    record_step(
        EventAction.SPOT_CHECK_SCORED,
        item,
        actor,
        now,
        changes=[_told(code, review.entry(code), entry) for code, entry in changed.items()],
    )
    return item


@retried
@transaction.atomic
def ask_opinion(
    *, actor: User, item_id: int, expected_version: int, opinion: str, due_on: date | None = None, now: datetime
) -> SpotCheckItem:
    """Send scores and opinion to the unit, which answers until `due_on` (after `ANSWER_DAYS` unless given).

    Every indicator has a score, and the checker's own work no error. Raises NotAllowed, StaleVersion, Unfit.
    """
    item, assessment = _taken(actor, item_id, "check_ask")
    words = checked_words(opinion, label="抽查意见", box="opinion", at_most=MAX_WORDS)
    review = check_review(item=item, assessment=assessment)
    if review.total is None:
        names = "、".join(review.scored[code].name for code in review.blank)
        raise Unfit(f"还有{len(review.blank)}项指标没有打分：{names}。")
    errors = [each for each in check_findings(item=item, review=review) if each.severity is Severity.ERROR]
    if errors:
        raise Unfit("".join(each.message for each in errors))
    due = fit_due(due_on, timezone.localdate(now))
    columns = {"opinion": words, "check_total": review.total, "asked_at": now, "answer_due_on": due}
    moved(item, STEPS["check_ask"], expected_version=expected_version, **columns)
    data = {"check_total": review.total, "answer_due_on": due}
    record_step(EventAction.SPOT_CHECK_OPINION_ASKED, item, actor, now, comment=words, **data)
    tell_unit(item, now=now)
    return item


@retried
def answer(
    *,
    actor: User,
    item_id: int,
    expected_version: int,
    is_agreed: bool,
    words: str = "",
    file: Received | None = None,
    now: datetime,
) -> SpotCheckItem:
    """The unit agrees, or objects in words and may bring material.

    Raises NotAllowed, StaleVersion, Unfit, FileRefused. Not to be called inside a transaction where there is a file.
    """
    if file is None or is_agreed:
        with transaction.atomic():
            return _answered(actor, item_id, expected_version, is_agreed, words, now)
    with keeping(SpotCheckFile, file, by=actor, now=now) as columns:
        item = _answered(actor, item_id, expected_version, is_agreed, words, now)
        SpotCheckFile.objects.create(item=item, **columns)
    return item


def _answered(
    actor: User, item_id: int, expected_version: int, is_agreed: bool, words: str, now: datetime
) -> SpotCheckItem:
    step = STEPS["check_agree" if is_agreed else "check_object"]
    item = held_item(item_id)
    refuse_step(step, actor=actor, filing=item.filing, state=item.current_state)
    said = checked_words(words, label="单位意见", box="words", is_required=step.needs_comment, at_most=MAX_WORDS)
    moved(item, step, expected_version=expected_version, objection=said, answered_by=actor)
    action = EventAction.SPOT_CHECK_AGREED if is_agreed else EventAction.SPOT_CHECK_OBJECTED
    record_step(action, item, actor, now, comment=said)
    tell_bureau(item, now=now)
    return item


@retried
@transaction.atomic
def settle(
    *, actor: User, item_id: int, expected_version: int, settled_total: Decimal | None, words: str = "", now: datetime
) -> SpotCheckItem:
    """Settle on a score: it becomes the filing's final one; the difference to the unit's own score gets its class.

    Words are asked for where the unit objected or the score is not the checker's. A unit that was asked is waited for
    until its answer was due; that it did not answer is told. Raises NotAllowed, StaleVersion, Unfit (boxes
    `settled_total`, `words`).
    """
    item = held_item(item_id)
    step = settling_step(item)
    refuse_step(step, actor=actor, filing=item.filing, state=item.current_state)
    waiting = why_wait(item, timezone.localdate(now))
    if waiting:
        raise NotNow(waiting)
    assessment = submission_assessment(submission=item.submission)
    total, said = fit_total(item, assessment, settled_total, words)
    # Held, so that it is not opened again meanwhile.
    filing = Filing.objects.select_for_update(of=("self",)).select_related("cycle").get(pk=item.filing_id)
    found = difference_of(
        assessment.framework,
        own=assessment.sheet.total.self_score,
        settled=total,
        bounds=bounds_of(filing.cycle.difference_bounds),
    )
    moved(
        item,
        step,
        expected_version=expected_version,
        settled_total=total,
        settlement=said,
        difference=found.points,
        difference_class=found.found.value,
        settled_by=actor,
        settled_at=now,
    )
    # Of a copy that was superseded meanwhile nothing counts any more.
    if filing.current_state is State.FINALISED and item.submission.round == filing.round:
        settle_totals(filing, assessment, review_total=filing.review_total, settled=total)
    record_step(
        EventAction.SPOT_CHECK_SETTLED,
        item,
        actor,
        now,
        comment=f"{unanswered_words(item)}{said}",
        settled_total=total,
        difference=found.points,
        difference_class=found.found.value,
        **({"unanswered_until": item.answer_due} if item.is_unanswered else {}),
    )
    tell_unit(item, now=now)
    return item


def settling_step(item: SpotCheckItem) -> Step:
    """The step that settles the item as it stands: an answer that was due and never came has one of its own."""
    return STEPS["check_settle_unanswered" if item.current_state is CheckState.OPINION_ASKED else "check_settle"]


def why_wait(item: SpotCheckItem, today: date) -> str:
    """Why the item is not settled yet: the unit may still answer. Empty where it did, or was due to."""
    due = item.answer_due
    if item.current_state is not CheckState.OPINION_ASKED or due is None or item.is_answer_late(today):
        return ""
    return f"单位还没有答复，期限是{day_words(due)}；单位答复，或过了这一天，才能核定。"


def fit_due(due_on: date | None, today: date) -> date:
    """The day until which a unit answers: after `ANSWER_DAYS` where none is given. Raises Unfit (box `due_on`)."""
    due = due_on or today + timedelta(days=ANSWER_DAYS)
    if due < today:
        raise Unfit(f"答复期限“{day_words(due)}”已经过了，请填今天（{day_words(today)}）或以后的日期。", box="due_on")
    return due


def fit_total(item: SpotCheckItem, assessment: Assessment, total: Decimal | None, words: str) -> tuple[Decimal, str]:
    """A settled total and its words as they are stored. Raises Unfit (boxes `settled_total`, `words`)."""
    most = assessment.framework.total_points
    if total is None:
        raise Unfit("请填写核定得分。", box="settled_total")
    if not total.is_finite() or not ZERO <= total <= most:
        raise Unfit(f"核定得分“{total}”不对：应在 0 到 {number_text(most)} 之间。", box="settled_total")
    if rounded(total, _SCORE_PLACES) != total:
        raise Unfit(f"核定得分“{total}”的小数太多：最多{_SCORE_PLACES}位。", box="settled_total")
    is_other = item.current_state is CheckState.OBJECTED or total != item.check_total
    return total, checked_words(words, label="核定说明", box="words", is_required=is_other, at_most=MAX_WORDS)


def held_item(item_id: int) -> SpotCheckItem:
    """The item, held until the transaction ends. Raises SpotCheckItem.DoesNotExist."""
    held = SpotCheckItem.objects.select_for_update(of=("self",))
    return held.select_related(
        "spot_check", "filing__department", "filing__cycle__framework", "submission__framework", "checker"
    ).get(pk=item_id)


def _taken(actor: User, item_id: int, code: str) -> tuple[SpotCheckItem, Assessment]:
    """The item, held by who checks it, and what was submitted."""
    item = held_item(item_id)
    refuse_step(STEPS[code], actor=actor, filing=item.filing, state=item.current_state)
    if item.checker is None:
        # That another draw's was given to them lets no third party take this one.
        if actor.role == Role.THIRD_PARTY:
            raise NotAllowed("这一份还没有分派给您。")
    elif item.checker not in accounts_of(actor):
        raise NotAllowed(f"这一份分派给了{item.checker.full_name}。")
    item.submission.filing = item.filing
    return item, submission_assessment(submission=item.submission)


def record_step(
    action: EventAction, item: SpotCheckItem, actor: User, now: datetime, *, comment: str = "", **data: Any
) -> None:
    """One event of an item, with the hash of the frozen copy it is about."""
    events.record(
        action=action,
        actor=actor,
        now=now,
        filing=item.filing,
        comment=comment,
        content_hash=item.submission.sha256,
        data={"spot_check": str(item.spot_check.public_id), "item": str(item.public_id), **data},
    )


def _told(code: str, before: ReviewEntry, after: ReviewEntry) -> dict[str, Any]:
    def text(entry: ReviewEntry) -> str | None:
        return None if entry.score is None else plain_text(entry.score)

    return {"code": code, "score": [text(before), text(after)], "remark": [before.remark, after.remark]}
