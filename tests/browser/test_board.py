"""The board, reminding from it, notices, the units below with their figures: once each, by eye and by inspection."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from selfeval.domain.workflow import Role
from selfeval.services.departments import create_department
from tests.browser import demo, people
from tests.browser.conftest import SitDown
from tests.browser.inspection import faults_of
from tests.browser.pictures import photograph
from tests.factories import NOW, make_user

pytestmark = pytest.mark.django_db(transaction=True)

RATE = "process.budget_execution.completion_rate"


def test_reminding_from_the_board_reaches_the_unit_and_the_units_below_are_put_together(
    sit_down: SitDown, picture_folder: Path
) -> None:
    stage, faults = demo.set_up(), []

    def look(page: Page, name: str) -> None:
        faults.extend(f"{name}: {fault}" for fault in faults_of(page))
        photograph(page, picture_folder / "every-page", name)

    page = sit_down(stage.people["administrator"])
    page.goto("/board/")
    look(page, "board")
    page.get_by_label("选择晋中开发区财政服务中心").check()
    people.follow(page, page.get_by_role("button", name="催报选中的…"))
    expect(page.get_by_role("heading", name="催报 1 家？")).to_be_visible()
    look(page, "board-remind")
    people.follow(page, page.get_by_role("button", name="催报 1 家"))
    expect(page.get_by_text("已催报 1 家单位")).to_be_visible()

    page = sit_down(stage.people["service_preparer"])
    page.goto("/")
    people.follow(page, page.get_by_role("link", name="条未读"))
    look(page, "notices")
    people.follow(page, page.get_by_role("button", name="去看：请抓紧报送").first)
    expect(page).to_have_url(re.compile(str(stage.half_filled.public_id)))

    above = create_department(actor=None, code="900", name="管委会", now=NOW)
    for filing in (stage.finalised, stage.half_filled, stage.returned):
        filing.department.supervisor = above
        filing.department.save(update_fields=["supervisor"])
    page = sit_down(make_user("above", Role.SUPERVISOR, above))
    page.goto("/subordinates/")
    look(page, "subordinates")
    page.goto(f"/subordinates/roll-up/?indicator={RATE}")
    look(page, "roll-up")
    assert not faults, "\n".join(faults)
