"""The form of every shipped framework, filled by its sample filing, and of a framework with every scoring kind."""

from functools import cache

import pytest

from selfeval.domain.assessment import assess
from selfeval.domain.files import filing_from_document
from selfeval.exports.build import build_form
from selfeval.exports.document import FormDocument, Stamp
from selfeval.exports.drawing import paper_html
from selfeval.exports.excel import render_workbook
from selfeval.exports.preview import render_preview
from tests.exports import laid_out_pages, office
from tests.exports.laid_out_pages import laid_out
from tests.exports.scored_frameworks import SAMPLES, SHIPPED, assessed, framework_of, sample

# LibreOffice takes about a second for each.
IN_THE_OFFICE = ("general-2020-sample", "hunan-2017-sample", "every-setting-0 2", "every-setting-1 1")
BY_CHANCE = ("every-setting-0 2", "every-setting-1 1", "every-setting-2 3")


@cache
def form(name: str) -> FormDocument:
    """Of a sample filing, or of one made by chance, `framework seed`."""
    framework, _, seed = name.partition(" ")
    if seed:
        assessment = assessed(framework, int(seed))
    else:
        slug, document = sample(name)
        assessment = assess(framework_of(slug), filing_from_document(framework_of(slug), document))
    return build_form(
        framework=assessment.framework, filing=assessment.filing, sheet=assessment.sheet, stamp=Stamp(is_final=True)
    )


def test_every_shipped_framework_has_a_sample_filing() -> None:
    assert {sample(name)[0] for name in SAMPLES} == set(SHIPPED)


@pytest.mark.parametrize("name", [*SAMPLES, *BY_CHANCE])
def test_the_page_shows_every_row(name: str) -> None:
    page = render_preview(form(name))
    assert page.count("data-code=") == len(form(name).rows)
    for row in form(name).rows:
        assert f'data-code="{row.code}"' in page


@pytest.mark.parametrize("name", [*SAMPLES, *BY_CHANCE])
def test_the_paper_is_faultless(name: str) -> None:
    pages = laid_out(form(name))
    assert laid_out_pages.faults(pages) == []
    assert laid_out_pages.lost_texts(pages, paper_html(form(name))) == []


def test_libreoffice_computes_what_is_stored() -> None:
    stored = {name: render_workbook(form(name)) for name in IN_THE_OFFICE}
    for name, book in office.recalculated(stored).items():
        assert office.filled(book) == office.filled(office.values(stored[name])), name
