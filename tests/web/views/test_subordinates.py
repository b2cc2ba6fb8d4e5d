"""所属单位: the units below, at any depth; nobody sees upwards or sideways. Their figures put together."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from selfeval.domain.workflow import Action, Role, State
from selfeval.models import Department, Event, EventAction, Filing, FilingCycle
from tests.factories import NOW, Unit, World, bring_to, make_filing, make_unit, make_user, move
from tests.web.conftest import SignedIn

Supervisor = Callable[[Unit], Client]


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


@pytest.fixture
def tree(world: World) -> World:
    """服务中心 is below 综合办, which is below 招商中心."""
    _put_below(world.other.department, world.unit.department)
    _put_below(world.unit.department, world.third.department)
    return world


def _put_below(department: Department, above: Department) -> None:
    Department.objects.filter(pk=department.pk).update(supervisor=above)


@pytest.fixture
def supervisor(world: World, signed_in: SignedIn) -> Supervisor:
    """A browser of who reviews for a unit."""
    return lambda unit: signed_in(make_user(f"above{unit.department.code}", Role.SUPERVISOR, unit.department))


def text(response: Any) -> str:
    return str(response.content.decode())


def names(response: Any) -> list[str]:
    return [row.name for row in response.context["rows"]]


def test_units_at_any_depth_below_and_no_others(tree: World, supervisor: Supervisor) -> None:
    for unit in (tree.unit, tree.other, tree.third):
        make_filing(tree, unit)
    assert names(supervisor(tree.third).get("/subordinates/")) == ["综合办", "服务中心"]
    middle = supervisor(tree.unit)
    assert names(middle.get("/subordinates/")) == ["服务中心"]
    assert "招商中心" not in text(middle.get("/subordinates/roll-up/"))


def test_a_sibling_is_not_seen(tree: World, supervisor: Supervisor) -> None:
    sibling = make_unit("004", "文化站")
    _put_below(sibling.department, tree.third.department)
    make_filing(tree, sibling)
    bring_to(tree, State.SUBMITTED, tree.other)
    client = supervisor(tree.unit)
    for path in ("/subordinates/", "/subordinates/?q=文化", "/subordinates/roll-up/"):
        assert "文化站" not in text(client.get(path))


def test_drafts_below_are_counted_but_not_read(tree: World, supervisor: Supervisor) -> None:
    bring_to(tree, State.FILLING)
    page = supervisor(tree.third).get("/subordinates/")
    assert (page.context["rows"][0].total, page.context["rows"][0].url) == ("—", "")


def test_who_has_nobody_below_is_told_so(world: World, supervisor: Supervisor) -> None:
    client = supervisor(world.unit)
    assert "没有所属单位" in text(client.get("/subordinates/"))
    assert client.get("/subordinates/roll-up/").status_code == 302


def test_without_a_cycle_it_says_what_comes_first(tree: World, supervisor: Supervisor) -> None:
    FilingCycle.objects.update(stage="draft")
    assert "还没有自评批次" in text(supervisor(tree.third).get("/subordinates/"))


@pytest.mark.parametrize("path", ["/subordinates/", "/subordinates/roll-up/"])
def test_only_supervisors_have_it(world: World, signed_in: SignedIn, path: str) -> None:
    for person in (world.administrator, world.unit.head, world.reviewer):
        assert signed_in(person).get(path).status_code == 403


def test_reminding_reaches_the_units_below_only(tree: World, supervisor: Supervisor) -> None:
    below, above = make_filing(tree, tree.other), make_filing(tree, tree.third)
    client = supervisor(tree.unit)
    assert client.post("/board/remind/", {"filing": above.pk}).status_code == 403
    shown = client.post("/board/remind/", {"all": "1", "cycle": "2021"})
    assert shown.context["keys"] == str(below.pk)
    done = client.post("/board/remind/", {"filings": str(below.pk), "confirmed": "1"})
    assert done.url.startswith("/subordinates/")
    assert list(Event.objects.filter(action=EventAction.REMINDED.value).values_list("filing", flat=True)) == [below.pk]


def test_the_roll_up_adds_frozen_forms_and_names_who_is_missing(tree: World, supervisor: Supervisor) -> None:
    bring_to(tree, State.SUBMITTED)
    make_filing(tree, tree.other)
    page = supervisor(tree.third).get("/subordinates/roll-up/")
    assert page.context["found"].missing == (("服务中心", "未填报"),)
    assert "缺 1 家" in text(page)
    lines = {line.label: line.value for line in page.context["figures"]}
    assert "2,495.17" in lines.values()
    assert page.context["rates"]
    assert page.context["left_out"]


def test_what_is_being_changed_or_exempt_is_not_in_it(tree: World, supervisor: Supervisor) -> None:
    filing = bring_to(tree, State.SUBMITTED)
    Filing.objects.filter(pk=filing.pk).update(state=State.RETURNED.value)
    move(make_filing(tree, tree.other), tree.administrator, Action.EXEMPT, comment="本年新设立")
    page = supervisor(tree.third).get("/subordinates/roll-up/")
    assert page.context["found"].missing == (("综合办", "已退回"),)
    assert page.context["found"].exempt == ("服务中心",)
    assert "还没有可汇总的" in text(page)


def test_one_indicator_over_the_units(tree: World, supervisor: Supervisor) -> None:
    bring_to(tree, State.SUBMITTED)
    client = supervisor(tree.third)
    code = next(code for code, _ in client.get("/subordinates/roll-up/").context["indicators"])
    page = client.get("/subordinates/roll-up/", {"indicator": code})
    assert [unit.name for unit in page.context["compared"].units] == ["综合办"]
    assert "不到 5 家" in text(page)
    assert client.get("/subordinates/roll-up/?indicator=nothing").context["compared"] is None


@pytest.mark.parametrize("path", ["/subordinates/", "/subordinates/roll-up/"])
def test_the_number_of_queries_does_not_grow(tree: World, supervisor: Supervisor, path: str) -> None:
    client, taken = supervisor(tree.third), []
    client.get(path)
    for unit in (tree.unit, tree.other):
        bring_to(tree, State.SUBMITTED, unit)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
        taken.append(len(queries))
    assert taken[0] == taken[1]
