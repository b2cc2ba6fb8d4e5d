"""Problems are sorted by what they ask for, and each knows the way to its box."""

from dataclasses import replace
from uuid import UUID

from selfeval.domain.assessment import assess
from selfeval.domain.filing import Filing
from selfeval.web.presenters.addresses import Addresses
from selfeval.web.presenters.problems import SHOWN_BESIDE, Problems, problems_of
from selfeval.web.presenters.rail import rail_of
from tests.factories import domain_framework, sample

ID = UUID(int=7)
ADDRESSES = Addresses(public_id=ID, framework=domain_framework())
EMPTY = Filing(framework="x", fiscal_year=2021)


def problems(filing: Filing) -> Problems:
    return problems_of(assess(domain_framework(), filing), ADDRESSES)


def test_the_real_form_is_clear_with_its_warnings_answered() -> None:
    found = problems(sample())
    assert found.is_clear
    assert len(found.answered) == len(found.warnings) == 3
    assert all(problem.answer for problem in found.answered)


def test_an_unanswered_warning_is_to_be_answered() -> None:
    found = problems(replace(sample(), explanations={}))
    assert (found.open_count, len(found.blocking)) == (2, 0)
    assert {problem.tone for problem in found.to_answer} == {"t-amber"}


def test_the_side_column_has_room_for_a_few_and_counts_the_rest() -> None:
    empty = problems(EMPTY)
    assert empty.blocking_beside == empty.blocking[:SHOWN_BESIDE]
    assert empty.not_beside == len(empty.blocking[SHOWN_BESIDE:]) > 0
    warned = problems(replace(sample(), explanations={}))
    assert (warned.to_answer_beside, warned.not_beside) == (warned.to_answer, 0)
    crowded = replace(empty, to_answer=warned.to_answer * 2)
    assert crowded.to_answer_beside == warned.to_answer
    assert crowded.not_beside == empty.not_beside + len(warned.to_answer)


def test_a_problem_leads_to_its_box() -> None:
    first = problems(EMPTY).blocking[0]
    assert first.url == f"/filings/{ID}/face/#{first.box}"
    assert first.place == "基本信息"


def test_the_rail_counts_what_is_open_on_each_page() -> None:
    mended = replace(sample(), explanations={}, filed_on=None)
    rail = rail_of(assess(domain_framework(), mended), ADDRESSES, current="budget", stamps={})
    assert rail.check.words == "差 3 项"
    assert (rail.current.title, rail.place) == ("资金情况", 1)
    assert rail.previous is not None
    assert rail.following is not None
    assert [page.number for page in rail.before_check] == ["一", "二", "三", "四", "五", "六", "七", "八", "九"]
