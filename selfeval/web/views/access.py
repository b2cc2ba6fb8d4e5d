"""Whose filing this is, and whether the person may: every view of a filing starts here."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from selfeval.domain.after_review import STEPS, AfterState
from selfeval.domain.rights import Right, why_never
from selfeval.domain.rights_after import Task, why_not_task
from selfeval.domain.workflow import Action, Role
from selfeval.models import Filing, User
from selfeval.queries.filings import visible_filings
from selfeval.queries.standing import standing_of
from selfeval.review.permissions import may, why_refused
from selfeval.services.errors import ClosedBoxes, NotEditable, NotNow, WriteRefused
from selfeval.services.stepping import refuse_step
from selfeval.web.record_middleware import note_seen


def actor_of(request: HttpRequest) -> User:
    """The person signed in; views that ask are behind the login."""
    if not isinstance(request.user, User):
        raise PermissionDenied("请先登录。")
    return request.user


def filing_or_404(request: HttpRequest, public_id: UUID) -> Filing:
    """The filing, if the person may see it at all. One of another unit is as good as none."""
    filing = get_object_or_404(visible_filings(user=actor_of(request)), public_id=public_id)
    note_seen(request, filing)
    return filing


class NotInThisState(PermissionDenied):
    """The step is theirs, but not in the state in which the filing is: answered 409 (`error_pages.not_allowed`)."""


def turned_away(refusal: WriteRefused) -> PermissionDenied:
    """What a view raises for what a service refused otherwise than by right: 409 where the state is in the way."""
    is_later = isinstance(refusal, (NotNow, NotEditable, ClosedBoxes))
    return NotInThisState(str(refusal)) if is_later else PermissionDenied(str(refusal))


def demand(request: HttpRequest, action: Right | Action, filing: Filing) -> None:
    """Raise PermissionDenied with the reason where the person may not, NotInThisState where they may later."""
    user = actor_of(request)
    reason = why_refused(user=user, action=action, filing=filing)
    if not reason:
        return
    if not why_never(action, standing_of(user=user, filing=filing)):
        raise NotInThisState(reason)
    raise PermissionDenied(reason)


def demand_step(request: HttpRequest, code: str, filing: Filing, state: AfterState | None) -> None:
    """As `demand`, for a step after the review on what stands in `state`, None before it begins."""
    refuse_step(STEPS[code], actor=actor_of(request), filing=filing, state=state)


def demand_task(request: HttpRequest, task: Task) -> User:
    """The person, if they may do this work that is not about one filing; raises PermissionDenied with the reason."""
    user = actor_of(request)
    reason = why_not_task(task, Role(user.role))
    if reason:
        raise PermissionDenied(reason)
    return user


def is_background(request: HttpRequest) -> bool:
    """Whether a page asks in the background, so that fragments are the answer."""
    return bool(getattr(request, "htmx", False))


def wants_json(request: HttpRequest) -> bool:
    """Whether a script asks that reads JSON."""
    return request.headers.get("Accept", "").startswith("application/json")


def allowed(request: HttpRequest, action: Right | Action, filing: Filing) -> bool:
    """Whether the person may."""
    return may(user=actor_of(request), action=action, filing=filing)
