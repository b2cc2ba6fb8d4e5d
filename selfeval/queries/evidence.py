"""Evidence (佐证材料) of a filing: as it stands, as it was submitted, and as checks see it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone

from selfeval.domain.evidence import EvidenceFact
from selfeval.models import EvidenceFile, EvidenceLink, Filing, Submission


def standing_evidence(*, filing: Filing) -> QuerySet[EvidenceFile]:
    """What stands now: neither removed nor replaced, with its uploader and links at hand. Two queries."""
    links = Prefetch("links", queryset=EvidenceLink.objects.order_by("id"))
    standing = filing.evidence.filter(removed_at=None, replaced_by=None)
    return standing.select_related("uploaded_by", "replaces").prefetch_related(links).order_by("id")


def evidence_facts(*, filing: Filing) -> tuple[EvidenceFact, ...]:
    """What stands now as checks see it, each with the other filings that have the same bytes. One query."""
    hashes = EvidenceFile.objects.filter(filing=filing, removed_at=None, replaced_by=None).values("sha256")
    rows = (
        EvidenceFile.objects.filter(sha256__in=hashes, removed_at=None, replaced_by=None)
        .order_by("id", "links__id")
        .values_list(
            "id",
            "filing_id",
            "filing__department_id",
            "filing__cycle__fiscal_year",
            "name",
            "sha256",
            "uploaded_at",
            "links__code",
        )
    )
    own: dict[int, dict[str, Any]] = {}
    elsewhere: defaultdict[str, list[str]] = defaultdict(list)
    for key, of, department, year, name, sha256, at, code in rows:
        if of != filing.pk:
            whose = "本单位" if department == filing.department_id else "另一单位"
            elsewhere[sha256].append(f"{whose}{year}年度填报")
            continue
        known = own.setdefault(key, {"name": name, "sha256": sha256, "uploaded_on": at, "indicators": []})
        if code is not None:
            known["indicators"].append(code)
    return tuple(_fact(each, elsewhere) for each in own.values())


def frozen_evidence(*, filing: Filing) -> list[dict[str, Any]]:
    """What a submission keeps of the evidence that stands: see `Submission.evidence`."""
    return [
        {
            "public_id": str(each.public_id),
            "name": each.name,
            "sha256": each.sha256,
            "size": each.size,
            "media_type": each.media_type,
            "indicators": [link.code for link in each.links.all()],
        }
        for each in standing_evidence(filing=filing)
    ]


def evidence_of_submission(*, submission: Submission) -> list[EvidenceFile]:
    """The files a frozen copy came with, in its order. One query."""
    ids = [each["public_id"] for each in submission.evidence]
    rows = EvidenceFile.objects.filter(filing=submission.filing_id, public_id__in=ids).select_related("uploaded_by")
    found = {str(each.public_id): each for each in rows}
    return [found[each] for each in ids if each in found]


def visible_evidence(*, filing: Filing, only_submitted: bool) -> QuerySet[EvidenceFile]:
    """The files of `filing` that may be opened by somebody who may see the filing.

    A reviewer opens what was submitted and nothing else (`only_submitted`); the unit and the administrator open what
    stands, the versions it replaced, and what was submitted. What was removed before it was ever submitted is gone.
    """
    frozen = Q(public_id__in=frozen_ids(filing=filing))
    rows = EvidenceFile.objects.filter(filing=filing).select_related("uploaded_by")
    return rows.filter(frozen if only_submitted else Q(removed_at=None) | frozen)


def frozen_ids(*, filing: Filing) -> frozenset[str]:
    """The public ids of all evidence that ever was submitted with `filing`. One query."""
    copies: Sequence[list[Mapping[str, Any]]] = list(
        Submission.objects.filter(filing=filing).values_list("evidence", flat=True)
    )
    return frozenset(str(each["public_id"]) for copy in copies for each in copy)


def _fact(known: Mapping[str, Any], elsewhere: Mapping[str, list[str]]) -> EvidenceFact:
    return EvidenceFact(
        name=known["name"],
        sha256=known["sha256"],
        indicators=tuple(known["indicators"]),
        uploaded_on=timezone.localtime(known["uploaded_on"]).date(),
        also_in=tuple(dict.fromkeys(elsewhere.get(known["sha256"], ()))),
    )
