"""Work that is not about one filing: whether somebody may do it."""

from selfeval.domain.rights_after import Task, why_not_task
from selfeval.domain.workflow import Role
from selfeval.models import User
from selfeval.services.errors import NotAllowed


def refuse_task(task: Task, actor: User | None) -> None:
    """Raises NotAllowed with the reason unless `actor` may do it; None is a command on the server, which may."""
    if actor is None:
        return
    refusal = why_not_task(task, Role(actor.role) if actor.is_active else None)
    if refusal:
        raise NotAllowed(refusal)
