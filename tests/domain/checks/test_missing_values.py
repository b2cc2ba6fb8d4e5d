"""No check of figures breaks where a box is empty, this year or last, in any framework that is shipped."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from selfeval.domain.checks import CHECKS, Prior
from selfeval.domain.checks.case import Case
from selfeval.domain.filing import Filing
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Framework
from selfeval.domain.own_indicators import framework_of
from selfeval.domain.scoring import score_sheet
from tests.fixtures_data.library import WORKED, assessed


def thinned(filing: Filing) -> Iterator[Filing]:
    """Nothing; all but one figure; every second figure, row and entry; rows without target, actual value and unit."""
    yield replace(filing, fields={}, indicators={}, own_indicators=(), narratives={}, explanations={})
    for code in filing.fields:
        yield replace(filing, fields={key: value for key, value in filing.fields.items() if key != code})
    for start in (0, 1):
        codes = list(filing.fields)[start::2]
        yield replace(
            filing,
            fields={code: filing.fields[code] for code in codes},
            indicators={code: filing.indicators[code] for code in list(filing.indicators)[start::2]},
            own_indicators=filing.own_indicators[start::2],
        )
    blank = [replace(own, target=None, adjusted_target=None, actual=None, unit="") for own in filing.own_indicators]
    yield replace(filing, own_indicators=tuple(blank))


def findings(framework: Framework, filing: Filing, prior: Prior | None) -> Iterator[Finding]:
    """What every check says, without the net that catches one that breaks."""
    whole = framework_of(framework, filing)
    case = Case(framework=whole, filing=filing, sheet=score_sheet(whole, filing), prior=prior)
    for check in CHECKS:
        yield from check(case)


@pytest.mark.parametrize("slug", WORKED)
def test_every_check_survives(slug: str) -> None:
    framework, filing = assessed(slug).framework, assessed(slug).filing
    whole = Prior(framework=framework, filing=filing)
    for thin in thinned(filing):
        told = [
            *findings(framework, thin, None),
            *findings(framework, thin, whole),
            *findings(framework, filing, Prior(framework=framework, filing=thin)),
        ]
        assert all(each.message and each.where for each in told)


@pytest.mark.parametrize("slug", WORKED)
def test_a_year_like_the_last_raises_nothing_about_two_years(slug: str) -> None:
    """But for the opening: what was left of last year's money came in, unless it stood on the form already."""
    framework, filing = assessed(slug).framework, assessed(slug).filing
    told = {each.check for each in findings(framework, filing, Prior(framework=framework, filing=filing))}

    assert told & {"unit_slip", "target_not_below_last_year"} == set()
