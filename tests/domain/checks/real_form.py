"""The published form of 2021 with some boxes changed, and what the checks find in it."""

from collections.abc import Mapping
from copy import deepcopy
from functools import cache
from typing import Any

from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.checks import DEFAULT, CheckSettings, Prior
from selfeval.domain.files import Plain, filing_from_document, framework_from_document
from selfeval.domain.filing import Filing
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Framework
from tests.fixtures_data.published import framework as published_framework
from tests.fixtures_data.published import plain

EXECUTION = "process.budget_execution"
Entries = Mapping[str, Mapping[str, Plain]]


def assessed(
    *,
    fields: Mapping[str, Plain] | None = None,
    entries: Entries | None = None,
    framework: dict[str, Any] | None = None,
    prior: Prior | None = None,
    settings: CheckSettings = DEFAULT,
    texts: bool = True,
    **parts: Plain,
) -> Assessment:
    """The form with `fields` and `entries` typed over (None empties a box), and `parts` of the file replaced."""
    read, filing = _filed(fields or {}, entries or {}, framework, parts)
    return assess(read, filing, prior=prior, settings=settings, texts=texts)


def last_year(*, framework: dict[str, Any] | None = None, **fields: Plain) -> Prior:
    """The form with `fields` typed over, as the unit's filing of the year before."""
    read, filing = _filed(fields, {}, framework, {})
    return Prior(framework=read, filing=filing)


def _filed(
    fields: Mapping[str, Plain], entries: Entries, framework: dict[str, Any] | None, parts: Mapping[str, Plain]
) -> tuple[Framework, Filing]:
    document = deepcopy(_written("filings"))
    document["fields"] = _typed_over(document["fields"], fields)
    for code, entry in entries.items():
        document["indicators"][code] = _typed_over(document["indicators"].get(code, {}), entry)
    read = framework_from_document(framework) if framework else published_framework("jinzhong-2021")
    return read, filing_from_document(read, {**document, **parts})


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
