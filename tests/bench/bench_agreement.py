"""All 200 generated filings on paper: every number in the PDF is held against the score sheet, cell by cell.

Run by `make bench`; takes a minute and a half of one processor. The suite prints every sixteenth
(tests/exports/agreement/test_paper.py).
"""

import pytest

from tests.exports.agreement.filings import SLUGS, cases
from tests.exports.agreement.outputs import wrong_in_report_on_paper, wrong_on_paper


@pytest.mark.parametrize("slug", SLUGS)
def test_every_paper_agrees(slug: str) -> None:
    assert wrong_on_paper([case for case in cases() if case.slug == slug]) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_every_report_on_paper_agrees(slug: str) -> None:
    assert wrong_in_report_on_paper([case for case in cases() if case.slug == slug]) == []
