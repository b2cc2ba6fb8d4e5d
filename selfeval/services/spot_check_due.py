"""Until when a unit that was asked about a spot check may answer: changed by the bureau, with the reason."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils import timezone

from selfeval.domain.after_review import STEPS
from selfeval.models import EventAction, SpotCheckItem, User
from selfeval.services.errors import Unfit
from selfeval.services.retrying import retried
from selfeval.services.spot_check_news import tell_due_changed
from selfeval.services.spot_checks import fit_due, held_item, record_step
from selfeval.services.stepping import moved, refuse_step
from selfeval.services.words import checked_words, day_words

MAX_REASON: Final = 500


@retried
@transaction.atomic
def change_due(
    *, actor: User, item_id: int, expected_version: int, due_on: date | None, reason: str, now: datetime
) -> SpotCheckItem:
    """Let the unit answer until `due_on`, today or later; it is told so, with the reason.

    Raises NotAllowed, StaleVersion, Unfit (boxes `due_on`, `reason`).
    """
    item, step = held_item(item_id), STEPS["check_change_due"]
    refuse_step(step, actor=actor, filing=item.filing, state=item.current_state)
    words = checked_words(reason, label="改期的事由", box="reason", is_required=True, at_most=MAX_REASON)
    before = item.answer_due
    if due_on is None:
        raise Unfit("请填新的答复期限。", box="due_on")
    due = fit_due(due_on, timezone.localdate(now))
    if due == before:
        raise Unfit(f"答复期限本来就是{day_words(due)}，没有改动。", box="due_on")
    moved(item, step, expected_version=expected_version, answer_due_on=due)
    days = [before, due]
    record_step(EventAction.SPOT_CHECK_DUE_CHANGED, item, actor, now, comment=words, answer_due_on=days)
    tell_due_changed(item, reason=words, now=now)
    return item
