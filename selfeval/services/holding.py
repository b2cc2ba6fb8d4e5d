"""Taking a filing for a write."""

from selfeval.domain.rights import Right, why_never
from selfeval.domain.workflow import EDITABLE
from selfeval.models import Filing, User
from selfeval.queries.standing import standing_of
from selfeval.services.errors import NotAllowed, NotEditable


def filing_to_edit(actor: User, filing_id: int) -> Filing:
    """The filing, held inside the transaction: no other write of it goes on before this one ends.

    Raises NotAllowed, NotEditable, Filing.DoesNotExist.
    """
    held = Filing.objects.select_for_update(of=("self",)).select_related("cycle__framework", "department__accountant")
    filing = held.prefetch_related("fillers").get(pk=filing_id)
    refusal = why_never(Right.EDIT, standing_of(user=actor, filing=filing))
    if refusal:
        raise NotAllowed(refusal)
    if filing.current_state not in EDITABLE:
        raise NotEditable(filing.current_state)
    return filing
