"""Taking a filing for a write: held inside the transaction, no other write of it goes on before this one ends."""

from selfeval.domain.rights import Right, phase_refuses, why_never, why_not
from selfeval.domain.workflow import EDITABLE
from selfeval.models import Filing, User
from selfeval.queries.standing import situation_of, standing_of
from selfeval.services.errors import NotAllowed, NotEditable


def held_filing(right: Right, *, actor: User, filing_id: int) -> Filing:
    """The filing, held for somebody who has `right` to it now. Raises NotAllowed, Filing.DoesNotExist."""
    filing = _held(filing_id)
    refusal = why_not(right, standing_of(user=actor, filing=filing), situation_of(filing))
    if refusal:
        raise NotAllowed(refusal)
    return filing


def filing_to_edit(actor: User, filing_id: int) -> Filing:
    """The filing, held for who fills it; a state in which nobody may is told apart.

    Raises NotAllowed, NotEditable, Filing.DoesNotExist.
    """
    filing = _held(filing_id)
    refusal = why_never(Right.EDIT, standing_of(user=actor, filing=filing))
    if refusal:
        raise NotAllowed(refusal)
    if filing.current_state not in EDITABLE:
        raise NotEditable(filing.current_state)
    refusal = phase_refuses(situation_of(filing).phase)
    if refusal:
        raise NotAllowed(refusal)
    return filing


def _held(filing_id: int) -> Filing:
    held = Filing.objects.select_for_update(of=("self",)).select_related("cycle__framework", "department__accountant")
    return held.prefetch_related("fillers").get(pk=filing_id)
