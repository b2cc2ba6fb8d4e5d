"""The phrases reviewers use again and again (常用语): their own, and the bureau's for all."""

from datetime import datetime
from typing import Final

from django.db import transaction

from selfeval.domain.rights_after import Task, why_not_task
from selfeval.domain.workflow import Role
from selfeval.models import EventAction, ReviewPhrase, User
from selfeval.services import events
from selfeval.services.errors import AlreadyThere, NotAllowed, Unfit
from selfeval.services.fitness import fault_of_text, plain_lines
from selfeval.services.retrying import retried

MAX_PHRASE: Final = 200
MOST_PHRASES: Final = 30


@retried
@transaction.atomic
def add_phrase(*, actor: User, words: str, now: datetime) -> ReviewPhrase:
    """Keep a phrase: an administrator's is the bureau's, a reviewer's their own.

    Raises NotAllowed, Unfit, AlreadyThere.
    """
    owner = _owner_for(actor)
    text = " ".join(plain_lines(words).split())
    if not text:
        raise Unfit("请写明常用语。", box="words")
    if len(text) > MAX_PHRASE:
        raise Unfit(f"共{len(text)}字，太长：一条最多{MAX_PHRASE}字。", box="words")
    if fault_of_text(text):
        raise Unfit(f"{fault_of_text(text)}。", box="words")
    kept = ReviewPhrase.objects.select_for_update().filter(owner=owner)
    if any(each.words == text for each in kept):
        raise AlreadyThere(f"已有“{text}”这一条。")
    if len(kept) >= MOST_PHRASES:
        raise Unfit(f"已有 {len(kept)} 条，最多 {MOST_PHRASES} 条；请先删去不用的。", box="words")
    phrase = ReviewPhrase.objects.create(words=text, owner=owner)
    _record(actor, phrase, ["", text], now)
    return phrase


@retried
@transaction.atomic
def remove_phrase(*, actor: User, phrase_id: int, now: datetime) -> None:
    """Take a phrase out of the library. Raises NotAllowed, ReviewPhrase.DoesNotExist."""
    phrase = ReviewPhrase.objects.select_for_update().get(pk=phrase_id, owner=_owner_for(actor))
    _record(actor, phrase, [phrase.words, ""], now)
    phrase.delete()


def _owner_for(actor: User) -> User | None:
    """Whose phrases the actor keeps; None are the bureau's. Raises NotAllowed."""
    role = Role(actor.role)
    is_common = role is Role.ADMINISTRATOR
    refusal = why_not_task(Task.KEEP_COMMON_PHRASES if is_common else Task.KEEP_PHRASES, role)
    if refusal or not actor.is_active:
        raise NotAllowed(refusal or "账号已停用。")
    return None if is_common else actor


def _record(actor: User, phrase: ReviewPhrase, words: list[str], now: datetime) -> None:
    data = {"phrase": phrase.pk, "is_common": phrase.owner_id is None, "words": words}
    events.record(action=EventAction.PHRASE_CHANGED, actor=actor, now=now, data=data)
