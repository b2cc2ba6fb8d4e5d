"""Who may set the system up: administrators, and the system itself."""

from selfeval.domain.workflow import Role
from selfeval.models import User
from selfeval.services.errors import NotAllowed


def refuse_all_but_administrators(actor: User | None) -> None:
    """Raises NotAllowed unless `actor` is an active administrator, or None for a command on the server."""
    if actor is not None and not (actor.is_active and actor.role == Role.ADMINISTRATOR):
        raise NotAllowed("这一步由管理员办理。")
