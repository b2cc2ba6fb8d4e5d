"""Units of a cycle where there are too many to tick: from all or last year's, with exceptions in words."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from selfeval.models import Department, Event, EventAction, FilingCycle
from selfeval.services.cycle_words import names_told
from selfeval.web.views import unit_choice
from tests.factories import World
from tests.web.conftest import SignedIn
from tests.web.cycle_pages import boxes

NEW, DRAFT = "/cycles/new/", "/cycles/2022/"


@pytest.fixture
def administrator(world: World, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch) -> Client:
    """The world as if it had too many units; the third is below the second, and the first took part last year."""
    monkeypatch.setattr(unit_choice, "MOST_TICKS", 2)
    now = timezone.now().replace(second=0, microsecond=0)
    FilingCycle.objects.update(opens_at=now - timedelta(days=20), deadline=now + timedelta(days=10))
    world.cycle.units.add(world.unit.department)
    Department.objects.filter(code="003").update(supervisor=world.other.department)
    return signed_in(world.administrator)


def sent(page: str, **said: str) -> dict[str, Any]:
    """What the page would send, with other words for the units."""
    return {**boxes(page), **said}


def read(client: Client, path: str) -> str:
    return str(client.get(path).content.decode())


def codes() -> list[str]:
    return sorted(FilingCycle.objects.get(code="2022").units.values_list("code", flat=True))


def test_all_but_one_and_those_below_it(administrator: Client) -> None:
    page = read(administrator, NEW)
    assert 'type="checkbox" name="units"' not in page
    for words in ("照上一年的（1 家）", "全部单位（3 家）", '现在是 <b class="ink tn">1</b> 家'):
        assert words in page, words
    done = administrator.post(NEW, sent(page, units_base="all", units_without="002*"))
    assert (done.status_code, codes()) == (302, ["001"])
    # As it stands nothing changes; then one of those below comes back.
    page = read(administrator, DRAFT)
    assert "已存的那些（1 家）" in page
    administrator.post(DRAFT, sent(page))
    assert codes() == ["001"]
    assert not Event.objects.filter(action=EventAction.CYCLE_CHANGED).exists()
    administrator.post(DRAFT, sent(page, units_besides="招商中心"))
    assert codes() == ["001", "003"]
    change = Event.objects.get(action=EventAction.CYCLE_CHANGED).data["changes"][0]
    assert (change["old"], change["new"]) == ("去掉：无", "增加：招商中心")


def test_what_names_no_unit_is_told_and_nothing_is_stored(administrator: Client) -> None:
    page = read(administrator, NEW)
    refused = administrator.post(NEW, sent(page, units_base="all", units_without="009\n001", units_besides="无此局"))
    text = refused.content.decode()
    assert refused.status_code == 422
    assert "“009”没有这样的单位" in text
    assert "“无此局”没有这样的单位" in text
    assert "009\n001</textarea>" in text
    assert administrator.post(NEW, sent(page, units_base="")).status_code == 422
    assert not FilingCycle.objects.filter(code="2022").exists()


def test_more_are_added_to_a_published_cycle(
    administrator: Client, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unit_choice, "MOST_TICKS", 1)
    add = f"/cycles/{world.cycle.code}/units/add/"
    page = read(administrator, add)
    assert "照上一年的" not in page
    assert administrator.post(add, sent(page, units_base="none", units_besides="x")).status_code == 422
    assert administrator.post(add, sent(page, units_base="none", units_besides="002")).status_code == 302
    assert set(world.cycle.units.values_list("code", flat=True)) == {"001", "002"}


def test_a_unit_that_is_gone_meanwhile_is_told_where_units_are_ticked(
    administrator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unit_choice, "MOST_TICKS", 3)
    page = read(administrator, NEW)
    refused = administrator.post(NEW, {**boxes(page), "units": ["1", "999999"]})
    assert refused.status_code == 422
    assert "有的单位已经不在了" in refused.content.decode()


def test_very_many_names_are_told_by_the_first_and_their_number() -> None:
    assert names_told([]) == "无"
    assert names_told(["甲", "乙"]) == "甲、乙"
    assert names_told(["甲"] * 501).endswith("甲 等，共 501 家")
