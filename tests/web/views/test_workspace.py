"""The first page of each role: what is whose turn, filters in the address, counts, empty states, constant queries."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from selfeval.domain.workflow import LEVEL_STATES, Level, Role, State
from selfeval.models import BusinessOffice, Filing, FilingCycle, User
from selfeval.services.filings import open_filing
from tests.factories import NOW, World, bring_to, make_filing, make_unit, make_user
from tests.web.conftest import SignedIn
from tests.web.pages import Page

ROLES = ("preparer", "head", "reviewer", "administrator")


def person(world: World, role: str) -> User:
    return getattr(world, role, None) or getattr(world.unit, role)


def listed(client: Client, query: str = "") -> str:
    response = client.get(f"/{query}")
    assert response.status_code == 200, query
    return response.content.decode()


@pytest.mark.parametrize(
    ("role", "words"),
    [
        ("preparer", "没有要填的自评表"),
        ("head", "没有等您签发的自评表"),
        ("reviewer", "没有待审的自评表"),
        ("administrator", "还没有下达自评表"),
    ],
)
def test_an_empty_list_says_what_comes_next(world: World, signed_in: SignedIn, role: str, words: str) -> None:
    assert words in listed(signed_in(person(world, role)))


@pytest.mark.parametrize(
    ("role", "state", "link"),
    [
        ("preparer", State.TO_FILL, "开始填报"),
        ("preparer", State.FILLING, "继续填报"),
        ("preparer", State.RETURNED, "去修改"),
        ("head", State.AWAITING_SIGNATURE, "去签发"),
        ("reviewer", State.SUBMITTED, "审核"),
        ("administrator", State.FINALISED, "PDF"),
    ],
)
def test_each_role_finds_its_turn(world: World, signed_in: SignedIn, role: str, state: State, link: str) -> None:
    filing = bring_to(world, state)
    text = listed(signed_in(person(world, role)))
    assert f">{link}</a>" in text
    assert str(filing.public_id) in text


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.SYSTEM_ADMINISTRATOR, "开设和停用账号"),
        (Role.SECURITY_ADMINISTRATOR, "授予角色"),
        (Role.AUDIT_ADMINISTRATOR, "查阅操作记录"),
        (Role.UNASSIGNED, "请安全管理员授予角色"),
    ],
)
def test_who_sees_no_filings_is_told_what_they_are_there_for(
    world: World, signed_in: SignedIn, role: Role, words: str
) -> None:
    bring_to(world, State.SUBMITTED)
    text = listed(signed_in(make_user("apart", role)), "?state=all")
    assert words in text
    assert world.unit.department.name not in text


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.THIRD_PARTY])
def test_who_only_reads_has_a_plain_list(world: World, signed_in: SignedIn, role: Role) -> None:
    bring_to(world, State.SUBMITTED)
    text = listed(signed_in(make_user("reads", role)))
    assert (world.unit.department.name in text) is (role is Role.AUDITOR)
    assert ">审核</a>" not in text


@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.OFFICE_REVIEWER])
def test_each_level_of_review_finds_what_waits_there(world: World, signed_in: SignedIn, role: Role) -> None:
    bring_to(world, State.SUBMITTED)
    bring_to(world, State.SUBMITTED, world.other)
    office = BusinessOffice.objects.create(code="jj", name="经济建设科")
    world.unit.department.business_office, world.unit.department.supervisor = office, world.third.department
    world.unit.department.save()
    Filing.objects.update(state=LEVEL_STATES[Level.SUPERVISOR if role is Role.SUPERVISOR else Level.OFFICE])
    judge = make_user("judge", role, world.third.department if role is Role.SUPERVISOR else None, office=office)
    text = listed(signed_in(judge))
    assert ">审核</a>" in text
    assert world.unit.department.name in text
    assert world.other.department.name not in text


def test_the_preparer_sees_state_score_and_what_is_missing(world: World, signed_in: SignedIn) -> None:
    bring_to(world, State.FILLING)
    text = listed(signed_in(world.unit.preparer))
    assert "填报中" in text
    assert "92.00" in text
    assert "可以送负责人签发了" in text
    assert "走到哪一步" in text


def test_a05_a_unit_sees_only_its_own(world: World, signed_in: SignedIn) -> None:
    make_filing(world)
    theirs = make_filing(world, world.other)
    for query in ("", "?state=all", "?q=服务", "?q=002", f"?cycle={theirs.cycle.code}"):
        text = listed(signed_in(world.unit.preparer), query)
        assert str(theirs.public_id) not in text
        assert "服务中心" not in text.replace('value="服务"', "")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?state=all", 3),
        ("", 3),
        ("?state=filling", 1),
        ("?state=to_fill", 2),
        ("?state=finalised", 0),
        ("?q=服务", 1),
        ("?q=003", 1),
        ("?q=没有", 0),
        ("?q=服务&state=filling", 0),
        ("?cycle=2021", 3),
        ("?cycle=1999", 0),
        ("?state=overdue", 0),
        ("?page=99", 3),
        ("?page=x", 3),
    ],
)
def test_filters_live_in_the_address_and_are_counted(world: World, signed_in: SignedIn, query: str, found: int) -> None:
    bring_to(world, State.FILLING)
    make_filing(world, world.other)
    make_filing(world, world.third)
    FilingCycle.objects.update(deadline=timezone.now() + timedelta(days=9))
    text = listed(signed_in(world.administrator), query)
    assert f"data-list-count>{found}</b>" in text
    assert text.count("<tr><th") - 1 == found or found == 0
    if not found:
        assert "没有符合条件的单位" in text


@pytest.mark.parametrize("query", ["?state=nowhere", "?order=department__budget", "?order=-password"])
def test_a05_a_filter_that_does_not_exist_is_refused(world: World, signed_in: SignedIn, query: str) -> None:
    response = signed_in(world.administrator).get(f"/{query}")
    assert response.status_code == 400
    assert "这个请求看不懂" in response.content.decode()


def test_overdue_is_a_flag_across_states(world: World, signed_in: SignedIn) -> None:
    make_filing(world)
    make_filing(world, world.other)
    client = signed_in(world.administrator)
    assert timezone.now() > NOW
    text = listed(client, "?state=overdue")
    assert "data-list-count>2</b>" in text
    assert text.count("badge is-amber") == 2


def test_the_counts_of_the_states_are_links(world: World, signed_in: SignedIn) -> None:
    bring_to(world, State.FILLING)
    make_filing(world, world.other)
    text = listed(signed_in(world.administrator), "?q=中&page=1")
    assert 'href="?state=filling&amp;q=%E4%B8%AD"' in text


def test_reviewers_see_the_most_findings_first(world: World, signed_in: SignedIn) -> None:
    for unit in (world.unit, world.other, world.third):
        bring_to(world, State.SUBMITTED, unit)
    order = ((world.unit, 1, "90"), (world.other, 4, "95"), (world.third, 1, "70"))
    for unit, warnings, total in order:
        Filing.objects.filter(department=unit.department).update(warning_count=warnings, self_total=total)
    text = listed(signed_in(world.reviewer))
    places = [text.index(f">{unit.department.name}</a>") for unit in (world.other, world.third, world.unit)]
    assert places == sorted(places)


def test_reviewers_do_not_see_drafts(world: World, signed_in: SignedIn) -> None:
    bring_to(world, State.FILLING)
    text = listed(signed_in(world.reviewer), "?state=all")
    assert "综合办" not in text
    assert "data-list-count>0</b>" in text


def test_long_lists_have_pages(world: World, signed_in: SignedIn) -> None:
    for number in range(10, 35):
        unit = make_unit(f"1{number}", f"名称特别长的下属事业单位和派出机构第{number}号综合服务保障中心")
        open_filing(actor=world.administrator, cycle=world.cycle, department=unit.department, now=NOW)
    client = signed_in(world.administrator)
    first, second = listed(client), listed(client, "?page=2")
    assert "第 1–20 份，共 25 份" in first
    assert "第 21–25 份，共 25 份" in second
    assert 'href="?page=2"' in first
    assert 'aria-current="page">2</a>' in second


@pytest.mark.parametrize("role", ROLES)
def test_the_number_of_queries_does_not_grow_with_the_list(
    world: World, signed_in: SignedIn, role: str, django_assert_num_queries: Any
) -> None:
    bring_to(world, State.SUBMITTED)
    client = signed_in(person(world, role))
    client.get("/?state=all")
    with django_assert_num_queries(QUERIES[role]):
        client.get("/?state=all")
    for code, unit in (("2022", world.other), ("2023", world.third)):
        bring_to(world, State.SUBMITTED, unit)
        cycle = FilingCycle.objects.create(
            code=code,
            fiscal_year=int(code),
            title=f"{code}年度",
            framework=world.framework,
            opens_at=NOW,
            deadline=NOW + timedelta(days=1),
        )
        open_filing(actor=world.administrator, cycle=cycle, department=world.unit.department, now=NOW)
    page = Page(client.get("/?state=all"))
    assert f"共 {3 if role != 'administrator' else 5} 份" in page.text
    with django_assert_num_queries(QUERIES[role]):
        client.get("/?state=all")


# Session and user, list, its fillers and count, states, overdue, cycles, unread notices; what the unit must
# answer and put right; the preparer's newest form and parts besides.
QUERIES = {"preparer": 27, "head": 12, "reviewer": 10, "administrator": 9}
