"""Keeps the signatures of what was submitted, so that copies are found without reading all texts again."""

import json

from django.db import transaction
from django.db.models import Min, prefetch_related_objects

from selfeval.domain import filing as domain
from selfeval.domain.files import filing_from_document
from selfeval.domain.framework import Framework
from selfeval.domain.narrative.signatures import SCHEME, bands, signature
from selfeval.models import Filing, FilingCycle, TextBand, TextSignature
from selfeval.queries.filing_batches import in_batches
from selfeval.queries.snapshots import framework_snapshot
from selfeval.queries.text_copies import compared_blocks


def store_signatures(filing: Filing, framework: Framework, content: domain.Filing) -> None:
    """Replace the signatures of `filing` by those of `content`, just submitted. Part of a write that has claimed it."""
    filing.text_signatures.all().delete()
    first = filing.submissions.aggregate(first=Min("submitted_at"))["first"]
    rows = [
        TextSignature(
            filing=filing,
            box=passage.box,
            title=passage.title,
            offset=block.offset,
            text=block.text,
            slots=signature(block.shingles),
            submitted_at=first,
            scheme=SCHEME,
        )
        for passage, block in compared_blocks(framework, content)
    ]
    TextSignature.objects.bulk_create(rows)
    TextBand.objects.bulk_create(
        TextBand(signature=row, value=value) for row in rows for value in bands(bytes(row.slots))
    )


def store_missing(cycle: FilingCycle) -> int:
    """Make up for submissions without signatures of the present scheme: from before there were any. Returns how many.

    One batch of filings is held at a time.
    """
    submitted = Filing.objects.filter(cycle=cycle, submissions__isnull=False).order_by("pk").distinct()
    made = 0
    for batch in in_batches(submitted.exclude(text_signatures__scheme=SCHEME)):
        prefetch_related_objects(batch, "submissions__framework")
        for filing in batch:
            last = max(filing.submissions.all(), key=lambda submission: submission.round)
            framework = framework_snapshot(version=last.framework)
            with transaction.atomic():
                store_signatures(filing, framework, filing_from_document(framework, json.loads(last.document)))
            made += 1
    return made
