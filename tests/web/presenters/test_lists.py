"""A row of a list says whose turn it is and how much there is to look at; filters and pages are addresses."""

from decimal import Decimal

import pytest
from django.core.paginator import Paginator

from selfeval.domain.standing import Standing
from selfeval.domain.workflow import LEVEL_ROLES, LEVEL_STATES, Role, State
from selfeval.models import Filing
from selfeval.web.presenters.lists import address, counters, filing_row, pager_of, risk_of
from tests.factories import NOW


@pytest.fixture
def listed(filing: Filing) -> Filing:
    """A filing with totals as lists store them, not saved."""
    filing.state, filing.grade = State.SUBMITTED.value, "优"
    filing.self_total, filing.computed_total = Decimal(92), Decimal(91)
    filing.warning_count = filing.blocking_count = 0
    return filing


@pytest.mark.parametrize(("weight", "words", "bars"), [(0, "低", 1), (4, "低", 1), (5, "中", 2), (15, "高", 3)])
def test_risk_has_three_steps_and_says_why(listed: Filing, weight: int, words: str, bars: int) -> None:
    listed.risk, listed.risk_reasons = weight, ["提醒2项已说明", "自评高出计算1.00分"]
    listed.warning_count, listed.blocking_count = 2, 1
    risk = risk_of(listed)
    assert (risk.words, risk.bars, risk.count) == (words, bars, 3)
    assert risk.reasons == "提醒2项已说明；自评高出计算1.00分"


@pytest.mark.parametrize(
    ("role", "state", "step", "page", "is_to_do"),
    [
        (Role.PREPARER, State.TO_FILL, "开始填报", "", True),
        (Role.PREPARER, State.FILLING, "继续填报", "", True),
        (Role.PREPARER, State.RETURNED, "去修改", "", True),
        (Role.PREPARER, State.SUBMITTED, "查看", "official-form/", False),
        (Role.UNIT_HEAD, State.AWAITING_SIGNATURE, "去签发", "sign-off/", True),
        (Role.UNIT_HEAD, State.FILLING, "查看", "official-form/", False),
        (Role.REVIEWER, State.SUBMITTED, "审核", "bureau-review/", True),
        (Role.REVIEWER, State.OFFICE_REVIEW, "查看", "bureau-review/", False),
        (Role.REVIEWER, State.FINALISED, "查看", "bureau-review/", False),
        (Role.SUPERVISOR, State.SUPERVISOR_REVIEW, "审核", "bureau-review/", True),
        (Role.SUPERVISOR, State.SUBMITTED, "查看", "bureau-review/", False),
        (Role.OFFICE_REVIEWER, State.OFFICE_REVIEW, "审核", "bureau-review/", True),
        (Role.OFFICE_REVIEWER, State.SUPERVISOR_REVIEW, "查看", "bureau-review/", False),
        (Role.AUDITOR, State.SUBMITTED, "查看", "official-form/", False),
        (Role.THIRD_PARTY, State.FINALISED, "查看", "official-form/", False),
        (Role.ADMINISTRATOR, State.SUBMITTED, "查看", "official-form/", False),
    ],
)
def test_the_link_of_a_row_is_the_next_step_of_who_reads(
    listed: Filing, role: Role, state: State, step: str, page: str, is_to_do: bool
) -> None:
    listed.state = state.value
    row = filing_row(listed, role=role, now=NOW)
    assert (row.step, row.url, row.is_to_do) == (step, f"/filings/{listed.public_id}/{page}", is_to_do)


@pytest.mark.parametrize("role", LEVEL_ROLES.values())
def test_what_another_reviewer_has_in_hand_is_only_looked_at(listed: Filing, role: Role) -> None:
    for level, state in LEVEL_STATES.items():
        listed.state = state.value
        row = filing_row(listed, role=role, now=NOW, standing=Standing(role=role, is_above=True))
        assert (row.step, row.is_to_do) == ("查看", False), level


@pytest.mark.parametrize(
    ("state", "blocking", "words"),
    [
        (State.TO_FILL, 9, "还没有开始填"),
        (State.FILLING, 3, "还差 3 项才能提交"),
        (State.RETURNED, 0, "可以送负责人签发了"),
        (State.AWAITING_SIGNATURE, 0, "等负责人签发"),
        (State.INTERNAL_REVIEW, 0, "等内部审核"),
        (State.SUPERVISOR_REVIEW, 0, "等主管部门审核"),
        (State.OFFICE_REVIEW, 0, "等业务科室审核"),
        (State.SUBMITTED, 0, "等财政审核"),
        (State.EXEMPT, 0, "本年免评，不用填报"),
        (State.FINALISED, 0, "已审核定稿"),
    ],
)
def test_what_is_missing_is_said_in_every_state(listed: Filing, state: State, blocking: int, words: str) -> None:
    listed.state, listed.blocking_count = state.value, blocking
    assert filing_row(listed, role=Role.PREPARER, now=NOW).missing == words


@pytest.mark.parametrize(
    ("computed", "difference", "has_difference"),
    [("91", "+1.00", True), ("92", "0.00", False), ("92.5", "-0.50", True)],
)
def test_both_totals_and_their_difference(listed: Filing, computed: str, difference: str, has_difference: bool) -> None:
    listed.computed_total = Decimal(computed)
    row = filing_row(listed, role=Role.REVIEWER, now=NOW)
    assert (row.total, row.lost, row.grade) == ("92.00", "8.00", "优")
    assert (row.difference, row.has_difference) == (difference, has_difference)


def test_totals_have_the_decimals_of_their_framework(listed: Filing) -> None:
    definition = listed.cycle.framework.definition
    listed.cycle.framework.definition = {**definition, "rounding": {**definition["rounding"], "points_places": "3"}}
    listed.computed_total = Decimal("91.125")
    row = filing_row(listed, role=Role.REVIEWER, now=NOW)
    assert (row.total, row.computed, row.difference, row.lost) == ("92.000", "91.125", "+0.875", "8.000")


def test_a_form_not_begun_has_no_score_and_not_a_zero(listed: Filing) -> None:
    listed.state, listed.self_total, listed.computed_total = State.TO_FILL.value, Decimal(0), Decimal(0)
    row = filing_row(listed, role=Role.ADMINISTRATOR, now=NOW)
    assert {row.total, row.computed, row.difference, row.grade, row.lost} == {"—"}


def test_another_filter_starts_at_the_first_page_and_keeps_the_others() -> None:
    assert address({"q": "服务", "page": "3"}, state="filling") == "?q=%E6%9C%8D%E5%8A%A1&state=filling"
    assert address({"q": "服务"}, q="") == "?"


def test_states_are_counted_with_their_share_and_the_chosen_one_leads_back_to_all() -> None:
    filling, submitted, overdue = counters(
        {State.FILLING: 1, State.SUBMITTED: 2}, chosen="submitted", query={"state": "submitted"}, overdue=1
    )
    assert (filling.count, filling.share, filling.url) == (1, "33.3%", "?state=filling")
    assert (submitted.is_current, submitted.share, submitted.url) == (True, "66.7%", "?state=all")
    assert (overdue.is_flag, overdue.words, overdue.share) == (True, "逾期", "33.3%")
    assert [each.share for each in counters({State.FILLING: 0}, chosen="", query={})] == ["0.0%"]


def test_a_pager_leaves_out_what_is_far_from_the_page_that_is_open() -> None:
    pages = Paginator([*range(95)], 10)
    pager = pager_of(pages.page(5), {"q": "办"})  # type: ignore[arg-type]
    assert (pager.first, pager.last, pager.count) == (41, 50, 95)
    assert [link.words for link in pager.links] == ["1", "…", "4", "5", "6", "…", "10"]
    assert [link.words for link in pager.links if link.is_current] == ["5"]
    assert (pager.previous, pager.following) == ("?q=%E5%8A%9E&page=4", "?q=%E5%8A%9E&page=6")
    one = pager_of(Paginator([1], 10).page(1), {})  # type: ignore[arg-type]
    assert (one.links, one.previous, one.following) == ((), "", "")
