"""Saying that one fills a page of a filing. No part of the filing: no version, no event."""

from datetime import datetime

from selfeval.domain.rights import Right, why_not
from selfeval.models import Filing, Presence, User
from selfeval.queries.standing import situation_of, standing_of
from selfeval.services.errors import NotAllowed


def note_presence(*, actor: User, filing: Filing, section: str, now: datetime) -> None:
    """Note that `actor` fills the page `section` at `now`. Raises NotAllowed. One statement."""
    refusal = why_not(Right.EDIT, standing_of(user=actor, filing=filing), situation_of(filing))
    if refusal:
        raise NotAllowed(refusal)
    Presence.objects.bulk_create(
        [Presence(filing=filing, person=actor, section=section, seen_at=now)],
        update_conflicts=True,
        unique_fields=["filing", "person"],
        update_fields=["section", "seen_at"],
    )
