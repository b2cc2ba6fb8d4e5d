"""Passing what is of low risk, several at once: each by its own step, with its own outcome."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from selfeval.domain.rights import why_never
from selfeval.domain.rights_after import Task, why_not_task
from selfeval.domain.workflow import Action, Role
from selfeval.models import Filing, User
from selfeval.queries.filings import visible_filings
from selfeval.queries.standing import standing_of
from selfeval.review.preconditions import Refused
from selfeval.review.transitions import perform
from selfeval.services.errors import NotAllowed, StaleVersion

GONE = "没有这份自评表，或无权办理。"
NOT_LOW = "风险高于本批次的低风险上限，请单独审核。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A filing that was ticked, and its version as the person saw it."""

    filing_id: int
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one of them: passed, or why not in Chinese. `filing` is None where they may not even see it."""

    filing_id: int
    filing: Filing | None
    is_passed: bool
    words: str


def passing_action(role: Role) -> Action:
    """What passing is at the level of `role`: the last level finalises."""
    return Action.FINALISE if role is Role.REVIEWER else Action.PASS


def pass_batch(*, actor: User, chosen: Sequence[Chosen], now: datetime) -> tuple[Outcome, ...]:
    """Pass each of `chosen` at the actor's level; the last level finalises with the unit's own total confirmed.

    One that cannot be passed keeps no other from it. Raises NotAllowed for who passes nothing in batches.
    """
    refusal = why_not_task(Task.REVIEW_IN_BATCH, Role(actor.role))
    if refusal:
        raise NotAllowed(refusal)
    wanted = {each.filing_id: each for each in chosen}
    known = {filing.pk: filing for filing in visible_filings(user=actor).filter(pk__in=list(wanted))}
    return tuple(_passed(actor, known.get(pk), each, now) for pk, each in wanted.items())


def _passed(actor: User, filing: Filing | None, chosen: Chosen, now: datetime) -> Outcome:
    if filing is None:
        return Outcome(filing_id=chosen.filing_id, filing=None, is_passed=False, words=GONE)
    action = passing_action(Role(actor.role))
    refusal = why_never(action, standing_of(user=actor, filing=filing))
    if not refusal and filing.version == chosen.version and filing.risk > filing.cycle.low_risk_at_most:
        refusal = NOT_LOW
    if not refusal:
        try:
            filing = perform(
                actor=actor,
                action=action,
                filing_id=filing.pk,
                expected_version=chosen.version,
                confirmed_total=filing.self_total if action is Action.FINALISE else None,
                now=now,
            )
        except (NotAllowed, StaleVersion, Refused) as refused:
            refusal = "；".join(str(refused).splitlines())
    done = "已定稿" if action is Action.FINALISE else f"已通过，现在{filing.current_state.label}"
    return Outcome(filing_id=chosen.filing_id, filing=filing, is_passed=not refusal, words=refusal or done)
