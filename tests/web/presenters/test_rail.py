"""The left column: every page with what is open on it, and the groups of the page that is read."""

import re
from dataclasses import replace
from uuid import UUID

from selfeval.domain.amounts import Rounding
from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.filing import Filing
from selfeval.domain.sections import sections_of
from selfeval.queries.filings import SectionStamp
from selfeval.web.presenters.addresses import Addresses
from selfeval.web.presenters.rail import Rail, rail_of
from tests.factories import NOW, domain_framework, sample

EMPTY = Filing(framework="jinzhong-2021", fiscal_year=2021)
SAVED = {
    section.code: SectionStamp(version=1, saved_at=NOW, saved_by_id=1, saved_by_name="甲")
    for section in sections_of(domain_framework())
}


def rail(assessment: Assessment, *, current: str = "process", is_saved: bool = True) -> Rail:
    addresses = Addresses(public_id=UUID(int=3), framework=assessment.framework)
    return rail_of(assessment, addresses, current=current, stamps=SAVED if is_saved else {})


def test_a_full_form_has_nothing_open_and_may_be_sent() -> None:
    found = rail(assess(domain_framework(), sample()))
    assert {(page.kind, page.words) for page in found.before_check} == {("done", "已填好")}
    assert (found.check.kind, found.check.words, found.check.number) == ("done", "可以送签", "")


def test_what_is_open_is_counted_on_its_page_and_on_the_last() -> None:
    assessment = assess(domain_framework(), replace(sample(), filed_on=None, evaluators=()))
    found = {page.code: (page.kind, page.words) for page in rail(assessment).pages}
    assert {code: words for code, words in found.items() if words[0] != "done"} == {
        "face": ("errors", "1 项"),
        "evaluators": ("errors", "1 项"),
        "check": ("check", "差 2 项"),
    }


def test_a_page_nobody_saved_is_untouched() -> None:
    found = rail(assess(domain_framework(), EMPTY), is_saved=False)
    assert {page.kind for page in found.before_check} == {"untouched"}


def test_the_neighbours_of_the_page_that_is_read() -> None:
    found = rail(assess(domain_framework(), sample()), current="face")
    assert found.previous is None
    assert found.following == found.pages[1]
    last = rail(assess(domain_framework(), sample()), current="check")
    assert (last.following, last.current) == (None, last.check)


def test_groups_are_those_of_the_page_that_is_read_with_the_decimals_of_the_framework() -> None:
    framework = replace(domain_framework(), rounding=Rounding(points_places=3))
    pages = {page.code: page for page in rail(assess(framework, sample())).pages}
    groups = pages["process"].groups
    assert groups
    assert all(re.fullmatch(r"\d+\.\d{3} / \d+", group.scores) for group in groups)
    assert {page.groups for code, page in pages.items() if code != "process"} == {()}
