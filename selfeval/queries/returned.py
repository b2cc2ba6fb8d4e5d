"""What the bureau returned to the unit, for what may not change without a reason."""

import json

from selfeval.domain import filing as domain
from selfeval.domain.files import filing_from_document
from selfeval.models import Filing, ReviewRecord
from selfeval.queries.framework_snapshots import framework_snapshot


def returned_before(*, filing: Filing) -> domain.Filing | None:
    """The newest frozen copy of `filing` that the bureau returned; None where none was, or nothing of it is held.

    No query in the first round, nor where the framework takes no own indicators: theirs are the targets compared.
    """
    if filing.round == 1 or not framework_snapshot(version=filing.cycle.framework).own_nodes:
        return None
    returned = filing.submissions.filter(reviews__verdict=ReviewRecord.RETURNED).select_related("framework")
    last = returned.order_by("round").last()
    if last is None:
        return None
    return filing_from_document(framework_snapshot(version=last.framework), json.loads(last.document))
