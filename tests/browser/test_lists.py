"""An administrator brings departments and users; a new account signs in and changes its password first."""

import base64
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser import people
from tests.browser.conftest import SitDown
from tests.browser.inspection import faults_of
from tests.browser.pictures import photograph
from tests.browser.unit import Unit
from tests.browser.watch import Watch
from tests.lists import DEPARTMENT_HEADS, USER_HEADS, list_bytes

pytestmark = pytest.mark.django_db(transaction=True)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def looked_at(page: Page, folder: Path, name: str) -> None:
    """Nothing on the page is at fault, wide or narrow; photographed where pictures are wanted."""
    assert faults_of(page) == []
    photograph(page, folder, f"lists-{name}")


def send(page: Page, label: str, button: str, content: bytes) -> None:
    """Choose a file and send it in."""
    page.goto("/lists/")
    page.get_by_label(label).set_input_files([{"name": "名单.xlsx", "mimeType": XLSX, "buffer": content}])
    people.follow(page, page.get_by_role("button", name=button))


def test_lists_are_imported_and_a_new_account_changes_its_password(
    unit: Unit, sit_down: SitDown, watch: Watch, picture_folder: Path
) -> None:
    watch.expect_status(422)
    page = sit_down(unit.administrator)
    page.goto("/")
    page.locator("summary", has_text="更多").click()
    people.follow(page, page.get_by_role("link", name="批量导入").first)
    looked_at(page, picture_folder, "cards")
    wrong = list_bytes(DEPARTMENT_HEADS, ("01", "甲", "", "", "99"), ("02", None))
    send(page, "部门名单", "上传部门名单", wrong)
    expect(page.get_by_role("heading", name="没有导入：部门名单有 2 处要改")).to_be_visible()
    looked_at(page, picture_folder, "faults")
    right = list_bytes(DEPARTMENT_HEADS, ("0101", "下级单位", "", "", "01"), ("01", "上级单位", "甲", "0354-0000000"))
    send(page, "部门名单", "上传部门名单", right)
    looked_at(page, picture_folder, "preview")
    people.follow(page, page.get_by_role("button", name="确认导入"))
    expect(page.get_by_text("部门名单已导入：新建 2 个")).to_be_visible()
    send(page, "用户名单", "上传用户名单", list_bytes(USER_HEADS, ("zhang", "张某", "填报人", "0101")))
    people.follow(page, page.get_by_role("button", name="确认导入"))
    looked_at(page, picture_folder, "passwords")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载初始密码表").click()
    content = Path(download.value.path()).read_bytes()
    password = str(load_workbook(BytesIO(content)).worksheets[0]["E5"].value)
    assert base64.b64encode(content).decode() in page.content()

    page.get_by_role("button", name="退出").click()
    people.fill_login(page, "zhang", password)
    expect(page.get_by_text("这是别人给的初始密码")).to_be_visible()
    looked_at(page, picture_folder, "password-first")
    page.goto("/check-form/")
    expect(page).to_have_url(page.url.partition("/password/")[0] + "/password/")
