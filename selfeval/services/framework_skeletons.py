"""Framework files that nobody has checked yet: skeletons, kept as drafts for the administrators to complete."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from selfeval.domain.files import load
from selfeval.domain.verification import content_hash
from selfeval.models import Event, EventAction, FrameworkDraft, User
from selfeval.services.administration import refuse_all_but_administrators
from selfeval.services.framework_drafts import create_draft
from selfeval.services.frameworks import name_in
from selfeval.services.retrying import retried


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSkeleton:
    """What became of an unverified framework file; `is_new` is false where it had been kept before."""

    name: str
    is_new: bool


@retried
@transaction.atomic
def keep_skeleton(*, text: str, path: str, actor: User | None, now: datetime) -> KeptSkeleton:
    """Keep an unverified framework file as a draft, once: what people made of it, or threw away, is left alone.

    A file of other content takes the place of a draft of the same name that nobody has touched since it was kept.
    Raises FileFaults where `text` is not YAML in the narrow form, NotAllowed.
    """
    refuse_all_but_administrators(actor)
    document = load(text)
    name, origin = name_in(document), f"装入 {path}"
    sha256 = content_hash(document) if isinstance(document, dict) else ""
    if Event.objects.filter(action=EventAction.DRAFT_CREATED, content_hash=sha256, data__origin=origin).exists():
        return KeptSkeleton(name=name, is_new=False)
    for draft in FrameworkDraft.objects.filter(revision=1, updated_by=None):
        if name_in(draft.document) == name:
            draft.delete()
    create_draft(document=document, origin=origin, actor=actor, now=now)
    return KeptSkeleton(name=name, is_new=True)
