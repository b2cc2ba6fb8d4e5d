"""What the units below a department have reported in a cycle, from frozen copies, and who has not."""

import json
import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import F

from selfeval.domain.files import FileFaults, filing_from_document
from selfeval.domain.filing import Filing as Content
from selfeval.domain.framework import Framework
from selfeval.domain.workflow import IN_REVIEW, State
from selfeval.models import Department, Filing, FilingCycle, Submission
from selfeval.queries.framework_snapshots import framework_snapshot

_LOG = logging.getLogger(__name__)
_REPORTED = frozenset({*IN_REVIEW, State.FINALISED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """Reported forms and their results by the unit's name; `missing` are the other units with the reason, by code."""

    framework: Framework
    filings: Mapping[str, Content]
    results: Mapping[str, Mapping[str, Any]]
    missing: tuple[tuple[str, str], ...]
    exempt: tuple[str, ...]


def reported(*, cycle: FilingCycle, units: Collection[int]) -> Reported:
    """What `units` have before their reviewers in `cycle`, or finalised. Three queries; the cycle has its framework.

    A form that was returned, withdrawn or unlocked is being changed: it is missing until it is submitted again.
    """
    framework = framework_snapshot(version=cycle.framework)
    forms = {each.department_id: each for each in Filing.objects.filter(cycle=cycle, department__in=units)}
    meant = set(cycle.units.filter(pk__in=units).values_list("pk", flat=True)) | set(forms)
    departments = Department.objects.filter(pk__in=meant).order_by("code")
    copies = _copies(forms.values())
    filings: dict[str, Content] = {}
    results: dict[str, Mapping[str, Any]] = {}
    missing: list[tuple[str, str]] = []
    exempt: list[str] = []
    for department in departments:
        form = forms.get(department.pk)
        if form is not None and form.current_state is State.EXEMPT:
            exempt.append(department.name)
            continue
        copy = copies.get(form.pk) if form is not None else None
        content = _content(framework, cycle, copy) if copy is not None else None
        if copy is None or content is None:
            missing.append((department.name, _why_missing(form, copy)))
            continue
        filings[department.name] = content
        results[department.name] = json.loads(copy.result)
    return Reported(framework=framework, filings=filings, results=results, missing=tuple(missing), exempt=tuple(exempt))


def indicator_values(found: Reported, code: str) -> dict[str, Decimal]:
    """The rate of an indicator in each unit; the score where it has no rate; units without either are left out."""
    entries = {name: result.get("indicators", {}).get(code) or {} for name, result in found.results.items()}
    kind = "rate" if any(entry.get("rate") is not None for entry in entries.values()) else "self_score"
    return {name: Decimal(entry[kind]) for name, entry in entries.items() if entry.get(kind) is not None}


def _copies(forms: Collection[Filing]) -> dict[int, Submission]:
    keys = [form.pk for form in forms if form.current_state in _REPORTED]
    copies = Submission.objects.filter(filing__in=keys, round=F("filing__round"))
    return {copy.filing_id: copy for copy in copies}


def _content(framework: Framework, cycle: FilingCycle, copy: Submission) -> Content | None:
    """What was submitted; None where it was under another framework or can no longer be read."""
    if copy.framework_id != cycle.framework_id:
        return None
    try:
        return filing_from_document(framework, json.loads(copy.document))
    except (FileFaults, ValueError):
        _LOG.exception("submission %s cannot be read for the roll-up", copy.pk)
        return None


def _why_missing(form: Filing | None, copy: Submission | None) -> str:
    if form is None:
        return "还没有下达"
    return "报送时的指标体系不同" if copy is not None else form.current_state.label
