"""Dividing the work, reviewing inside the unit, handing over, and filling in for a unit, as people meet them.

With SELFEVAL_SCREENSHOTS set, each page is photographed at 1440 and at 390 into `division` of the folder of pictures.
"""

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from selfeval.domain.workflow import Role
from selfeval.models import User
from selfeval.services.accounts import create_user
from tests.browser import demo, people
from tests.browser.conftest import SitDown
from tests.browser.inspection import faults_of
from tests.browser.pictures import photograph
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)


def look(page: Page, folder: Path, name: str) -> None:
    """The page fits both screens and everything on it has a name; photographed where pictures are wanted."""
    assert faults_of(page) == [], name
    photograph(page, folder / "division", name)


def colleague_of(person: User) -> User:
    return create_user(
        actor=None,
        username="colleague",
        full_name="钱示例",
        role=Role.PREPARER,
        password=PASSWORD,
        department=person.department,
        now=timezone.now(),
    )


def test_from_dividing_to_handing_over(sit_down: SitDown, picture_folder: Path) -> None:
    stage = demo.set_up()
    clerk, head = stage.people["service_preparer"], stage.people["service_head"]
    colleague = colleague_of(clerk)
    page = sit_down(clerk)
    page.goto(people.address(stage.half_filled, "filing-division"))
    for place, person in (("output", colleague), ("budget", clerk)):
        page.get_by_label("哪一部分").select_option(place)
        page.get_by_label("由谁填").select_option(str(person.pk))
        page.get_by_label("说明").fill("请附佐证，周五前填完")
        people.follow(page, page.get_by_role("button", name="分派", exact=True))
    expect(page.get_by_text("谁还没交 2 人")).to_be_visible()
    look(page, picture_folder, "division")
    page.goto("/")
    look(page, picture_folder, "workspace-mine")
    page.goto(people.section(stage.half_filled, "budget"))
    look(page, picture_folder, "filing-marks")
    page.get_by_role("button", name="我这部分填完了").click()
    expect(page.get_by_role("button", name="还没填完")).to_be_visible()
    page = sit_down(head)
    page.goto(f"/units/{head.department_id}/people/")
    page.get_by_label("离岗的填报人").select_option(str(clerk.pk))
    page.get_by_label("由谁接").select_option(str(colleague.pk))
    page.get_by_label("同时停用离岗人的账号").check()
    people.follow(page, page.get_by_role("button", name="下一步…"))
    look(page, picture_folder, "hand-over")
    page.get_by_role("button", name="确认移交").click()
    expect(page.get_by_text("已移交，分工 1 部分。")).to_be_visible()
    clerk.refresh_from_db()
    assert not clerk.is_active


def test_reviewing_inside_and_filling_in_for_a_unit(sit_down: SitDown, picture_folder: Path) -> None:
    stage = demo.set_up()
    clerk, head = stage.people["market_preparer"], stage.people["market_head"]
    page = sit_down(head)
    page.goto(people.address(stage.returned, "filing-division"))
    page.get_by_label("内部审核人").select_option(str(clerk.pk))
    page.get_by_role("button", name="确定").click()
    expect(page.get_by_text("内部审核人已定为")).to_be_visible()
    administrator = next(user for user in stage.people.values() if user.role == Role.ADMINISTRATOR)
    page = sit_down(administrator)
    page.goto(people.address(stage.half_filled, "filing-form"))
    people.follow(page, page.get_by_role("link", name="代填"))
    look(page, picture_folder, "bureau-filling")
    page.get_by_label("代填的事由").fill("单位机构改革中撤并，没有人员能填")
    people.follow(page, page.get_by_role("button", name="开始代填"))
    expect(page.get_by_text("财政代填")).to_be_visible()
    look(page, picture_folder, "bureau-filling-page")
    page = sit_down(stage.people["service_preparer"])
    page.goto(people.section(stage.half_filled, "budget"))
    look(page, picture_folder, "unit-looks-on")
    demo.send_inside(stage)
    page = sit_down(clerk)
    page.goto(people.address(stage.returned, "filing-internal-review"))
    look(page, picture_folder, "internal-review")
    page.get_by_label("我已核对以上数据，与账表一致").check()
    page.get_by_role("button", name="审核通过，送负责人").click()
    expect(page.get_by_text("内部审核通过，已送负责人签发。")).to_be_visible()
