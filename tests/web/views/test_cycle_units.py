"""The units of a cycle: found, added, exempted, given longer."""

from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from selfeval.domain.workflow import State
from selfeval.models import Filing, FilingCycle
from tests.factories import World, make_filing
from tests.web.conftest import SignedIn
from tests.web.cycle_pages import CODE, text_of


def test_the_units_of_a_cycle_are_found_by_what_they_lack(
    world: World, current: FilingCycle, administrator: Client
) -> None:
    address = reverse("cycle-units", args=[CODE])
    make_filing(world)

    def queries() -> int:
        with CaptureQueriesContext(connection) as taken:
            assert administrator.get(address).status_code == 200
        return len(taken)

    with_one = queries()
    make_filing(world, world.other)
    make_filing(world, world.third)
    assert queries() == with_one
    page = text_of(administrator.get(address))
    assert page.count('name="filing"') == 3
    world.third.department.supervisor = world.unit.department
    world.third.department.save()
    lacking = text_of(administrator.get(address, {"kind": "no-supervisor"}))
    assert ("招商中心" in lacking, "服务中心" in lacking) == (False, True)
    assert "没有符合条件的单位" in text_of(administrator.get(address, {"q": "没有"}))
    assert administrator.get(address, {"kind": "other"}).status_code == 400


def test_units_are_added_and_get_their_forms(world: World, current: FilingCycle, administrator: Client) -> None:
    make_filing(world)
    address = reverse("cycle-add-units", args=[CODE])
    assert "什么也没有改" in text_of(administrator.post(address, {}))
    response = administrator.post(address, {"units": [world.third.department.pk]}, follow=True)
    assert '还有 <b class="tn">2</b> 家' in text_of(response)
    assert "已下达，3 家" in text_of(administrator.post(reverse("cycle-issue", args=[CODE]), follow=True))
    assert "所有单位都在这个批次里了" in text_of(administrator.get(address))


def test_a_unit_is_exempted_and_taken_in_again(world: World, current: FilingCycle, administrator: Client) -> None:
    filing = make_filing(world)
    address = reverse("cycle-unit", args=[CODE, world.unit.department.pk])
    version = filing.version
    without = administrator.post(address, {"do": "exempt", "version": version, "comment": " "})
    assert without.status_code == 422
    sent = {"do": "exempt", "version": version, "comment": "本年新设，不足半年"}
    assert "已免评" in text_of(administrator.post(address, sent, follow=True))
    filing.refresh_from_db()
    assert (filing.state, filing.exemption_reason) == (State.EXEMPT, "本年新设，不足半年")
    assert administrator.post(address, sent).status_code == 409
    page = text_of(administrator.get(address))
    assert "取消免评" in page
    assert "本年新设，不足半年" in page
    again = {"do": "end", "version": filing.version, "comment": "已满一年"}
    assert "已取消免评" in text_of(administrator.post(address, again, follow=True))
    assert administrator.post(address, {"do": "other"}).status_code == 400
    assert administrator.get(reverse("cycle-unit", args=[CODE, world.third.department.pk])).status_code == 404
    unissued = reverse("cycle-unit", args=[CODE, world.other.department.pk])
    assert "还没有下达" in text_of(administrator.get(unissued))
    assert administrator.post(unissued, again).status_code == 409


def test_units_get_longer_one_or_many_at_once(
    world: World, current: FilingCycle, administrator: Client, signed_in: SignedIn
) -> None:
    one, other = make_filing(world), make_filing(world, world.other)
    until = timezone.localtime(current.deadline + timedelta(days=9))
    wanted = {"due_at": f"{until:%Y-%m-%dT%H:%M}", "reason": "机构改革"}
    ticks = [f"{each.pk}:{each.version}" for each in (one, other)]
    address = reverse("cycle-extend", args=[CODE])
    assert "没有勾选" in text_of(administrator.post(address, {}, follow=True))
    assert "给 2 家延期" in text_of(administrator.post(address, {"filing": ticks}))
    early = administrator.post(address, {"filing": ticks, **wanted, "due_at": "2000-01-01T00:00"})
    assert (early.status_code, "应晚于现在" in text_of(early)) == (422, True)
    assert "已给 2 家延期" in text_of(administrator.post(address, {"filing": ticks, **wanted}, follow=True))
    assert administrator.post(address, {"filing": ticks, **wanted}).status_code == 409
    shown = f"本单位延期至 {until.year}年{until.month}月{until.day}日"
    unit = signed_in(world.unit.preparer)
    assert shown in text_of(unit.get("/"))
    assert shown in text_of(unit.get(reverse("filing-section", args=[one.public_id, "face"])))
    alone = reverse("cycle-unit", args=[CODE, world.unit.department.pk])
    one.refresh_from_db()
    assert administrator.post(alone, {"do": "extend", "version": "x", **wanted}).status_code == 422
    done = administrator.post(alone, {"do": "extend", "version": one.version, **wanted}, follow=True)
    assert "已给 1 家延期" in text_of(done)
    Filing.objects.filter(pk=one.pk).update(state=State.SUBMITTED.value)
    told = text_of(administrator.post(address, {"filing": ticks}))
    assert "综合办：“已提交”的填报不用延期" in told
