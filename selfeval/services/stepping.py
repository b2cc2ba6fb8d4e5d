"""Taking a step on what follows a review: rights are asked, and of two people at once one succeeds."""

from dataclasses import replace
from typing import Any

from django.db.models import F, Model

from selfeval.domain.after_review import AfterState, Step
from selfeval.domain.rights_after import why_not_step
from selfeval.models import Filing, User
from selfeval.queries.standing import standing_of
from selfeval.services.errors import NotAllowed, NotNow, StaleVersion


def refuse_step(
    step: Step, *, actor: User, filing: Filing, state: AfterState | None, did_the_last: bool = False
) -> None:
    """Raise NotAllowed where the person may not take `step` on what stands in `state`; None before it begins.

    Raises NotNow where the step is theirs, but not in this state or not any more: the page they saw is old.
    """
    standing = standing_of(user=actor, filing=filing)
    refusal = why_not_step(step, standing, state, did_the_last=did_the_last)
    if not refusal:
        return
    right = next(iter(step.sources), None)
    is_theirs = not why_not_step(step, replace(standing, is_archived=False), right, did_the_last=did_the_last)
    raise NotNow(refusal) if is_theirs else NotAllowed(refusal)


def moved(row: Model, step: Step, *, expected_version: int, **columns: Any) -> None:
    """Move `row` (with `state` and `version`) along `step` and write `columns` with it; refreshes the row.

    Raises StaleVersion where somebody else wrote first: nothing is stored then.
    """
    rows = type(row)._default_manager.filter(
        pk=row.pk, version=expected_version, state__in=[state.value for state in step.sources]
    )
    changed = rows.update(state=step.target.value, version=F("version") + 1, **columns)
    row.refresh_from_db()
    if changed != 1:
        version: int = row.version  # type: ignore[attr-defined]  # every such row counts its writes
        raise StaleVersion(saved_by="", saved_at=None, current_version=version)
