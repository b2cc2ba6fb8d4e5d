"""The sealed scans (签章件) of what was submitted."""

from django.db.models import QuerySet

from selfeval.models import Filing, SealedScan, Submission


def scans_of(*, submission: Submission) -> QuerySet[SealedScan]:
    """The scans of one frozen copy, the one that counts first, with who brought them. One query."""
    return submission.sealed_scans.select_related("uploaded_by").order_by("-id")


def visible_scans(*, filing: Filing) -> QuerySet[SealedScan]:
    """All scans of a filing's frozen copies; who sees the filing sees them."""
    return SealedScan.objects.filter(submission__filing=filing).select_related("uploaded_by", "submission")


def is_scan_missing(*, filing: Filing, submission: Submission | None) -> bool:
    """Whether the cycle asks for a sealed scan of `submission` and there is none. A query only where it asks."""
    return (
        filing.cycle.requires_sealed_scan
        and submission is not None
        and not SealedScan.objects.filter(submission=submission).exists()
    )
