"""Problems are sorted by what they ask for, and each knows the way to its box."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

from selfeval.domain.assessment import assess
from selfeval.domain.filing import Filing
from selfeval.domain.findings import Waiver, with_waivers
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
    assert len(found.answered) == len(found.warnings) == 5
    assert all(problem.answer for problem in found.answered)


def test_an_unanswered_warning_is_to_be_answered() -> None:
    found = problems(replace(sample(), explanations={}))
    assert (found.open_count, len(found.blocking)) == (4, 0)
    assert {problem.tone for problem in found.to_answer} == {"t-amber"}


def test_the_side_column_has_room_for_a_few_and_counts_the_rest() -> None:
    empty = problems(EMPTY)
    assert empty.blocking_beside == empty.blocking[:SHOWN_BESIDE]
    assert empty.not_beside == len(empty.blocking[SHOWN_BESIDE:]) > 0
    warned = problems(replace(sample(), explanations={}))
    assert (warned.to_answer_beside, warned.not_beside) == (warned.to_answer, 0)
    crowded = replace(empty, to_answer=warned.to_answer * 2)
    room = crowded.to_answer_beside
    assert 0 < len(room) <= len(warned.to_answer)
    assert room == crowded.to_answer[: len(room)]
    assert crowded.not_beside == empty.not_beside + len(crowded.to_answer) - len(room)


def test_a_problem_leads_to_its_box() -> None:
    first = problems(EMPTY).blocking[0]
    assert first.url == f"/filings/{ID}/face/#{first.box}"
    assert first.place == "基本信息"


def test_a_sum_that_is_not_kept_leads_to_where_points_move() -> None:
    code = "output.duty_performance.actual_achievement"
    moved = replace(sample().entry(code), set_points=Decimal(9))
    filing = replace(sample(), indicators={**sample().indicators, code: moved})
    (told,) = [each for each in problems(filing).blocking if each.check == "points_sum_to_total"]
    assert told.url == f"/filings/{ID}/move-points/"


def test_the_rail_counts_what_is_open_on_each_page() -> None:
    mended = replace(sample(), explanations={}, filed_on=None)
    rail = rail_of(assess(domain_framework(), mended), ADDRESSES, current="budget", stamps={})
    assert rail.check.words == "差 5 项"
    assert (rail.current.title, rail.place) == ("资金情况", 1)
    assert rail.previous is not None
    assert rail.following is not None
    assert [page.number for page in rail.before_check] == ["一", "二", "三", "四", "五", "六", "七", "八", "九"]


def test_words_of_a_text_are_shown_and_the_way_leads_to_them() -> None:
    text = "2021年预算44.06万元，实际支出31.69万元，节约12.34万元。"
    found = problems(replace(sample(), narratives={**sample().narratives, "other": text}))
    (problem,) = (each for each in found.to_answer if each.check == "narrative_arithmetic_holds")
    address, _, box = problem.url.partition("#")
    asked = parse_qs(urlsplit(address).query)
    assert box == problem.box == "narratives.other"
    assert text[int(asked["at"][0]) :].startswith(asked["words"][0])
    assert problem.quote in ("", asked["words"][0])


def test_what_is_waived_stands_apart_with_its_reason() -> None:
    assessment = assess(domain_framework(), replace(sample(), explanations={}))
    warned = next(each for each in assessment.findings if each.blocks_submission)
    waiver = Waiver(check=warned.check, reason="口径不同", by="审核甲", until=date(2022, 5, 1))
    found = problems_of(replace(assessment, findings=with_waivers(assessment.findings, [waiver])), ADDRESSES)
    assert warned.check not in {each.check for each in found.to_answer}
    assert {each.waiver for each in found.waived} == {"口径不同（审核甲，至2022年5月1日）"}


def test_each_kind_is_in_the_order_of_the_pages() -> None:
    places = [problem.place for problem in problems(EMPTY).blocking]
    firsts = list(dict.fromkeys(places))
    assert places == sorted(places, key=firsts.index)
    assert firsts[0] == "基本信息"
