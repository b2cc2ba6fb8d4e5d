"""What has to be put right, from issuing to closing, and the ledger of what results were used for: in a browser."""

import pytest
from django.urls import reverse
from playwright.sync_api import FilePayload, Page, expect

from selfeval.models import Filing, RectificationItem
from tests import sample_files as samples
from tests.browser import demo, people
from tests.browser.conftest import SitDown
from tests.browser.test_every_page import Look, look, stage
from tests.browser.watch import Watch

__all__ = ["look", "stage"]
pytestmark = pytest.mark.django_db(transaction=True)

OWN = "部门决算公开晚于规定时间，没有说明原因"


def test_issued_reported_and_closed(stage: demo.Stage, sit_down: SitDown, look: Look, watch: Watch) -> None:
    watch.expect_status(422)
    filing = stage.finalised
    bureau = sit_down(stage.people["administrator"])
    _issue(bureau, filing, look)
    unit = sit_down(stage.people["office_preparer"])
    unit.goto("/")
    look(unit, "preparer-workspace-to-rectify")
    item = RectificationItem.objects.get(words=OWN)
    _report(unit, item, look)
    bureau.goto(reverse("rectification-item", args=[item.public_id]))
    expect(bureau.get_by_role("link", name="更正凭证.docx")).to_be_visible()
    look(bureau, "administrator-rectification-item")
    bureau.goto(reverse("rectification"))
    look(bureau, "administrator-rectification")
    bureau.get_by_label("勾选晋中开发区综合办").check()
    people.follow(bureau, bureau.get_by_role("button", name="销号勾选的"))
    expect(bureau.get_by_text("销号 1 项")).to_be_visible()
    bureau.goto(f"{reverse('rectification')}?state=sent_back")
    look(bureau, "administrator-rectification-nothing-found")


def _issue(page: Page, filing: Filing, look: Look) -> None:
    page.goto(people.address(filing, "filing-review"))
    people.follow(page, page.locator(".se-doc-actions").get_by_role("link", name="整改"))
    page.get_by_role("checkbox", name="勾选第 1 条").check()
    page.locator("textarea[name=own_words]").fill(OWN)
    people.follow(page, page.get_by_role("button", name="下达整改"))
    expect(page.get_by_text("请填整改期限")).to_be_visible()
    look(page, "administrator-filing-rectification")
    page.get_by_label("整改期限").fill("2999年6月30日")
    people.follow(page, page.get_by_role("button", name="下达整改"))
    expect(page.get_by_text("已下达 2 项整改")).to_be_visible()


def _report(page: Page, item: RectificationItem, look: Look) -> None:
    page.goto(reverse("rectification-item", args=[item.public_id]))
    people.follow(page, page.get_by_role("button", name="反馈", exact=True))
    expect(page.get_by_text("请写明整改情况")).to_be_visible()
    look(page, "preparer-rectification-refused")
    page.get_by_label("整改情况").fill("已补公开，附凭证。")
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    file: FilePayload = {"name": "更正凭证.docx", "mimeType": kind, "buffer": samples.docx()}
    page.get_by_label("佐证材料").set_input_files([file])
    people.follow(page, page.get_by_role("button", name="反馈", exact=True))
    expect(page.get_by_text("已反馈，等财政局核对。")).to_be_visible()


def test_the_ledger(stage: demo.Stage, sit_down: SitDown, look: Look) -> None:
    page = sit_down(stage.people["administrator"])
    page.goto(reverse("result-uses"))
    look(page, "administrator-ledger-empty")
    people.follow(page, page.get_by_role("link", name="登记一条"))
    page.get_by_label("单位").select_option(value=str(stage.finalised.public_id))
    page.get_by_label("应用方式").select_option(label="与预算安排挂钩")
    page.get_by_label("内容").fill("核减下一年度项目预算，调整用于绩效较好的项目")
    page.get_by_label("涉及金额").fill("-120000.5")
    page.get_by_label("文号").fill("财预〔2022〕3号")
    look(page, "administrator-ledger-enter")
    people.follow(page, page.get_by_role("button", name="登记", exact=True))
    expect(page.get_by_role("cell", name="-120,000.50")).to_have_count(2)
    people.follow(page, page.get_by_role("link", name="冲销晋中开发区综合办"))
    look(page, "administrator-ledger-cancel")
    page.get_by_label("冲销事由").fill("文号写错")
    people.follow(page, page.get_by_role("button", name="冲销", exact=True))
    expect(page.get_by_text("已冲销：文号写错")).to_be_visible()
    look(page, "administrator-ledger")
