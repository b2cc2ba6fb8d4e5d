"""Very many filings, a batch at a time: each batch costs the same number of queries, whatever was filled."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.db.models import QuerySet, prefetch_related_objects

from selfeval.models import Filing

BATCH: Final = 100
# Everything `snapshots.filing_snapshot` reads of a filing.
_BOXES: Final = (
    "figures",
    "items",
    "table_rows",
    "entries",
    "own_indicators",
    "narratives",
    "evaluators",
    "explanations",
)


def in_batches(filings: QuerySet[Filing], *, size: int = BATCH) -> Iterator[list[Filing]]:
    """`filings` in their order, with cycle, framework and department at hand. One query first, then one a batch.

    Only the keys of all are held at once.
    """
    keys = list(filings.values_list("pk", flat=True))
    rows = Filing.objects.select_related("cycle__framework", "department")
    for start in range(0, len(keys), size):
        batch = keys[start : start + size]
        found = rows.in_bulk(batch)
        yield [found[key] for key in batch if key in found]


def fetch_boxes(filings: Sequence[Filing]) -> None:
    """Fetch what was typed into `filings`, so that a snapshot of each needs no query. One query a kind of box."""
    prefetch_related_objects(filings, *_BOXES)
