"""Giving parts of a filing to people of the unit, and their word that a part is done (填报分工).

None of this changes what was filled, so the filing's version stays: nobody's open page turns old by it.
"""

from datetime import datetime

from django.db import transaction

from selfeval.domain.division import places_of
from selfeval.domain.rights import Right
from selfeval.models import Assignment, EventAction, Filing, User
from selfeval.queries.division import fillers_of
from selfeval.queries.snapshots import framework_snapshot
from selfeval.services import events
from selfeval.services.errors import NotAllowed, Unfit
from selfeval.services.holding import held_filing
from selfeval.services.retrying import retried
from selfeval.services.words import checked_words


@retried
@transaction.atomic
def assign(*, actor: User, filing_id: int, place: str, person_id: int, note: str = "", now: datetime) -> Assignment:
    """Give `place` of the filing to a person; who had it has it no longer.

    Raises NotAllowed, Unfit for an unknown place or a person who may not fill, Filing.DoesNotExist.
    """
    filing = held_filing(Right.DIVIDE, actor=actor, filing_id=filing_id)
    title = _title(filing, place)
    note = checked_words(note, label="说明", box="note")
    person = fillers_of(filing=filing).filter(pk=person_id).first()
    if person is None:
        raise Unfit("请从本单位可以填报的人员里选一位。", box="person")
    before = filing.assignments.filter(place=place).select_related("person").first()
    row, _ = Assignment.objects.update_or_create(
        filing=filing,
        place=place,
        defaults={"person": person, "note": note, "assigned_by": actor, "assigned_at": now, "done_at": None},
    )
    was = f"（原由{before.person.full_name}填）" if before and before.person_id != person.pk else ""
    _record(EventAction.ASSIGNED, actor, row, f"“{title}”由{person.full_name}填{was}", now)
    return row


@retried
@transaction.atomic
def end_assignment(*, actor: User, filing_id: int, place: str, now: datetime) -> bool:
    """Take a place back; whether it was anybody's. Raises NotAllowed, Filing.DoesNotExist."""
    filing = held_filing(Right.DIVIDE, actor=actor, filing_id=filing_id)
    row = filing.assignments.filter(place=place).select_related("person").first()
    if row is None:
        return False
    _record(EventAction.ASSIGNMENT_ENDED, actor, row, f"“{_title(filing, place)}”不再由{row.person.full_name}填", now)
    row.delete()
    return True


@retried
@transaction.atomic
def mark_done(*, actor: User, filing_id: int, place: str, is_done: bool, now: datetime) -> Assignment:
    """The assignee's word that their part is done, or that it is not after all.

    It is their word, not a lock: boxes may still be empty, and later changes show beside it. Raises NotAllowed for
    anybody else, Unfit where the place is nobody's, Filing.DoesNotExist.
    """
    filing = held_filing(Right.EDIT, actor=actor, filing_id=filing_id)
    row = filing.assignments.filter(place=place).select_related("person").first()
    if row is None:
        raise Unfit("这一部分没有分派，或者已经取消。")
    if row.person_id != actor.pk:
        raise NotAllowed(f"这一部分分给了{row.person.full_name}，由本人标记填完。")
    if (row.done_at is not None) == is_done:
        return row
    row.done_at = now if is_done else None
    row.save(update_fields=["done_at"])
    words = "填完了" if is_done else "还没有填完"
    _record(EventAction.ASSIGNMENT_DONE, actor, row, f"“{_title(filing, place)}”{words}", now)
    return row


def _title(filing: Filing, place: str) -> str:
    titles = {each.code: each.title for each in places_of(framework_snapshot(version=filing.cycle.framework))}
    if place not in titles:
        raise Unfit("没有这一部分，请刷新页面再选。", box="place")
    return titles[place]


def _record(action: EventAction, actor: User, row: Assignment, words: str, now: datetime) -> None:
    events.record(
        action=action,
        actor=actor,
        now=now,
        filing=row.filing,
        from_state=row.filing.current_state,
        to_state=row.filing.current_state,
        comment=f"{words}：{row.note}" if row.note and action is EventAction.ASSIGNED else words,
        data={"place": row.place, "person": row.person_id, "done": row.done_at is not None},
    )
