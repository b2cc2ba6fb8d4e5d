"""Dry runs of a draft on what is stored: the last submission of each filing, or the filing as it stands before one."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, OuterRef, QuerySet, Subquery

from selfeval.domain import filing as domain
from selfeval.domain.dry_run import DryRun, dry_run
from selfeval.domain.files import FileFaults, filing_from_document
from selfeval.domain.framework import Framework
from selfeval.models import Filing, FrameworkVersion, Submission, User
from selfeval.queries.filing_batches import BATCH, fetch_boxes, in_batches
from selfeval.queries.filings import visible_filings
from selfeval.queries.framework_drafts import is_administrator
from selfeval.queries.snapshots import filing_snapshot, framework_snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDryRun:
    """One stored filing under its own framework and under the draft.

    `round` counts the submission that was used, None for the filing as it stands. `result` is None where what is
    stored cannot be read any more; `problem` says why.
    """

    public_id: UUID
    department_code: str
    department: str
    cycle: str
    round: int | None
    result: DryRun | None
    problem: str = ""


def versions_with_filings(*, user: User | AnonymousUser) -> QuerySet[FrameworkVersion]:
    """The published versions an administrator can dry-run against, each with `filing_count`, by slug."""
    versions = FrameworkVersion.objects.filter(is_published=True).annotate(filing_count=Count("cycles__filings"))
    versions = versions.filter(filing_count__gt=0).order_by("slug", "version")
    return versions if is_administrator(user) else versions.none()


def dry_runs(
    *,
    user: User | AnonymousUser,
    version: FrameworkVersion,
    draft: Framework,
    first: int = 0,
    most: int | None = None,
    size: int = BATCH,
) -> Iterator[StoredDryRun]:
    """The filings under `version` that `user` may see, scored under `draft` too; none for all but administrators.

    At most `most` of them, from the one at `first`; in the order of lists.
    """
    filings = visible_filings(user=user) if is_administrator(user) else Filing.objects.none()
    last = None if most is None else first + most
    return _scored(_of(filings, version)[first:last], framework_snapshot(version=version), draft, size)


def dry_runs_on_the_server(*, version: FrameworkVersion, draft: Framework, size: int = BATCH) -> Iterator[StoredDryRun]:
    """The same for a command on the server, which sees everything."""
    return _scored(_of(Filing.objects.all(), version), framework_snapshot(version=version), draft, size)


def _of(filings: QuerySet[Filing], version: FrameworkVersion) -> QuerySet[Filing]:
    return filings.filter(cycle__framework=version).order_by("-cycle__fiscal_year", "cycle__code", "department__code")


def _scored(chosen: QuerySet[Filing], old: Framework, draft: Framework, size: int) -> Iterator[StoredDryRun]:
    """Two queries a batch where all are submitted, one a kind of box more where some are not."""
    for batch in in_batches(chosen, size=size):
        submitted = _last_submissions(batch)
        fetch_boxes([filing for filing in batch if filing.pk not in submitted])
        for filing in batch:
            yield _one(filing, submitted.get(filing.pk), old, draft)


def _last_submissions(filings: Sequence[Filing]) -> dict[int, Submission]:
    """The newest submission of each of `filings` that has one. One query."""
    newest = Submission.objects.filter(filing=OuterRef("filing")).order_by("-round").values("round")[:1]
    found = Submission.objects.filter(filing__in=filings, round=Subquery(newest))
    return {submission.filing_id: submission for submission in found.defer("result")}


def _one(filing: Filing, submission: Submission | None, old: Framework, draft: Framework) -> StoredDryRun:
    result, problem = None, ""
    try:
        result = dry_run(old=old, filing=_content(filing, submission, old), draft=draft)
    except (FileFaults, json.JSONDecodeError) as unreadable:
        problem = f"存档的填报文件读不出来：{unreadable}"
    return StoredDryRun(
        public_id=filing.public_id,
        department_code=filing.department.code,
        department=filing.department.name,
        cycle=filing.cycle.title,
        round=None if submission is None else submission.round,
        result=result,
        problem=problem,
    )


def _content(filing: Filing, submission: Submission | None, old: Framework) -> domain.Filing:
    if submission is None:
        return filing_snapshot(filing=filing)
    return filing_from_document(old, json.loads(submission.document))
