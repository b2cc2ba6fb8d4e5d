"""Last year's filing of the same department, from what was submitted then.

Years on paper, imported old forms and copies that can no longer be read are as good as none: nothing is compared.
"""

import json
import logging
from typing import Final

from django.db.models import Case, IntegerField, Q, Value, When

from selfeval.domain.checks import Prior
from selfeval.domain.files import FileFaults, filing_from_document
from selfeval.domain.workflow import State
from selfeval.models import Filing, Submission
from selfeval.queries.framework_snapshots import FrameworkAlteredError, framework_snapshot

_LOG = logging.getLogger(__name__)
_MOST_KEPT: Final = 200
# What was submitted is frozen: read once a process, by its framework's hash and its own text.
_kept: dict[tuple[str, str], Prior] = {}


def prior_of(*, filing: Filing) -> Prior | None:
    """Last year's filing of the department of `filing`. One query, and those of a framework not yet at hand."""
    submission = prior_submission(filing=filing)
    return None if submission is None else prior_from(submission=submission)


def prior_submission(*, filing: Filing) -> Submission | None:
    """The frozen copy that counts as last year's; without its result. One query.

    Of several cycles of that year the one under the same framework counts, then one that was finalised, then the one
    submitted last.
    """
    rows = Submission.objects.filter(
        filing__department=filing.department_id, filing__cycle__fiscal_year=filing.cycle.fiscal_year - 1
    )
    ranked = rows.select_related("framework").defer("result")
    return ranked.order_by(
        _first(Q(framework__slug=filing.cycle.framework.slug)),
        _first(Q(filing__state=State.FINALISED.value)),
        "-submitted_at",
        "-pk",
    ).first()


def prior_from(*, submission: Submission) -> Prior | None:
    """What `submission` holds, for comparison; None, and a line in the log, where it cannot be read."""
    key = submission.framework.sha256, submission.document
    if key not in _kept:
        try:
            framework = framework_snapshot(version=submission.framework)
            content = filing_from_document(framework, json.loads(submission.document))
        except (FileFaults, FrameworkAlteredError, ValueError):
            _LOG.exception("submission %s cannot be read as last year's filing", submission.pk)
            return None
        while len(_kept) >= _MOST_KEPT:
            _kept.pop(next(iter(_kept)), None)
        _kept[key] = Prior(framework=framework, filing=content)
    return _kept[key]


def _first(condition: Q) -> Case:
    """Orders the rows that meet `condition` before the others."""
    return Case(When(condition, then=Value(0)), default=Value(1), output_field=IntegerField())
