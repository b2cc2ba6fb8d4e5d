"""Rows of the list of frameworks: published versions and drafts."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from selfeval.domain.files.part_reading import mappings_in, nodes_in
from selfeval.models import FrameworkDraft, FrameworkVersion
from selfeval.queries.framework_drafts import DRAFT_PREFIX
from selfeval.web.presenters.text import moment_text
from selfeval.web.presenters.workshop.words import Mark, mark_of


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkRow:
    """One line of the list. `ref` is its name in comparisons, `uses` how many cycles file against it."""

    title: str
    name: str
    ref: str
    url: str
    is_draft: bool
    mark: Mark | None
    leaves: int
    fields: int
    uses: int
    who: str
    when: str
    based_on: str


def version_row(version: FrameworkVersion, *, who: str, now: datetime) -> FrameworkRow:
    """A published version with the counts of `queries.framework_drafts.published_versions`."""
    return FrameworkRow(
        title=version.title,
        name=str(version),
        ref=str(version),
        url=reverse("workshop-version", args=[version.slug, version.version]),
        is_draft=False,
        mark=mark_of(version.definition.get("source")),
        leaves=getattr(version, "leaf_count", 0),
        fields=getattr(version, "field_count", 0),
        uses=getattr(version, "cycle_count", 0),
        who=who,
        when=moment_text(version.loaded_at, now),
        based_on="",
    )


def draft_row(draft: FrameworkDraft, *, now: datetime) -> FrameworkRow:
    """A draft, counted in its document."""
    return FrameworkRow(
        title=draft.written("title") or "未命名",
        name=str(draft),
        ref=f"{DRAFT_PREFIX}{draft.pk}",
        url=reverse("workshop-draft", args=[draft.pk]),
        is_draft=True,
        mark=mark_of(draft.document.get("source")),
        leaves=sum(not node.children for node in nodes_in(draft.document)),
        fields=len(mappings_in(draft.document, "fields")),
        uses=0,
        who=draft.editor_name,
        when=moment_text(draft.updated_at, now),
        based_on=str(draft.based_on) if draft.based_on else "",
    )
