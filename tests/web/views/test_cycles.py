"""自评批次, page by page: next year's from this year's, published, its units exempted and extended."""

import re
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone

from selfeval.domain.cycle import Stage
from selfeval.domain.final_score import FinalScoreRule
from selfeval.domain.workflow import State
from selfeval.models import BusinessOffice, Department, Event, EventAction, Filing, FilingCycle, FrameworkVersion
from selfeval.queries.cycles import settings_of
from selfeval.services.departments import create_department
from selfeval.services.issuing import issue_filings
from selfeval.web.views import cycle_stages
from tests.factories import NOW, World, bring_to, make_filing
from tests.web.conftest import SignedIn

CODE = "2021"


@pytest.fixture
def administrator(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.administrator)


@pytest.fixture
def current(world: World) -> FilingCycle:
    """The world's cycle as if it were open today; both of its first units take part."""
    now = timezone.now().replace(second=0, microsecond=0)
    FilingCycle.objects.filter(pk=world.cycle.pk).update(
        opens_at=now - timedelta(days=20), deadline=now + timedelta(days=10)
    )
    world.cycle.refresh_from_db()
    world.cycle.units.add(world.unit.department, world.other.department)
    return world.cycle


def text_of(response: Any) -> str:
    return str(response.content.decode())


def boxes(page: str) -> dict[str, Any]:
    """What the form of a page would send as it stands."""
    found: dict[str, Any] = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name, value = _attribute(tag, "name"), _attribute(tag, "value")
        if (
            not name
            or ('type="checkbox"' in tag and " checked" not in tag)
            or 'type="search"' in tag
            or " disabled" in tag
        ):
            continue
        found.setdefault(name, []).append("on" if 'type="checkbox"' in tag and not value else value)
    for name, options in re.findall(r'<select[^>]*name="([\w.]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        found[name] = [chosen[1] if chosen else ""]
    found.pop("csrfmiddlewaretoken", None)
    return found


def _attribute(tag: str, name: str) -> str:
    match = re.search(rf'\b{name}="([^"]*)"', tag)
    return match[1] if match else ""


def test_this_module_knows_every_address() -> None:
    patterns = [each for each in get_resolver().url_patterns if isinstance(each, URLPattern)]
    own = {str(each.name) for each in patterns if str(each.pattern).startswith(("cycles/", "units/"))}
    elsewhere = {"cycle-checks", "unit-people", "unit-accountant"}
    assert own - elsewhere == {name for _, name, _ in addresses()}


def addresses() -> list[tuple[str, str, list[Any]]]:
    """Method, name and arguments."""
    return [
        ("get", "cycles", []),
        ("get", "cycle-new", []),
        ("get", "cycle", [CODE]),
        ("post", "cycle-publish", [CODE]),
        ("post", "cycle-issue", [CODE]),
        ("post", "cycle-stage", [CODE, "closed"]),
        ("get", "cycle-units", [CODE]),
        ("post", "cycle-add-units", [CODE]),
        ("post", "cycle-extend", [CODE]),
        ("get", "cycle-unit", [CODE, 1]),
        ("get", "units", []),
        ("post", "office-new", []),
        ("post", "units-assign", []),
        ("get", "unit", [1]),
    ]


def test_it_is_the_administrators_work_alone(world: World, signed_in: SignedIn) -> None:
    for method, name, arguments in addresses():
        address = reverse(name, args=arguments)
        signed_out = getattr(Client(), method)(address)
        assert (signed_out.status_code, signed_out.url.startswith("/login/")) == (302, True), address
        for person in (world.reviewer, world.unit.head):
            response = getattr(signed_in(person), method)(address)
            assert response.status_code == 403, address
            assert "管理自评批次" in text_of(response)
    assert FilingCycle.objects.get().stage == Stage.PUBLISHED


def test_without_a_cycle_the_list_says_what_to_do(administrator: Client) -> None:
    FilingCycle.objects.all().delete()
    assert "建立第一个批次" in text_of(administrator.get(reverse("cycles")))
    page = text_of(administrator.get(reverse("cycle-new")))
    assert "上年没有" not in page
    assert f"{timezone.localtime().year - 1}年度部门整体支出绩效自评" in page


def test_the_list_counts_and_takes_one_query_for_one_and_three_cycles(world: World, administrator: Client) -> None:
    bring_to(world, State.SUBMITTED)
    make_filing(world, world.other)

    def queries() -> int:
        with CaptureQueriesContext(connection) as taken:
            assert administrator.get(reverse("cycles")).status_code == 200
        return len(taken)

    page = text_of(administrator.get(reverse("cycles")))
    assert [re.search(rf'data-l="{words}">(\d+)<', page)[1] for words in ("填报中", "审核中")] == ["1", "1"]  # type: ignore[index]
    with_one = queries()
    for code in ("2022", "2023"):
        FilingCycle.objects.create(
            code=code,
            fiscal_year=int(code),
            title=code,
            framework=world.framework,
            opens_at=NOW,
            deadline=timezone.now(),
        )
    assert queries() == with_one


def test_next_years_comes_filled_in_from_this_years(world: World, current: FilingCycle, administrator: Client) -> None:
    newer = FrameworkVersion.objects.get(pk=world.framework.pk)
    newer.pk, newer.version, newer.loaded_at = None, "2", NOW + timedelta(days=1)
    newer.save()
    page = text_of(administrator.get(reverse("cycle-new")))
    assert "2022年度部门整体支出绩效自评" in page
    assert "已有更新的第 2 版" in page
    assert "勾选的单位里，2 家没有主管部门" in page
    assert page.count("上年没有") == 1
    sent = boxes(page)
    assert set(sent["units"]) == {str(world.unit.department.pk), str(world.other.department.pk)}
    assert sent["framework"] == [str(world.framework.pk)]
    response = administrator.post(reverse("cycle-new"), {**sent, "threshold.december_most": "30%"})
    assert response.status_code == 302
    made = FilingCycle.objects.get(code="2022")
    assert (made.stage, made.based_on, made.fiscal_year) == (Stage.DRAFT, current, 2022)
    assert made.check_settings == {"thresholds": {"december_most": "0.3"}}
    assert timezone.localtime(made.deadline).replace(year=2000) == timezone.localtime(current.deadline).replace(
        year=2000
    )
    assert made.units.count() == 2
    assert not made.filings.exists()
    again = administrator.get(reverse("cycle", args=["2022"]))
    assert "30%" in text_of(again)


def test_what_does_not_fit_is_told_at_its_box_in_chinese(current: FilingCycle, administrator: Client) -> None:
    sent = boxes(text_of(administrator.get(reverse("cycle-new"))))
    wrong = {
        **sent,
        "code": CODE,
        "title": "",
        "deadline": "2000-01-01T00:00",
        "reminder_days": "七天",
        "difference_bounds": "9、5、20",
        "framework": "",
        "fiscal_year": "去年",
        "threshold.december_most": "很多",
    }
    response = administrator.post(reverse("cycle-new"), wrong)
    assert response.status_code == 422
    page = text_of(response)
    for words in ("请选指标体系", "应为四位年份", "“七”不是整数", "没有保存：有 4 处要改"):
        assert words in page
    fitting = {**wrong, "reminder_days": "7", "framework": sent["framework"], "fiscal_year": "2022"}
    response = administrator.post(reverse("cycle-new"), {**fitting, "threshold.december_most": ""})
    page = text_of(response)
    for words in ("请写名称", "截止时间应晚于开始时间", "由小到大的三个分数"):
        assert words in page
    good = {
        **fitting,
        "title": "甲",
        "deadline": sent["deadline"],
        "difference_bounds": "",
        "threshold.december_most": "",
    }
    taken = administrator.post(reverse("cycle-new"), good)
    assert "已有编码为“2021”的自评批次" in text_of(taken)
    assert FilingCycle.objects.count() == 1
    assert administrator.post(reverse("cycle-new"), {**good, "code": "new"}).status_code == 422


def made_draft(administrator: Client) -> FilingCycle:
    administrator.post(reverse("cycle-new"), boxes(text_of(administrator.get(reverse("cycle-new")))))
    return FilingCycle.objects.get(code="2022")


def test_publishing_says_first_what_will_happen_and_happens_once(
    world: World, current: FilingCycle, administrator: Client
) -> None:
    draft = made_draft(administrator)
    address = reverse("cycle-publish", args=[draft.code])
    page = text_of(administrator.get(address))
    assert "发布并下达 2 家" in page
    assert "综合办" in page
    sent = boxes(page)
    for _ in range(2):
        response = administrator.post(address, sent, follow=True)
        assert "已下达，2 家单位都有了自评表" in text_of(response)
    assert draft.filings.count() == 2
    assert Event.objects.filter(action=EventAction.CYCLE_PUBLISHED).count() == 1
    assert administrator.get(address, follow=True).redirect_chain[0][0] == reverse("cycle-issue", args=[draft.code])
    assert "都下达了" in text_of(administrator.get(reverse("cycle-issue", args=[draft.code])))


def test_many_units_get_their_forms_in_portions(
    world: World, current: FilingCycle, administrator: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = made_draft(administrator)
    monkeypatch.setattr(cycle_stages, "issue_filings", partial(issue_filings, most=1))
    sent = boxes(text_of(administrator.get(reverse("cycle-publish", args=[draft.code]))))
    page = text_of(administrator.post(reverse("cycle-publish", args=[draft.code]), sent, follow=True))
    assert "data-go-on" in page
    assert draft.filings.count() == 1
    assert "已下达，2 家" in text_of(administrator.post(reverse("cycle-issue", args=[draft.code]), follow=True))


def test_what_is_not_ready_says_why(current: FilingCycle, administrator: Client) -> None:
    draft = made_draft(administrator)
    draft.units.clear()
    address = reverse("cycle-publish", args=[draft.code])
    response = administrator.post(address, boxes(text_of(administrator.get(address))))
    assert response.status_code == 409
    assert "还没有选参评单位" in text_of(response)
    assert "不能下达" in text_of(administrator.post(reverse("cycle-issue", args=[draft.code])))


def test_the_settings_of_a_running_cycle(world: World, current: FilingCycle, administrator: Client) -> None:
    address = reverse("cycle", args=[CODE])
    page = text_of(administrator.get(address))
    assert "已经开始填报，不能再改" in page
    assert 'name="framework"' not in page
    sent = boxes(page)
    assert "opens_at" not in sent
    later = timezone.localtime(current.deadline + timedelta(days=5))
    changed = {
        **sent,
        "deadline": f"{later:%Y-%m-%dT%H:%M}",
        "final_score_rule": "lowest",
        "opens_at": "2000-01-01T00:00",
    }
    assert "改了 2 项" in text_of(administrator.post(address, changed, follow=True))
    current.refresh_from_db()
    assert settings_of(current).final_score_rule is FinalScoreRule.LOWEST
    assert current.opens_at.year > 2000
    assert "截止时间：" in text_of(administrator.get(address))
    assert "没有变化" in text_of(administrator.post(address, boxes(text_of(administrator.get(address))), follow=True))
    stale = administrator.post(address, changed)
    assert stale.status_code == 409
    assert "administrator甲" in text_of(stale)
    assert administrator.post(address, {**boxes(text_of(administrator.get(address))), "title": ""}).status_code == 422


def test_a_draft_can_still_get_other_units_and_another_framework(
    world: World, current: FilingCycle, administrator: Client
) -> None:
    draft = made_draft(administrator)
    address = reverse("cycle", args=[draft.code])
    sent = {**boxes(text_of(administrator.get(address))), "units": [str(world.third.department.pk)]}
    assert "改了 1 项" in text_of(administrator.post(address, sent, follow=True))
    assert list(draft.units.all()) == [world.third.department]


def test_a_cycle_is_closed_opened_again_and_archived_by_the_words_of_the_page(
    world: World, administrator: Client
) -> None:
    bring_to(world, State.SUBMITTED)
    for to, words, done in (
        ("closed", "以后还可以重新开放", "已结束"),
        ("published", "可以接着办", "已发布"),
        ("closed", "不能再填写", "已结束"),
        ("archived", "这一步不能撤销", "已归档"),
    ):
        address = reverse("cycle-stage", args=[CODE, to])
        page = text_of(administrator.get(address))
        assert words in page
        assert "已提交 <b" in page
        assert f"批次现在是“{done}”" in text_of(administrator.post(address, boxes(page), follow=True))
    assert "只能查看" in text_of(administrator.get(reverse("cycle", args=[CODE])))
    assert administrator.post(reverse("cycle-stage", args=[CODE, "published"]), {}).status_code == 409
    assert administrator.get(reverse("cycle-stage", args=[CODE, "published"])).status_code == 302
    assert administrator.get(reverse("cycle-stage", args=[CODE, "draft"])).status_code == 404


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


def test_units_are_put_under_supervisors_and_offices(world: World, administrator: Client) -> None:
    made = administrator.post(reverse("office-new"), {"code": "01", "name": "预算科"}, follow=True)
    assert "已新增业务科室“预算科”" in text_of(made)
    assert administrator.post(reverse("office-new"), {"code": "01", "name": "另一科"}).status_code == 422
    office = BusinessOffice.objects.get()
    ticked = [world.unit.department.pk, world.other.department.pk]
    assert "请先勾选单位" in text_of(administrator.post(reverse("units-assign"), {"unit": ticked}, follow=True))
    sent = {"unit": ticked, "office": office.pk}
    assert "已把 2 家归口到" in text_of(administrator.post(reverse("units-assign"), sent, follow=True))
    assert "没有变化" in text_of(administrator.post(reverse("units-assign"), sent, follow=True))
    address = reverse("unit", args=[world.other.department.pk])
    sent = {**boxes(text_of(administrator.get(address))), "supervisor": str(world.unit.department.pk)}
    assert "改了 1 项" in text_of(administrator.post(address, sent, follow=True))
    assert administrator.post(address, sent).status_code == 409
    assert Department.objects.get(pk=world.other.department.pk).business_office == office
    above = reverse("unit", args=[world.unit.department.pk])
    ring = {**boxes(text_of(administrator.get(above))), "supervisor": str(world.other.department.pk)}
    response = administrator.post(above, ring)
    assert (response.status_code, "绕成圈" in text_of(response)) == (422, True)
    page = text_of(administrator.get(reverse("units")))
    assert 'data-depth="1"' in page
    assert administrator.get(reverse("units"), {"kind": "other"}).status_code == 400


def test_the_tree_takes_the_same_queries_for_more_units(world: World, administrator: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as taken:
            assert administrator.get(reverse("units")).status_code == 200
        return len(taken)

    with_three = queries()
    for number in range(3):
        above = Department.objects.order_by("-pk").first()
        create_department(actor=None, code=f"1{number}", name=f"下级{number}", supervisor=above, now=NOW)
    assert queries() == with_three
