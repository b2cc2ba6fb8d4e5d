"""Last year's filing of the same department, from what was submitted then.

Years on paper, imported old forms and copies that can no longer be read are as good as none: nothing is compared.
"""

import json
import logging
from typing import Final

from django.db.models import QuerySet

from selfeval.domain.checks import Prior
from selfeval.domain.files import FileFaults, filing_from_document
from selfeval.domain.workflow import State
from selfeval.models import Filing, Submission
from selfeval.queries.framework_snapshots import FrameworkAlteredError, framework_snapshot

_LOG = logging.getLogger(__name__)
_MOST_KEPT: Final = 200
# What was submitted is frozen: read once a process, by the hash of its framework and its own.
_kept: dict[tuple[str, str], Prior] = {}


def prior_of(*, filing: Filing) -> Prior | None:
    """Last year's filing of the department of `filing`.

    One query, and another with those of its framework where it was not read before.
    """
    chosen = _chosen(filing)
    if chosen is None:
        return None
    pk, framework_hash, own_hash = chosen
    known = _kept.get((framework_hash, own_hash))
    return known or prior_from(submission=_frozen().get(pk=pk))


def prior_submission(*, filing: Filing) -> Submission | None:
    """The frozen copy that counts as last year's; without its result. Two queries."""
    chosen = _chosen(filing)
    return None if chosen is None else _frozen().get(pk=chosen[0])


def prior_from(*, submission: Submission) -> Prior | None:
    """What `submission` holds, for comparison; None, and a line in the log, where it cannot be read."""
    try:
        framework = framework_snapshot(version=submission.framework)
        content = filing_from_document(framework, json.loads(submission.document))
    except (FileFaults, FrameworkAlteredError, ValueError):
        _LOG.exception("submission %s cannot be read as last year's filing", submission.pk)
        return None
    while len(_kept) >= _MOST_KEPT:
        _kept.pop(next(iter(_kept)), None)
    return _kept.setdefault(
        (submission.framework.sha256, submission.sha256), Prior(framework=framework, filing=content)
    )


def _chosen(filing: Filing) -> tuple[int, str, str] | None:
    """Key and hashes of the frozen copy that counts. One query.

    Of several cycles of that year the one under the same framework counts, then one that was finalised, then the one
    submitted last.
    """
    rows = Submission.objects.filter(
        filing__department=filing.department_id, filing__cycle__fiscal_year=filing.cycle.fiscal_year - 1
    )
    slug, finalised = filing.cycle.framework.slug, State.FINALISED.value
    found = rows.values_list("pk", "framework__sha256", "sha256", "framework__slug", "filing__state", "submitted_at")
    best = max(found, key=lambda row: (row[3] == slug, row[4] == finalised, row[5], row[0]), default=None)
    return None if best is None else best[:3]


def _frozen() -> QuerySet[Submission]:
    return Submission.objects.select_related("framework").defer("result")
