"""Giving the last review of a filing to another reviewer (移交审核). The bureau's own is given to somebody outside."""

from datetime import datetime

from django.db import transaction

from selfeval.domain.rights import Right, why_never
from selfeval.domain.workflow import Role
from selfeval.models import EventAction, Filing, User
from selfeval.queries.standing import standing_of
from selfeval.services import events
from selfeval.services.errors import NotNow, StaleVersion, Unfit
from selfeval.services.fitness import fault_of_text, plain_lines
from selfeval.services.holding import held_filing
from selfeval.services.retrying import retried

_OF_BUREAU = "这是财政局本身的自评表，要由其他单位的人审核；{}没有登记在其他单位，不能审。"


@retried
@transaction.atomic
def hand_over_review(
    *, actor: User, filing_id: int, reviewer_id: int, expected_version: int, comment: str = "", now: datetime
) -> Filing:
    """Make the account `reviewer_id` the one who has the last review of the filing in hand.

    Raises NotAllowed, StaleVersion, Unfit where that person may not review it, Filing.DoesNotExist.
    """
    filing = held_filing(Right.HAND_OVER, actor=actor, filing_id=filing_id)
    if filing.version != expected_version:
        raise _stale(filing)
    person = User.objects.select_related("department").filter(pk=reviewer_id).first()
    refusal = "没有这个人。" if person is None else why_not_reviewer(person, filing)
    words = plain_lines(comment).strip()
    if refusal or person is None:
        raise Unfit(refusal, box="reviewer")
    if len(words) > 500 or fault_of_text(words):
        raise Unfit("说明太长（最多500字），或含有看不见的字符。", box="comment")
    before = filing.reviewer_id
    if before == person.pk:
        raise Unfit(f"这份自评表本来就由{person.full_name}审核。", box="reviewer")
    same = Filing.objects.filter(pk=filing.pk, version=expected_version)
    if same.update(reviewer=person, version=expected_version + 1, updated_at=now) != 1:
        raise NotNow("刚才有人办理过，请刷新后再移交。")
    filing.reviewer, filing.version, filing.updated_at = person, expected_version + 1, now
    events.record(
        action=EventAction.REVIEWER_CHANGED,
        actor=actor,
        now=now,
        filing=filing,
        version=filing.version,
        from_state=filing.current_state,
        to_state=filing.current_state,
        comment=words,
        data={"reviewer": [before, person.pk], "name": person.full_name},
    )
    return filing


def why_not_reviewer(person: User, filing: Filing) -> str:
    """Why the last review of `filing` cannot be given to `person`; empty when it can."""
    if person.role != Role.REVIEWER.value or not person.is_active:
        return f"{person.full_name}不是审核人，或账号已停用。"
    if filing.department.is_finance_bureau and person.department_id is None:
        return _OF_BUREAU.format(person.full_name)
    held = filing.reviewer
    filing.reviewer = person
    try:
        refusal = why_never(Right.REVIEW_OPEN, standing_of(user=person, filing=filing))
    finally:
        filing.reviewer = held
    return f"{person.full_name}不能审核这份自评表：{refusal}" if refusal else ""


def _stale(filing: Filing) -> StaleVersion:
    last = filing.events.select_related("actor").last()
    return StaleVersion(
        saved_by=last.actor_name if last else "",
        saved_at=last.at if last else None,
        current_version=filing.version,
    )
