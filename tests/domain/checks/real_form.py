"""The published form of 2021 with some boxes changed, and what the checks find in it."""

from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from typing import Any

from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.files import Plain, filing_from_document, framework_from_document
from selfeval.domain.findings import Finding
from tests.fixtures_data.published import framework as published_framework
from tests.fixtures_data.published import plain

EXECUTION = "process.budget_execution"
Entries = Mapping[str, Mapping[str, Plain]]


def assessed(
    *,
    fields: Mapping[str, Plain] | None = None,
    entries: Entries | None = None,
    framework: dict[str, Any] | None = None,
    **parts: Plain,
) -> Assessment:
    """The form with `fields` and `entries` typed over (None empties a box), and `parts` of the file replaced."""
    document = deepcopy(_written("filings"))
    document["fields"] = _typed_over(document["fields"], fields or {})
    for code, entry in (entries or {}).items():
        document["indicators"][code] = _typed_over(document["indicators"].get(code, {}), entry)
    read = framework_from_document(framework) if framework else published_framework("jinzhong-2021")
    return assess(read, filing_from_document(read, {**document, **parts}))


@cache
def _written(folder: str) -> dict[str, Any]:
    return plain(folder, "jinzhong-2021")


def _typed_over(old: Mapping[str, Any], new: Mapping[str, Plain]) -> dict[str, Any]:
    return {key: value for key, value in {**old, **new}.items() if value is not None}


def found(check: str, assessment: Assessment) -> list[Finding]:
    """The findings of one check."""
    return [each for each in assessment.findings if each.check == check]


def with_fields(*added: dict[str, Plain], **keys: Plain) -> dict[str, Any]:
    """The framework of the form with data items added, and `keys` replaced."""
    document = deepcopy(_written("frameworks"))
    document["fields"] += [{"kind": "money", "group": "budget", "label": str(each["code"]), **each} for each in added]
    return {**document, **keys}
