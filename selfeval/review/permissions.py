"""Where rights are asked. Default deny: an unknown person or an unknown action gets nothing."""

from django.contrib.auth.models import AnonymousUser

from selfeval.domain.rights import Right, why_not
from selfeval.domain.workflow import Action
from selfeval.models import Filing, User
from selfeval.queries.standing import situation_of, standing_of


def may(*, user: User | AnonymousUser, action: str | Right | Action, filing: Filing) -> bool:
    """Whether `user` may do `action` to `filing` now: a `Right`, an `Action`, or the word of one.

    No query for a filing of `queries.filings.visible_filings`, else one.
    """
    return not why_refused(user=user, action=action, filing=filing)


def why_refused(*, user: User | AnonymousUser, action: str | Right | Action, filing: Filing) -> str:
    """The Chinese reason why `user` may not; empty when they may."""
    known = known_action(action)
    if known is None:
        return "没有这种操作。"
    return why_not(known, standing_of(user=user, filing=filing), situation_of(filing))


def known_action(word: str) -> Right | Action | None:
    """The right or action a word means."""
    if word in set(Right):
        return Right(word)
    return Action(word) if word in set(Action) else None
