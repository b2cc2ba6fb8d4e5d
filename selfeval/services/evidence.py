"""Adding, replacing, linking, removing and restoring evidence (佐证材料), each one write with one event.

Evidence is part of what is filed: a change counts as a version of the filing and is for those who may edit it. What was
submitted with a frozen copy stays with that copy, whatever becomes of it here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Sum

from selfeval.domain.evidence import evidence_places
from selfeval.domain.workflow import State
from selfeval.models import EventAction, EvidenceFile, EvidenceLink, Filing, User
from selfeval.queries.snapshots import assessment_of, framework_snapshot
from selfeval.services import events
from selfeval.services.errors import EvidenceGone, FileFault, FileRefused, UnknownBox
from selfeval.services.holding import filing_to_edit
from selfeval.services.kept_files import Received, keeping, size_text
from selfeval.services.open_boxes import refuse_closed_evidence
from selfeval.services.results import store_results
from selfeval.services.retrying import retried


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedEvidence:
    """The evidence as it stands now; `was_there` where the same bytes were attached already and only links came."""

    evidence: EvidenceFile
    was_there: bool


@retried
def add_evidence(*, actor: User, filing_id: int, file: Received, codes: Sequence[str], now: datetime) -> AddedEvidence:
    """Attach `file` to the indicators `codes` (leaves, or nodes of own indicators); none is allowed.

    Raises NotAllowed, NotEditable, UnknownBox, FileRefused (over the filing's limits), Filing.DoesNotExist; nothing is
    kept then. Not to be called inside a transaction (`kept_files.keeping`).
    """
    known = _linked_to_known(actor, filing_id, file, codes, now)
    if known is not None:
        return AddedEvidence(evidence=known, was_there=True)
    with keeping(EvidenceFile, file, by=actor, now=now) as columns:
        filing = filing_to_edit(actor, filing_id)
        wanted = _known_places(filing, codes)
        refuse_closed_evidence(filing, wanted)
        _refuse_over_limit(filing, file)
        evidence = EvidenceFile.objects.create(filing=filing, **columns)
        _link(evidence, wanted)
        _written(filing, actor, EventAction.EVIDENCE_ADDED, evidence, now, indicators=wanted)
    return AddedEvidence(evidence=evidence, was_there=False)


@retried
def replace_evidence(*, actor: User, filing_id: int, evidence_id: UUID, file: Received, now: datetime) -> EvidenceFile:
    """Put a new version in the place of what stands; the old one is kept, its links go over.

    Raises NotAllowed, NotEditable, EvidenceGone, FileRefused, Filing.DoesNotExist.
    """
    with keeping(EvidenceFile, file, by=actor, now=now) as columns:
        filing = filing_to_edit(actor, filing_id)
        old = _standing(filing, evidence_id)
        if old.sha256 == file.sha256:
            raise FileRefused(file.name, "与原来的文件内容完全相同，不用替换")
        codes = [link.code for link in old.links.all()]
        refuse_closed_evidence(filing, codes)
        _refuse_over_limit(filing, file)
        evidence = EvidenceFile.objects.create(filing=filing, replaces=old, **columns)
        _link(evidence, codes)
        _written(
            filing,
            actor,
            EventAction.EVIDENCE_ADDED,
            evidence,
            now,
            indicators=codes,
            replaces=str(old.public_id),
        )
    return evidence


@retried
@transaction.atomic
def link_evidence(
    *, actor: User, filing_id: int, evidence_id: UUID, codes: Sequence[str], now: datetime
) -> EvidenceFile:
    """Let the evidence belong to the indicators `codes`, and to no other.

    Raises NotAllowed, NotEditable, EvidenceGone, UnknownBox, Filing.DoesNotExist.
    """
    filing = filing_to_edit(actor, filing_id)
    evidence = _standing(filing, evidence_id)
    wanted = _known_places(filing, codes)
    before = [link.code for link in evidence.links.all()]
    if set(before) == set(wanted):
        return evidence
    refuse_closed_evidence(filing, sorted({*before} ^ {*wanted}))
    evidence.links.exclude(code__in=wanted).delete()
    _link(evidence, [code for code in wanted if code not in before])
    _written(filing, actor, EventAction.EVIDENCE_CHANGED, evidence, now, indicators=wanted, before=before)
    return evidence


@retried
@transaction.atomic
def remove_evidence(*, actor: User, filing_id: int, evidence_id: UUID, now: datetime) -> EvidenceFile:
    """Take the evidence out of the filing; it is kept a while (`file_store.purge`), for good where it was submitted.

    Raises NotAllowed, NotEditable, EvidenceGone, Filing.DoesNotExist.
    """
    filing = filing_to_edit(actor, filing_id)
    evidence = _standing(filing, evidence_id)
    refuse_closed_evidence(filing, [link.code for link in evidence.links.all()])
    evidence.removed_at, evidence.removed_by = now, actor
    evidence.save(update_fields=["removed_at", "removed_by"])
    _written(filing, actor, EventAction.EVIDENCE_REMOVED, evidence, now)
    return evidence


@retried
@transaction.atomic
def restore_evidence(*, actor: User, filing_id: int, evidence_id: UUID, now: datetime) -> EvidenceFile:
    """Put back what was removed. Raises NotAllowed, NotEditable, EvidenceGone, FileRefused, Filing.DoesNotExist."""
    filing = filing_to_edit(actor, filing_id)
    evidence = filing.evidence.filter(public_id=evidence_id, removed_at__isnull=False, replaced_by=None).first()
    if evidence is None:
        raise EvidenceGone
    codes = [link.code for link in evidence.links.all()]
    refuse_closed_evidence(filing, codes)
    _refuse_over_limit(filing, evidence)
    evidence.removed_at = evidence.removed_by = None
    evidence.save(update_fields=["removed_at", "removed_by"])
    _written(filing, actor, EventAction.EVIDENCE_ADDED, evidence, now, indicators=codes, is_restored=True)
    return evidence


@retried
@transaction.atomic
def _linked_to_known(
    actor: User, filing_id: int, file: Received, codes: Sequence[str], now: datetime
) -> EvidenceFile | None:
    """What stands with the same bytes, belonging to `codes` as well from now on; None where there is none."""
    filing = filing_to_edit(actor, filing_id)
    known = _standing_rows(filing).filter(sha256=file.sha256).first()
    if known is None:
        return None
    wanted = _known_places(filing, codes)
    before = [link.code for link in known.links.all()]
    added = [code for code in wanted if code not in before]
    if added:
        refuse_closed_evidence(filing, added)
        _link(known, added)
        _written(filing, actor, EventAction.EVIDENCE_CHANGED, known, now, indicators=[*before, *added], before=before)
    return known


def _standing_rows(filing: Filing) -> Any:
    return EvidenceFile.objects.filter(filing=filing, removed_at=None, replaced_by=None)


def _standing(filing: Filing, evidence_id: UUID) -> EvidenceFile:
    found: EvidenceFile | None = _standing_rows(filing).filter(public_id=evidence_id).first()
    if found is None:
        raise EvidenceGone
    return found


def _known_places(filing: Filing, codes: Iterable[str]) -> list[str]:
    """`codes`, each once, in the order of the framework. Raises UnknownBox for one that takes no evidence."""
    places = [place.code for place in evidence_places(framework_snapshot(version=filing.cycle.framework))]
    asked = set(codes)
    unknown = sorted(asked - set(places))
    if unknown:
        raise UnknownBox(box=unknown[0], section="佐证材料")
    return [code for code in places if code in asked]


def _refuse_over_limit(filing: Filing, file: Received | EvidenceFile) -> None:
    """The filing is held, so two uploads at once are counted one after the other."""
    kept = filing.evidence.filter(removed_at=None).aggregate(files=Count("id"), size=Sum("size"))
    most_files, most_size = settings.MOST_FILES_A_FILING, settings.MOST_BYTES_A_FILING
    if kept["files"] + 1 > most_files:
        raise FileRefused(
            file.name,
            f"这份填报已有{kept['files']}个佐证文件，最多{most_files}个；请先移除不用的",
            fault=FileFault.NO_ROOM,
        )
    used = kept["size"] or 0
    if used + file.size > most_size:
        left = size_text(max(0, most_size - used)) if most_size > used else "0 KB"
        raise FileRefused(
            file.name,
            f"有{size_text(file.size)}，这份填报的佐证最多{size_text(most_size)}，只剩{left}；请先移除不用的，或压缩后再传",
            fault=FileFault.NO_ROOM,
        )


def _link(evidence: EvidenceFile, codes: Iterable[str]) -> None:
    EvidenceLink.objects.bulk_create([EvidenceLink(evidence=evidence, code=code) for code in codes])


def _written(
    filing: Filing, actor: User, action: EventAction, evidence: EvidenceFile, now: datetime, **data: Any
) -> None:
    """Count the write, keep the results of the checks up to date, and record it."""
    from_state = filing.current_state
    filing.version += 1
    filing.state, filing.updated_at = State.FILLING.value, now
    filing.save(update_fields=["version", "state", "updated_at"])
    if not any(filler.pk == actor.pk for filler in filing.fillers.all()):
        filing.fillers.add(actor)
    store_results(filing, assessment_of(filing=filing, now=now, texts=False))
    events.record(
        action=action,
        actor=actor,
        now=now,
        filing=filing,
        version=filing.version,
        from_state=from_state,
        to_state=State.FILLING,
        data={
            "evidence": str(evidence.public_id),
            "name": evidence.name,
            "sha256": evidence.sha256,
            "size": evidence.size,
            **data,
        },
    )
