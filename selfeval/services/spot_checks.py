"""Spot checks (抽查复核): draw, give out, score again, ask the unit, settle; each write under the version seen."""

import secrets
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db import transaction
from django.db.models import F

from selfeval.domain.after_review import STEPS, CheckState
from selfeval.domain.amounts import ZERO, number_text, plain_text, rounded
from selfeval.domain.assessment import Assessment
from selfeval.domain.differences import bounds_of, difference_class
from selfeval.domain.framework import Severity
from selfeval.domain.review import ReviewEntry
from selfeval.domain.rights_after import Task
from selfeval.domain.sampling import Method, candidates_to_rows, draw
from selfeval.domain.workflow import Role, State
from selfeval.models import (
    EventAction,
    FilingCycle,
    SpotCheck,
    SpotCheckFile,
    SpotCheckItem,
    SpotCheckScore,
    Submission,
    User,
)
from selfeval.queries.snapshots import submission_assessment
from selfeval.queries.spot_checks import candidates, check_findings, check_review
from selfeval.queries.standing import standing_of
from selfeval.services import events
from selfeval.services.errors import BadValue, NotAllowed, StaleVersion, Unfit
from selfeval.services.final_totals import settle_totals
from selfeval.services.fitness import plain_lines
from selfeval.services.kept_files import Received, keeping
from selfeval.services.review_scores import faults_of_entry
from selfeval.services.stepping import moved, refuse_step
from selfeval.services.tasks import refuse_task
from selfeval.services.words import checked_words

MAX_WORDS: Final = 2000
MAX_SEED: Final = 100
_SCORE_PLACES: Final = 2
_CHECKERS: Final = (Role.REVIEWER.value, Role.THIRD_PARTY.value)


@transaction.atomic
def draw_sample(
    *, actor: User, cycle_id: int, title: str, method: Method, size: int, seed: str = "", now: datetime
) -> SpotCheck:
    """Draw `size` of the finalised filings of a cycle; `seed` is made where none is given, and is kept to be shown.

    Raises NotAllowed, Unfit (boxes `title`, `size`, `seed`), FilingCycle.DoesNotExist.
    """
    refuse_task(Task.DRAW_SAMPLE, actor)
    cycle = FilingCycle.objects.select_for_update().get(pk=cycle_id)
    name = checked_words(title, label="名称", box="title", is_required=True, at_most=100)
    told_seed = checked_words(seed, label="种子", box="seed", at_most=MAX_SEED) or secrets.token_hex(8)
    population = candidates(cycle=cycle)
    if not population:
        raise Unfit("这个批次还没有定稿的自评表，没有可抽的。", box="size")
    if not 1 <= size <= len(population):
        raise Unfit(f"抽取份数“{size}”不对：定稿的共{len(population)}份，请填 1 到 {len(population)}。", box="size")
    drawn = draw(population, method=method, seed=told_seed, size=size)
    check = SpotCheck.objects.create(
        cycle=cycle,
        title=name,
        method=method.value,
        seed=told_seed,
        size=size,
        population=candidates_to_rows(population),
        drawn_by=actor,
        drawn_at=now,
    )
    codes = [each.code for each in drawn]
    copies = Submission.objects.filter(filing__cycle=cycle, filing__department__code__in=codes).order_by("round")
    # Of several rounds the last stays.
    newest = {copy.filing.department.code: copy for copy in copies.select_related("filing__department")}
    SpotCheckItem.objects.bulk_create(
        SpotCheckItem(spot_check=check, filing=newest[code].filing, submission=newest[code], position=at)
        for at, code in enumerate(codes, start=1)
    )
    events.record(
        action=EventAction.SPOT_CHECK_DRAWN,
        actor=actor,
        now=now,
        data={
            "spot_check": str(check.public_id),
            "cycle": cycle.code,
            "method": method.value,
            "seed": told_seed,
            "size": size,
            "population": len(population),
            "drawn": [each.code for each in drawn],
        },
    )
    return check


@transaction.atomic
def assign(*, actor: User, item_id: int, expected_version: int, checker: User | None, now: datetime) -> SpotCheckItem:
    """Give one to a reviewer or a third party, None takes it back. Raises NotAllowed, StaleVersion, Unfit."""
    refuse_task(Task.DRAW_SAMPLE, actor)
    item = _held(item_id)
    if item.current_state not in (CheckState.DRAWN, CheckState.REVIEWING):
        raise NotAllowed(f"“{item.current_state.label}”的不能再分派。")
    if checker is not None:
        _refuse_checker(checker, item)
    before = item.checker
    _written(item, expected_version, checker=checker)
    _record(
        EventAction.SPOT_CHECK_ASSIGNED,
        item,
        actor,
        now,
        checker=[before.full_name if before else "", checker.full_name if checker else ""],
    )
    return item


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
    _record(
        EventAction.SPOT_CHECK_SCORED,
        item,
        actor,
        now,
        changes=[_told(code, review.entry(code), entry) for code, entry in changed.items()],
    )
    return item


@transaction.atomic
def ask_opinion(*, actor: User, item_id: int, expected_version: int, opinion: str, now: datetime) -> SpotCheckItem:
    """Send scores and opinion to the unit. Every indicator has a score, and the checker's own work no error.

    Raises NotAllowed, StaleVersion, Unfit.
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
    columns = {"opinion": words, "check_total": review.total, "asked_at": now}
    moved(item, STEPS["check_ask"], expected_version=expected_version, **columns)
    _record(EventAction.SPOT_CHECK_OPINION_ASKED, item, actor, now, comment=words, check_total=review.total)
    return item


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
    item = _held(item_id)
    refuse_step(step, actor=actor, filing=item.filing, state=item.current_state)
    said = checked_words(words, label="单位意见", box="words", is_required=step.needs_comment, at_most=MAX_WORDS)
    moved(item, step, expected_version=expected_version, objection=said, answered_by=actor)
    action = EventAction.SPOT_CHECK_AGREED if is_agreed else EventAction.SPOT_CHECK_OBJECTED
    _record(action, item, actor, now, comment=said)
    return item


@transaction.atomic
def settle(
    *, actor: User, item_id: int, expected_version: int, settled_total: Decimal | None, words: str = "", now: datetime
) -> SpotCheckItem:
    """Settle on a score: it becomes the filing's final one; the difference to the unit's own score gets its class.

    Words are asked for where the unit objected or the score is not the checker's. Raises NotAllowed, StaleVersion,
    Unfit (boxes `settled_total`, `words`).
    """
    step = STEPS["check_settle"]
    item = _held(item_id)
    refuse_step(step, actor=actor, filing=item.filing, state=item.current_state)
    assessment = submission_assessment(submission=item.submission)
    total = _fit_total(assessment, settled_total)
    is_other = item.current_state is CheckState.OBJECTED or total != item.check_total
    said = checked_words(words, label="核定说明", box="words", is_required=is_other, at_most=MAX_WORDS)
    framework, self_total = assessment.framework, assessment.sheet.total.self_score
    difference = total - self_total
    found = difference_class(
        difference,
        is_grade_changed=framework.grade_for(total) != framework.grade_for(self_total),
        bounds=bounds_of(item.filing.cycle.difference_bounds),
    )
    moved(
        item,
        step,
        expected_version=expected_version,
        settled_total=total,
        settlement=said,
        difference=difference,
        difference_class=found.value,
        settled_by=actor,
        settled_at=now,
    )
    if item.filing.current_state is State.FINALISED and item.submission.round == item.filing.round:
        settle_totals(item.filing, assessment, review_total=item.filing.review_total, settled=total)
    _record(
        EventAction.SPOT_CHECK_SETTLED,
        item,
        actor,
        now,
        comment=said,
        settled_total=total,
        difference=difference,
        difference_class=found.value,
    )
    return item


def _fit_total(assessment: Assessment, total: Decimal | None) -> Decimal:
    most = assessment.framework.total_points
    if total is None:
        raise Unfit("请填写核定得分。", box="settled_total")
    if not total.is_finite() or not ZERO <= total <= most:
        raise Unfit(f"核定得分“{total}”不对：应在 0 到 {number_text(most)} 之间。", box="settled_total")
    if rounded(total, _SCORE_PLACES) != total:
        raise Unfit(f"核定得分“{total}”的小数太多：最多{_SCORE_PLACES}位。", box="settled_total")
    return total


def _held(item_id: int) -> SpotCheckItem:
    held = SpotCheckItem.objects.select_for_update(of=("self",))
    return held.select_related(
        "spot_check", "filing__department", "filing__cycle__framework", "submission__framework", "checker"
    ).get(pk=item_id)


def _taken(actor: User, item_id: int, code: str) -> tuple[SpotCheckItem, Assessment]:
    """The item, held by who checks it, and what was submitted."""
    item = _held(item_id)
    refuse_step(STEPS[code], actor=actor, filing=item.filing, state=item.current_state)
    if item.checker is not None and item.checker.pk != actor.pk:
        raise NotAllowed("这一份分派给了另一位复核人。")
    item.submission.filing = item.filing
    return item, submission_assessment(submission=item.submission)


def _refuse_checker(checker: User, item: SpotCheckItem) -> None:
    if not checker.is_active or checker.role not in _CHECKERS:
        raise Unfit("只能分派给在用的审核人或第三方评价人员。", box="checker")
    standing = standing_of(user=checker, filing=item.filing)
    if standing.is_of_unit or standing.was_of_unit or standing.has_filled or standing.has_signed:
        raise Unfit(f"{checker.full_name}属于这个单位，或填报、签发过这份自评表，请换一个人。", box="checker")


def _written(item: SpotCheckItem, expected_version: int, **columns: Any) -> None:
    """A write that changes no state. Raises StaleVersion."""
    rows = SpotCheckItem.objects.filter(pk=item.pk, version=expected_version)
    changed = rows.update(version=F("version") + 1, **columns)
    item.refresh_from_db()
    if changed != 1:
        raise StaleVersion(saved_by="", saved_at=None, current_version=item.version)


def _record(
    action: EventAction, item: SpotCheckItem, actor: User, now: datetime, *, comment: str = "", **data: Any
) -> None:
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
