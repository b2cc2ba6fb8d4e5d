"""A text read by the checks as a report of the sample unit of 2021, whose figures are the published ones."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from selfeval.domain.checks import TEXT_CHECKS
from selfeval.domain.checks.case import Case
from selfeval.domain.filing import Filing
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Framework
from selfeval.domain.scoring import score_sheet
from selfeval.domain.scoring.results import ScoreSheet
from tests.fixtures_data.published import filing as published_filing
from tests.fixtures_data.published import framework as published_framework

BOX = "performance_analysis"


@cache
def _form() -> tuple[Framework, Filing, ScoreSheet]:
    framework = published_framework("jinzhong-2021")
    filing = replace(published_filing("jinzhong-2021"), narratives={}, indicators={}, explanations={})
    return framework, filing, score_sheet(framework, filing)


def case_of(text: str | Mapping[str, str], *, figures: bool = False, year: int = 2021) -> Case:
    """`text` in a box, or several texts by box, beside the form's figures or beside an empty table."""
    framework, filing, sheet = _form()
    narratives = {BOX: text} if isinstance(text, str) else dict(text)
    fields = filing.fields if figures else {}
    return Case(
        framework=framework, filing=replace(filing, narratives=narratives, fields=fields, fiscal_year=year), sheet=sheet
    )


def found(text: str | Mapping[str, str], *, figures: bool = False, year: int = 2021) -> list[Finding]:
    """What the text checks find."""
    case = case_of(text, figures=figures, year=year)
    return [finding for check in TEXT_CHECKS for finding in check(case)]


def told(text: str, *, figures: bool = False, year: int = 2021) -> list[tuple[str, str | None, str | None]]:
    """Check, what the text says, what would be right."""
    return [(each.check, each.found, each.expected) for each in found(text, figures=figures, year=year)]
