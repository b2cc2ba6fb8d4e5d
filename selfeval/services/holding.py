"""Taking a filing for a write: held inside the transaction, no other write of it goes on before this one ends."""

from django.db import connection

from selfeval.domain.rights import Right, phase_refuses, why_never, why_not
from selfeval.domain.workflow import EDITABLE
from selfeval.models import Filing, User
from selfeval.queries.standing import situation_of, standing_of
from selfeval.services.errors import NotAllowed, NotEditable, NotNow


def held_filing(right: Right, *, actor: User, filing_id: int) -> Filing:
    """The filing, held for somebody who has `right` to it now. Raises NotAllowed, Filing.DoesNotExist.

    NotNow is raised where they have the right at another time.
    """
    filing = _held(filing_id)
    standing = standing_of(user=actor, filing=filing)
    refusal = why_not(right, standing, situation_of(filing))
    if refusal:
        raise NotAllowed(refusal) if why_never(right, standing) else NotNow(refusal)
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
        raise NotNow(refusal)
    return filing


def hold_year(filing_id: int) -> None:
    """Let the cycle of the filing stay as it is until this transaction ends: who closes it waits for writes in flight.

    Any number of writes hold it side by side. Taken before the filing and before the cycle is read. SQLite has one
    writer at a time, so there is nothing to hold.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM selfeval_filingcycle "
            "WHERE id = (SELECT cycle_id FROM selfeval_filing WHERE id = %s) FOR SHARE",
            [filing_id],
        )


def _held(filing_id: int) -> Filing:
    hold_year(filing_id)
    held = Filing.objects.select_for_update(of=("self",)).select_related("cycle__framework", "department__accountant")
    return held.prefetch_related("fillers").get(pk=filing_id)
