"""A form on its way to the public in a browser: two administrators, then anybody without signing in."""

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import FilePayload, Page, expect

from selfeval.domain.verification import verification_code
from selfeval.domain.workflow import Role
from selfeval.models import Disclosure
from tests.browser import demo, people
from tests.browser.conftest import Seat, SitDown
from tests.browser.test_every_page import Look, look
from tests.factories import make_user

__all__ = ["look"]
pytestmark = pytest.mark.django_db(transaction=True)

PAPER = "公开稿预览"


@pytest.fixture
def stage() -> demo.Stage:
    cache.clear()
    return demo.set_up()


def test_two_publish_and_anybody_reads_and_verifies(
    stage: demo.Stage, seat: Seat, sit_down: SitDown, look: Look
) -> None:
    second = make_user("second", Role.ADMINISTRATOR)
    one, filing = sit_down(stage.people["administrator"]), stage.finalised
    one.goto(reverse("disclosures"))
    look(one, "disclosures")
    one.get_by_role("link", name=f"{filing.department.name}开始办理").click()
    expect(one.get_by_text("还没有办理公开")).to_be_visible()
    look(one, "disclosure-not-begun")
    one.get_by_role("button", name="开始办理").click()
    expect(one.get_by_role("heading", name="脱敏", exact=True)).to_be_visible()
    one.get_by_label("要涂黑的字").fill("综合办")
    one.get_by_label("原因").fill("名称")
    one.get_by_role("button", name="再涂黑").click()
    expect(one.get_by_role("status").filter(has_text="加了")).to_be_visible()
    one.get_by_role("button", name="预览公开稿").click()
    expect(one.get_by_role("heading", name=PAPER)).to_be_visible()
    look(one, "disclosure-redact")
    one.get_by_role("button", name="脱敏完成，送批准").click()
    expect(one.get_by_text("脱敏是您办的")).to_be_visible()
    other = sit_down(second)
    other.goto(f"{reverse('disclosures')}?state=to_approve")
    look(other, "disclosures-to-approve")
    other.goto(people.address(filing, "disclosure"))
    expect(other.get_by_role("heading", name=PAPER)).to_be_visible()
    look(other, "disclosure-approve")
    other.get_by_role("button", name="批准公开").click()
    expect(other.get_by_role("heading", name="已公开")).to_be_visible()
    look(other, "disclosure-published")
    _read_by_anybody(seat().new_page(), Disclosure.objects.get(filing=filing), look)


def _read_by_anybody(page: Page, row: Disclosure, look: Look) -> None:
    name = row.filing.department.name
    page.goto(reverse("login"))
    page.get_by_role("link", name="公开的自评表").click()
    expect(page.get_by_role("heading", name="部门整体支出绩效自评", exact=True)).to_be_visible()
    look(page, "public-years")
    page.get_by_role("link", name="2021年度").click()
    expect(page.get_by_role("link", name=name, exact=True)).to_be_visible()
    look(page, "public-year")
    page.get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", name="钱花了多少")).to_be_visible()
    look(page, "public-form")
    code = verification_code(row.sha256)
    page.get_by_role("link", name=code).click()
    expect(page.get_by_text("是公开文本", exact=True)).to_be_visible()
    look(page, "verify-public")
    page.get_by_label("校验码", exact=True).fill(row.submission.verification_code.lower())
    page.get_by_role("button", name="核验", exact=True).click()
    expect(page.get_by_text("是定稿", exact=True)).to_be_visible()
    look(page, "verify-official")
    page.get_by_label("校验码", exact=True).fill("0000")
    page.get_by_role("button", name="核验", exact=True).click()
    expect(page.get_by_text("四位一组")).to_be_visible()
    look(page, "verify-no-code")
    file = FilePayload(name="自评表.pdf", mimeType="application/pdf", buffer=b"%PDF-1.7")
    page.get_by_label("PDF 文件").set_input_files(file)
    page.get_by_role("button", name="核对", exact=True).click()
    expect(page.get_by_text("文件里没有签名", exact=True)).to_be_visible()
    look(page, "verify-file")
