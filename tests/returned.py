"""A first round that was judged, written as it stands: for what the way the work goes would not let be sent."""

from collections.abc import Sequence

from selfeval.domain.files import filing_to_document
from selfeval.domain.verification import canonical_json
from selfeval.models import Filing, ReviewRecord, Submission
from selfeval.queries.snapshots import assessment_of
from tests.factories import NOW, World


def judged(world: World, filing: Filing, verdict: str | None, *, opens: Sequence[str] | None = None) -> None:
    """A frozen copy of `filing` with its verdict, None where there is none yet; the second round begins.

    `opens`: the places a return leaves open; None for all of them.
    """
    assessment = assessment_of(filing=Filing.objects.select_related("cycle__framework", "department").get(pk=filing.pk))
    copy = Submission.objects.create(
        filing=filing,
        round=1,
        document=canonical_json(filing_to_document(assessment.framework, assessment.filing)),
        result="{}",
        sha256="0" * 64,
        verification_code="0000-0000-0000-0000",
        framework=world.cycle.framework,
        submitted_by=world.unit.head,
        submitted_at=NOW,
    )
    if verdict is not None:
        ReviewRecord.objects.create(
            submission=copy,
            reviewer=world.reviewer,
            verdict=verdict,
            comment="请核对",
            opens=None if opens is None else [*opens],
            at=NOW,
        )
    Filing.objects.filter(pk=filing.pk).update(round=2)
