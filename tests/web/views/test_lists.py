"""批量导入, page by page: templates, dry run, faults by cell, all or nothing, for administrators only."""

import base64
import re
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse
from openpyxl import load_workbook

from selfeval.domain.list_sheets import figures_sheet
from selfeval.imports.filing_workbook.marking import marked
from selfeval.imports.flat import flat_cells
from selfeval.models import Department, Event, PendingUpload, User
from selfeval.services.changes import FigureChange
from selfeval.web.views import list_reading, lists
from tests.factories import World, domain_framework, make_filing, save
from tests.lists import DEPARTMENT_HEADS, USER_HEADS, list_bytes, saved
from tests.web.conftest import SignedIn

NOWHERE = "00000000-0000-4000-8000-000000000000"
KINDS = ("departments", "users", "figures")


@pytest.fixture
def in_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read right here; that they are read apart is shown in the browser."""
    work = {"flat_cells": flat_cells, "marked": marked}

    def read(name_of_work: str, name: str, content: bytes, options: Any) -> Any:
        return work[name_of_work.rpartition(":")[2]](name, content, options)

    monkeypatch.setattr(list_reading, "read_apart", read)
    monkeypatch.setattr(lists, "read_apart", read)


def send(client: Client, kind: str, content: bytes, **fields: str) -> str:
    """Upload a list; the address of what it would change."""
    file = SimpleUploadedFile("名单.xlsx", content)
    response = client.post(reverse("list-send", args=[kind]), {"file": file, **fields})
    assert response.status_code == 302, response.content.decode()
    return str(response.url)


def agree(client: Client, address: str, **fields: Any) -> Any:
    """Say yes to what the page shows."""
    page = client.get(address).content.decode()
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found
    return client.post(address, {"seen": found[1], **fields}, follow=True)


def addresses() -> Iterator[tuple[str, str]]:
    yield "get", reverse("lists")
    for kind in KINDS:
        yield "post", reverse("list-send", args=[kind])
        yield "get", f"{reverse('list-template', args=[kind])}?cycle=2021"
        yield "get", reverse("list-upload", args=[kind, NOWHERE])
        yield "post", reverse("list-upload", args=[kind, NOWHERE])
        yield "get", reverse("list-marked", args=[kind, NOWHERE])


def test_this_module_knows_every_address() -> None:
    patterns = [each for each in get_resolver().url_patterns if isinstance(each, URLPattern)]
    own = {str(each.name) for each in patterns if str(each.pattern).startswith("lists/")}
    assert own == {"lists", "list-send", "list-template", "list-upload", "list-marked"}


def test_for_everybody_else_it_is_not_there(world: World, signed_in: SignedIn) -> None:
    for method, address in addresses():
        response = getattr(Client(), method)(address)
        assert (response.status_code, response.url.startswith("/login/")) == (302, True), address
    for person in (world.reviewer, world.unit.head, world.unit.preparer):
        client = signed_in(person)
        for method, address in addresses():
            assert getattr(client, method)(address).status_code == 404, address
        assert "批量导入" not in client.get("/").content.decode()


def test_unknown_lists_cycles_and_uploads_are_not_there(administrator: Client) -> None:
    for address in ("/lists/others/template.xlsx", "/lists/figures/template.xlsx?cycle=1999"):
        assert administrator.get(address).status_code == 404
    assert administrator.get(reverse("list-marked", args=["users", NOWHERE])).status_code == 404
    gone = administrator.get(reverse("list-upload", args=["users", NOWHERE]), follow=True)
    assert "这次上传已经处理过" in gone.content.decode()


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_has_an_example_and_what_is_there_and_changes_nothing(
    world: World, administrator: Client, in_process: None, kind: str
) -> None:
    filing = make_filing(world)
    save(filing, world.unit.preparer, "budget", FigureChange(code="original_budget", value=Decimal(1_234_500)))
    response = administrator.get(reverse("list-template", args=[kind]), {"cycle": "2021"})
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    sheet = load_workbook(BytesIO(content)).worksheets[0]
    assert str(sheet["A5"].value).startswith("示例")
    page = administrator.get(send(administrator, kind, content, cycle="2021")).content.decode()
    assert "没有空格可填" in page or "没有变化" in page
    assert "是示例行" in page


def test_departments_are_looked_over_and_then_imported(world: World, administrator: Client, in_process: None) -> None:
    rows = [("0101", "下级", "", "", "0100"), ("0100", "上级"), ("001", "综合办公室", "清空")]
    address = send(administrator, "departments", list_bytes(DEPARTMENT_HEADS, *rows))
    page = administrator.get(address).content.decode()
    assert "将新建 2 个，改动 1 个" in page
    assert "综合办负责人" in page
    assert not Department.objects.filter(code="0100").exists()
    assert "部门名单已导入：新建 2 个，改动 1 个" in agree(administrator, address).content.decode()
    assert Department.objects.get(code="0101").supervisor == Department.objects.get(code="0100")
    again = administrator.post(address, {"seen": "x"}, follow=True)
    assert "这次上传已经处理过" in again.content.decode()
    address = send(administrator, "departments", list_bytes(DEPARTMENT_HEADS, ("0100", "上级")))
    assert "没有变化" in administrator.get(address).content.decode()
    assert "没有变化，什么也没有改" in administrator.post(address, follow=True).content.decode()


def test_faults_come_by_cell_and_in_the_file_itself(world: World, administrator: Client, in_process: None) -> None:
    content = list_bytes(DEPARTMENT_HEADS, ("01", "甲"), ("02", "", "", "", "99"))
    address = send(administrator, "departments", content)
    for response in (administrator.get(address), administrator.post(address, {"seen": "x"})):
        assert response.status_code == 422
        page = response.content.decode()
        assert "部门名单有 2 处要改" in page
        assert page.index('<b class="ink tn">B3</b>') < page.index('<b class="ink tn">E3</b>')
    assert not Department.objects.filter(code="01").exists()
    back = administrator.get(f"{address}marked.xlsx")
    book = load_workbook(BytesIO(b"".join(back.streaming_content)))  # type: ignore[attr-defined]
    assert "没有这个部门" in book["表一"]["E3"].comment.text


def test_i08_one_bad_row_of_two_hundred_keeps_all_of_them_out(
    world: World, administrator: Client, in_process: None
) -> None:
    rows = [(f"7{number:03}", f"第{number}单位") for number in range(199)]
    rows.insert(120, ("7999", "第999单位", "", "", "没有这个"))
    before = Department.objects.count()
    address = send(administrator, "departments", list_bytes(DEPARTMENT_HEADS, *rows))
    for response in (administrator.get(address), administrator.post(address, {"seen": "x"})):
        assert response.status_code == 422
        page = response.content.decode()
        assert all(words in page for words in ("部门名单有 1 处要改", "表一", "E122", "没有这个", "没有这个部门"))
    assert Department.objects.count() == before
    back = administrator.get(f"{address}marked.xlsx")
    book = load_workbook(BytesIO(b"".join(back.streaming_content)))  # type: ignore[attr-defined]
    assert "没有这个部门" in book["表一"]["E122"].comment.text


def test_what_is_no_workbook_is_one_fault(administrator: Client, in_process: None) -> None:
    address = send(administrator, "users", b"a,b\n")
    response = administrator.get(address)
    assert (response.status_code, "整个文件" in response.content.decode()) == (422, True)
    assert "没法在里面标红" in administrator.get(f"{address}marked.xlsx", follow=True).content.decode()


def test_without_a_file_or_a_cycle_the_page_says_so(administrator: Client) -> None:
    response = administrator.post(reverse("list-send", args=["figures"]))
    assert response.status_code == 422
    assert "请选一个文件" in response.content.decode()
    assert "请选择自评批次" in response.content.decode()
    assert PendingUpload.objects.count() == 0


def test_new_accounts_come_with_their_passwords_once(world: World, administrator: Client, in_process: None) -> None:
    rows = [("zhang", "张某", "填报人", "001"), ("head002", "改名", "单位负责人", "002")]
    address = send(administrator, "users", list_bytes(USER_HEADS, *rows))
    assert "将新建 1 个，改动 1 个" in administrator.get(address).content.decode()
    response = agree(administrator, address)
    assert response["Cache-Control"] == "no-store"
    found = re.search(r"base64,([A-Za-z0-9+/=]+)", response.content.decode())
    assert found
    sheet = load_workbook(BytesIO(base64.b64decode(found[1]))).worksheets[0]
    (row,) = list(sheet.iter_rows(min_row=5, values_only=True))
    assert row[:4] == ("zhang", "张某", "综合办", "填报人")
    assert User.objects.get(username="zhang").check_password(str(row[4]))
    assert User.objects.get(username="head002").full_name == "改名"
    assert "这次上传已经处理过" in administrator.post(address, follow=True).content.decode()
    address = send(administrator, "users", list_bytes(USER_HEADS, ("head002", "又改名", "单位负责人", "002")))
    assert "用户名单已导入：改动 1 个账号" in agree(administrator, address).content.decode()


def test_who_signs_in_with_an_initial_password_changes_it_first(world: World, signed_in: SignedIn) -> None:
    person = world.unit.preparer
    person.must_change_password = True
    person.set_password("k7mp-4wqx-9htc-r2ve")
    person.save()
    client = signed_in(person)
    for address in ("/", "/check-form/", "/admin/", "/account/outbox-key/"):
        assert client.get(address).url == "/password/", address  # type: ignore[attr-defined]
    assert client.get("/", headers={"Accept": "application/json"}).status_code == 403
    assert "这是别人给的初始密码" in client.get("/password/").content.decode()
    sent = {"old_password": "k7mp-4wqx-9htc-r2ve"}
    same = dict.fromkeys(("new_password1", "new_password2"), "k7mp-4wqx-9htc-r2ve")
    assert "新密码不能和现在的一样" in client.post("/password/", sent | same).content.decode()
    other = dict.fromkeys(("new_password1", "new_password2"), "own-Secret-of-mine-7")
    assert client.post("/password/", sent | other).url == "/"  # type: ignore[attr-defined]
    assert client.get("/").status_code == 200
    assert not User.objects.get(pk=person.pk).must_change_password


def test_figures_fill_empty_boxes_and_ask_about_others(world: World, administrator: Client, in_process: None) -> None:
    first, second = make_filing(world), make_filing(world, world.other)
    save(second, world.other.preparer, "budget", FigureChange(code="original_budget", value=Decimal(70_000)))
    response = administrator.get(reverse("list-template", args=["figures"]), {"cycle": "2021"})
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
    sheet = book.worksheets[0]
    keys = [column.key for column in figures_sheet(domain_framework()).columns]
    place = keys.index("original_budget") + 1
    for row, value in ((6, "1,000.5"), (7, 9), (8, 5)):
        sheet.cell(row, place).value = value
    sheet["A8"], sheet["B8"] = "003", "招商中心"
    address = send(administrator, "figures", saved(book), cycle="2021")
    page = administrator.get(address).content.decode()
    for words in ("将填入 1 个单位，共 1 格", "单位已填别的数", "换成 9 万元", "这个批次没有下达给它"):
        assert words in page
    box = re.search(r'name="overwrite" value="([^"]+)"', page)
    assert box
    done = agree(administrator, address, overwrite=[box[1]])
    assert "已把期初数据填入 2 个单位的填报" in done.content.decode()
    assert [each.figures.get().number for each in (first, second)] == [10_005_000, 90_000]


def test_what_changed_meanwhile_is_shown_again(world: World, administrator: Client, in_process: None) -> None:
    address = send(administrator, "departments", list_bytes(DEPARTMENT_HEADS, ("0100", "上级")))
    response = administrator.post(address, {"seen": "other"})
    assert response.status_code == 409
    assert "请再看一遍" in response.content.decode()
    assert Event.objects.filter(data__file="名单.xlsx").count() == 0


def test_another_administrators_upload_is_as_good_as_none(
    world: World, administrator: Client, signed_in: SignedIn
) -> None:
    address = send(administrator, "departments", list_bytes(DEPARTMENT_HEADS, ("0100", "上级")))
    other = User.objects.create(username="other", full_name="乙", role="administrator")
    response = signed_in(other).post(address, {"seen": "x"}, follow=True)
    assert "这次上传已经处理过" in response.content.decode()
