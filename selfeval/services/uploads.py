"""Uploaded files between being looked at and being applied: kept for a day, for the person who uploaded them only."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from selfeval.models import Filing, FilingCycle, PendingUpload, User
from selfeval.services.file_names import plain_name
from selfeval.services.retrying import retried

KEPT: Final = timedelta(days=1)
# Of one person and one purpose; the oldest go first.
MOST_KEPT: Final = 5


@retried
@transaction.atomic
def keep_upload(
    *,
    actor: User,
    purpose: PendingUpload.Purpose,
    name: str,
    content: bytes,
    now: datetime,
    filing: Filing | None = None,
    cycle: FilingCycle | None = None,
) -> PendingUpload:
    """Keep a file until its owner says yes or no. What is older than a day goes, whoever uploaded it."""
    sweep_uploads(now=now)
    own = PendingUpload.objects.filter(uploaded_by=actor, purpose=purpose).order_by("-uploaded_at", "-pk")
    PendingUpload.objects.filter(pk__in=list(own.values_list("pk", flat=True)[MOST_KEPT - 1 :])).delete()
    return PendingUpload.objects.create(
        purpose=purpose,
        filing=filing,
        cycle=cycle,
        base_version=filing.version if filing else None,
        name=plain_name(name),
        content=content,
        sha256=sha256(content).hexdigest(),
        uploaded_by=actor,
        uploaded_at=now,
    )


def own_uploads(*, actor: User, purpose: PendingUpload.Purpose, now: datetime) -> QuerySet[PendingUpload]:
    """What `actor` uploaded for `purpose` within a day, newest first, without the content."""
    kept = PendingUpload.objects.filter(uploaded_by=actor, purpose=purpose, uploaded_at__gt=now - KEPT)
    return kept.defer("content").order_by("-uploaded_at", "-pk")


def own_upload(*, actor: User, purpose: PendingUpload.Purpose, public_id: UUID, now: datetime) -> PendingUpload:
    """One of them with its content. Raises PendingUpload.DoesNotExist: another's is as good as none."""
    return PendingUpload.objects.get(
        public_id=public_id, uploaded_by=actor, purpose=purpose, uploaded_at__gt=now - KEPT
    )


def discard_upload(*, upload: PendingUpload) -> None:
    """Forget a file at once."""
    upload.delete()


def sweep_uploads(*, now: datetime) -> int:
    """Forget every file that waited for a day; returns how many."""
    _, counted = PendingUpload.objects.filter(uploaded_at__lte=now - KEPT).delete()
    return counted.get(PendingUpload._meta.label, 0)
