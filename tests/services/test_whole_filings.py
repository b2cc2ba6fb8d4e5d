"""A filing file turned into the changes that type it in."""

import pytest

from selfeval.domain.filing import Filing
from selfeval.domain.sections import section_of_box, sections_of
from selfeval.services.applying import applied
from selfeval.services.whole_filings import changes_by_section
from tests.factories import domain_framework, sample


@pytest.mark.parametrize("name", ["jinzhong-2021", "half-filled-2021", "returned-2021"])
def test_the_changes_make_the_filing(name: str) -> None:
    framework, content = domain_framework(), sample(name)
    pages = changes_by_section(framework, content)
    made = Filing(framework=content.framework, fiscal_year=content.fiscal_year)
    for changes in pages.values():
        made = applied(framework, made, changes)
    # Code and name of the unit are not typed: they are the department's.
    assert made.department.head == content.department.head
    for part in ("filed_on", "fields", "indicators", "narratives", "evaluators", "explanations"):
        assert getattr(made, part) == getattr(content, part), part


def test_every_change_is_on_the_page_of_its_box() -> None:
    framework = domain_framework()
    pages = changes_by_section(framework, sample())
    order = [section.code for section in sections_of(framework)]
    assert list(pages) == [code for code in order if code in pages]
    for section, changes in pages.items():
        assert {section_of_box(framework, change.box) for change in changes} == {section}


def test_an_empty_filing_needs_no_changes() -> None:
    assert changes_by_section(domain_framework(), Filing(framework="jinzhong-2021", fiscal_year=2021)) == {}
