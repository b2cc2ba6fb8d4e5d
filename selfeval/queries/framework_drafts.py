"""Frameworks as administrators see them: published versions, drafts, who made them and when. Nobody else sees any."""

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from selfeval.domain.workflow import Role
from selfeval.models import (
    Event,
    EventAction,
    FilingCycle,
    FrameworkDraft,
    FrameworkField,
    FrameworkIndicator,
    FrameworkVersion,
    User,
)
from selfeval.queries.framework_documents import document_of

_MADE = (EventAction.FRAMEWORK_LOADED, EventAction.FRAMEWORK_PUBLISHED)
DRAFT_PREFIX = "draft-"


def is_administrator(user: User | AnonymousUser) -> bool:
    """Whether this person writes frameworks."""
    return isinstance(user, User) and user.is_active and user.role == Role.ADMINISTRATOR


def published_versions(*, user: User | AnonymousUser, search: str = "") -> QuerySet[FrameworkVersion]:
    """The published versions, newest of a slug first, with `leaf_count`, `field_count` and `cycle_count`."""
    if not is_administrator(user):
        return FrameworkVersion.objects.none()
    leaves = FrameworkIndicator.objects.filter(children=None)
    cycles = FilingCycle.objects.filter(framework=OuterRef("pk")).order_by().values("framework")
    found = FrameworkVersion.objects.filter(is_published=True).annotate(
        leaf_count=_counted(leaves),
        field_count=_counted(FrameworkField.objects.all()),
        cycle_count=Coalesce(Subquery(cycles.annotate(n=Count("pk")).values("n")), 0, output_field=IntegerField()),
    )
    if search:
        found = found.filter(Q(title__icontains=search) | Q(slug__icontains=search))
    return found.order_by("slug", "-loaded_at", "-pk")


def drafts(*, user: User | AnonymousUser, search: str = "") -> QuerySet[FrameworkDraft]:
    """The drafts, last changed first, with who changed them and what they were copied from."""
    if not is_administrator(user):
        return FrameworkDraft.objects.none()
    found = FrameworkDraft.objects.select_related("updated_by", "based_on")
    if search:
        found = found.filter(Q(document__title__icontains=search) | Q(document__slug__icontains=search))
    return found


def makers_of(versions: list[FrameworkVersion]) -> Mapping[str, str]:
    """Who published each version, by `slug@version`. One query."""
    made = Event.objects.filter(action__in=_MADE, data__framework__in=[str(each) for each in versions])
    return {event.data["framework"]: event.actor_name for event in made.select_related("actor").order_by("id")}


def draft_events(*, draft: FrameworkDraft, after_revision: int = 0) -> QuerySet[Event]:
    """The writes of `draft` that came after a revision, first to last, with the actors."""
    of_drafts = Event.objects.filter(action__in=(EventAction.DRAFT_CREATED, EventAction.DRAFT_CHANGED))
    found = of_drafts.filter(data__draft=draft.pk, data__revision__gt=after_revision)
    return found.select_related("actor").order_by("id")


def framework_named(
    *, user: User | AnonymousUser, name: str
) -> tuple[FrameworkVersion | FrameworkDraft, dict[str, Any]] | None:
    """What `slug@version` or `draft-12` names, with its document; None where there is no such thing."""
    if name.startswith(DRAFT_PREFIX):
        number = name.removeprefix(DRAFT_PREFIX)
        is_number = number.isascii() and number.isdecimal() and len(number) < 16
        draft = drafts(user=user).filter(pk=int(number)).first() if is_number else None
        return None if draft is None else (draft, draft.document)
    slug, _, version = name.partition("@")
    found = published_versions(user=user).filter(slug=slug, version=version).first()
    return None if found is None else (found, document_of(found))


def _counted(parts: QuerySet[Any]) -> Coalesce:
    """How many of `parts` each version has."""
    rows = parts.filter(version=OuterRef("pk")).order_by().values("version").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(rows), 0, output_field=IntegerField())
