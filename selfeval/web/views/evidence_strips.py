"""The evidence beside the indicators of a page, read only where a template draws it."""

from typing import Any

from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from selfeval.domain.framework import Framework
from selfeval.models import Filing
from selfeval.queries.evidence import standing_evidence
from selfeval.web.presenters.evidence import Shelf, limits


def evidence_context(filing: Filing, framework: Framework) -> dict[str, Any]:
    """What `evidence/_strip.html` and `evidence/_client.html` need. Two queries, none where nothing is drawn."""

    def strips() -> dict[str, Any]:
        shelf = Shelf(filing.public_id, framework, timezone.now())
        return dict(shelf.strips(shelf.view(each) for each in standing_evidence(filing=filing)))

    return {"evidence": SimpleLazyObject(strips), "evidence_limits": limits()}
