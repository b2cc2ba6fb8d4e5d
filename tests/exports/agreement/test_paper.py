"""The PDF of generated filings agrees with the score sheet on every number, cell by cell.

The text is what poppler finds in the PDF, taken from the rectangle of each cell: a right number in a wrong place fails.
A form takes a fifth of a second to lay out, so every sixteenth is printed here; `make bench` prints all 200.
"""

from functools import cache

import pytest

from selfeval.exports.pdf import lay_out, render_pdf
from tests.exports.agreement import outputs
from tests.exports.agreement.filings import SLUGS, Case, cases
from tests.exports.agreement.form_tables import words_of

EVERY = 16


def printed_of(slug: str) -> list[Case]:
    return [case for case in cases() if case.slug == slug][::EVERY]


@cache
def told_of_forms() -> list[str]:
    """What is wrong on any of them: the faces are embedded once."""
    return outputs.wrong_on_paper([case for slug in SLUGS for case in printed_of(slug)])


@cache
def told_of_reports() -> list[str]:
    """The same of the reports of the second of each framework."""
    return outputs.wrong_in_report_on_paper([[case for case in cases() if case.slug == slug][1] for slug in SLUGS])


@pytest.mark.parametrize("slug", SLUGS)
def test_e12_the_paper_agrees(slug: str) -> None:
    assert [fault for fault in told_of_forms() if f"({slug})" in fault] == []


def test_a_form_printed_alone_has_the_same_words_in_the_same_places() -> None:
    for case in cases()[-2:]:
        assert outputs.wrong_in_words(case, lay_out(case.form), words_of(render_pdf(case.form))) == []


@pytest.mark.parametrize("slug", SLUGS)
def test_e12_the_report_on_paper_agrees(slug: str) -> None:
    """`make bench` prints all 200."""
    assert [fault for fault in told_of_reports() if f"({slug})" in fault] == []
