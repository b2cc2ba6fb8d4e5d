"""Down, filled, up again equals typing it in, for every complete framework; and what comes up goes down as it was."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfeval.domain.assessment import assess
from selfeval.domain.files import filing_from_document
from selfeval.domain.filing import Filing
from selfeval.domain.filing_sheets import plain_boxes
from selfeval.imports.filing_workbook import Base, read_filing_workbook
from selfeval.services.applying import applied
from selfeval.web.forms.filing_workbook import taken_workbook
from tests.exports.scored_frameworks import document_of, framework_of, sample
from tests.filled_workbooks import edited, flat_book, sample_assessment, taken_sample, typable, workbook_of
from tests.fixtures_data.library import COMPLETE
from tests.generated_filings import filing_for

SAMPLE_OF = {"jinzhong-2021": "jinzhong-2021"}


def sample_name(slug: str) -> str:
    return SAMPLE_OF.get(slug, f"{slug}-sample")


def brought_into_an_empty_form(slug: str, filing: Filing, content: bytes) -> Filing:
    """The filing that comes of uploading `content` where nothing was filled yet."""
    framework = framework_of(slug)
    empty = Filing(framework=filing.framework, fiscal_year=filing.fiscal_year, department=filing.department)
    empty = replace(empty, department=replace(filing.department, head="", phone=""))
    reading = read_filing_workbook(flat_book(content), framework, Base(version=1, prints={}))
    found = taken_workbook(
        reading,
        framework=framework,
        assessment=assess(framework, empty, texts=False),
        base=Base(version=1, prints={}),
    )
    assert found.faults == []
    return applied(framework, empty, [each.change for each in found.changes])


@pytest.mark.parametrize("slug", COMPLETE)
def test_i11_what_goes_down_comes_up_and_goes_down_the_same(slug: str) -> None:
    name = sample_name(slug)
    filing = replace(sample_assessment(name).filing, explanations={})
    content = workbook_of(framework_of(slug), filing)
    untouched = taken_sample(content, name)
    assert (untouched.faults, untouched.notes, untouched.changes) == ([], [], [])
    back = brought_into_an_empty_form(slug, filing, content)
    assert plain_boxes(framework_of(slug), back) == plain_boxes(framework_of(slug), filing)
    assert workbook_of(framework_of(slug), back) == content
    assert sample(name)[0] == slug


def test_every_box_written_by_another_program_is_as_if_typed() -> None:
    slug = "jinzhong-2021"
    filing = replace(sample_assessment(slug).filing, explanations={})
    rewritten = edited(workbook_of(framework_of(slug), filing), lambda book: None)
    back = brought_into_an_empty_form(slug, filing, rewritten)
    assert plain_boxes(framework_of(slug), back) == plain_boxes(framework_of(slug), filing)


@settings(max_examples=4, deadline=None)
@given(slug=st.sampled_from(COMPLETE), seed=st.integers(0, 500))
def test_i11_any_filing_comes_back_as_it_was(slug: str, seed: int) -> None:
    framework = framework_of(slug)
    filing = typable(framework, filing_from_document(framework, filing_for(document_of(slug), seed)))
    back = brought_into_an_empty_form(slug, filing, workbook_of(framework, filing))
    assert plain_boxes(framework, back) == plain_boxes(framework, filing)
