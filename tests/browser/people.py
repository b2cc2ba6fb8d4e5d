"""What people of each role do, by the words on the pages."""

import re
from pathlib import Path

from django.urls import reverse
from playwright.sync_api import Locator, Page, expect

from selfeval.models import Filing, User
from tests.factories import PASSWORD


def section(filing: Filing, code: str) -> str:
    """The address of a page of the filing."""
    return reverse("filing-section", args=[filing.public_id, code])


def address(filing: Filing, name: str) -> str:
    """The address of another view of the filing, by the name of its route."""
    return reverse(name, args=[filing.public_id])


def sign_in(page: Page, user: User) -> None:
    """By the login page, as everybody comes in."""
    page.goto("/")
    fill_login(page, user.username, PASSWORD)
    # The folded menu of telephones names them too.
    expect(page.get_by_text(user.full_name).filter(visible=True)).to_be_visible()


def fill_login(page: Page, username: str, password: str) -> None:
    """Once the login page is there: the page left a moment ago may have something of the same name."""
    expect(page).to_have_url(re.compile(r"/login/"))
    page.get_by_role("textbox", name="账号").fill(username)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录").click()


def follow(page: Page, target: Locator) -> None:
    """Click on what leads to another page, and be there: nothing is done to the page that is left, nor too early."""
    with page.expect_navigation():
        target.click()


def open_from_list(page: Page, verb: str) -> None:
    """Go to the first page and on by the verb beside the filing."""
    page.goto("/")
    follow(page, page.get_by_role("link", name=verb, exact=True).first)


def problem(page: Page, words: str) -> Locator:
    """The link of a problem in the list of what must be dealt with, on the page 检查与提交."""
    return page.locator("#findings").get_by_role("link").filter(has_text=words)


def send_for_signature(page: Page) -> None:
    """From the page 检查与提交."""
    page.get_by_role("button", name="送负责人签发").click()


def sign(page: Page) -> None:
    """By the head: read, tick, sign."""
    open_from_list(page, "去签发")
    expect(page.locator(".se-total .v")).to_have_text("92.00")
    page.get_by_label("我已看过以上内容").check()
    page.get_by_role("button", name="签发并提交").click()
    expect(page.get_by_text("已签发并提交")).to_be_visible()


def download(page: Page, link: str, folder: Path) -> Path:
    """The file behind a link of the form's page, under the name the browser would give it."""
    with page.expect_download() as coming:
        page.get_by_role("link", name=link, exact=True).click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path
