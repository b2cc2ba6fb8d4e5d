"""Moving the deadline of single units (延期)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from selfeval.domain.rights import Right, why_never, why_not
from selfeval.models import EventAction, Filing, User
from selfeval.queries.filings import visible_filings
from selfeval.queries.standing import situation_of, standing_of
from selfeval.services.cycle_words import moment_words
from selfeval.services.errors import NotAllowed, NotNow, StaleVersion, Unfit
from selfeval.services.events import Happening, record_all
from selfeval.services.retrying import retried
from selfeval.services.telling import tell_extended
from selfeval.services.turns import turn_to_write
from selfeval.services.words import checked_words


@retried
@turn_to_write()
@transaction.atomic
def extend_filings(
    *, actor: User, versions: Mapping[int, int], due_at: datetime, reason: str, now: datetime
) -> list[Filing]:
    """Give the filings of `versions` (key → version the actor saw) until `due_at`; all of them or none, an event each.

    Raises NotAllowed naming the unit, StaleVersion, Unfit for a time or words that will not do.
    """
    words = checked_words(reason, label="延期的事由", box="reason", is_required=True)
    held = list(Filing.objects.select_for_update().filter(pk__in=versions).order_by("pk").values_list("pk", flat=True))
    filings = list(visible_filings(user=actor).filter(pk__in=held).order_by("pk"))
    if len(filings) != len(versions) or not filings:
        raise NotAllowed("没有选中要延期的单位，或其中有的不归您办。")
    for filing in filings:
        _refuse(actor, filing, versions[filing.pk], due_at, now)
    told = [_happening(filing, due_at, words) for filing in filings]
    Filing.objects.filter(pk__in=held).update(version=F("version") + 1, due_at=due_at, due_reason=words, updated_at=now)
    record_all(told, actor=actor, now=now)
    tell_extended(filings, due_at=due_at, reason=words, now=now)
    return filings


def _refuse(actor: User, filing: Filing, seen: int, due_at: datetime, now: datetime) -> None:
    standing = standing_of(user=actor, filing=filing)
    refusal = why_not(Right.EXTEND, standing, situation_of(filing, now))
    if refusal:
        words = f"{filing.department.name}：{refusal}"
        raise NotAllowed(words) if why_never(Right.EXTEND, standing) else NotNow(words)
    if filing.version != seen:
        last = filing.events.select_related("actor").last()
        raise StaleVersion(
            saved_by=last.actor_name if last else "",
            saved_at=last.at if last else None,
            current_version=filing.version,
        )
    if due_at <= max(now, filing.cycle.deadline):
        raise Unfit(
            f"{filing.department.name}：延期的时间应晚于现在，也晚于批次的截止时间（{moment_words(filing.cycle.deadline)}）",
            box="due_at",
        )


def _happening(filing: Filing, due_at: datetime, words: str) -> Happening:
    change = {
        "box": "due_at",
        "label": "本单位截止时间",
        "old": moment_words(filing.deadline),
        "new": moment_words(due_at),
    }
    return Happening(
        action=EventAction.EXTENDED,
        filing=filing,
        version=filing.version + 1,
        from_state=filing.current_state,
        to_state=filing.current_state,
        comment=words,
        data={"changes": [change]},
    )
