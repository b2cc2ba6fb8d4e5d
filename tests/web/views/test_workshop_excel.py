"""指标体系 as a workbook: down, changed, up again; faults by cell, and nothing stored where there are any."""

from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from openpyxl.workbook import Workbook

from selfeval.exports.framework_workbook import document_of_workbook
from selfeval.models import Event, FrameworkDraft
from selfeval.queries.framework_documents import document_of
from selfeval.services.framework_drafts import change_part, copy_version
from selfeval.web.forms import workshop_excel
from tests.factories import NOW, World
from tests.web.conftest import SignedIn

VERSION = "jinzhong-2021@1"
NEW = "/frameworks/import-excel/"


@pytest.fixture
def draft(world: World) -> FrameworkDraft:
    return copy_version(
        source=world.framework, slug="next", version="1", title="下一年", actor=world.administrator, now=NOW
    )


def workbook(client: Client, name: str, change: Callable[[Workbook], object] = lambda book: None) -> bytes:
    """What a person makes of the download."""
    book = openpyxl.load_workbook(BytesIO(client.get(reverse("workshop-excel", args=[name])).getvalue()))
    change(book)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def send(client: Client, address: str, content: bytes, **boxes: object) -> HttpResponse:
    file = SimpleUploadedFile("改好的.xlsx", content)
    return client.post(address, {"file": file, **boxes})


def retitled(book: Workbook) -> None:
    book["基本信息"]["B5"] = "改过的名称"


def broken(book: Workbook) -> None:
    book["基本信息"]["B5"] = None
    book["指标"]["G6"] = "三分"


def test_a_version_and_a_draft_are_downloaded_as_they_are(
    world: World, administrator: Client, draft: FrameworkDraft
) -> None:
    for name, document in ((VERSION, document_of(world.framework)), (f"draft-{draft.pk}", draft.document)):
        response = administrator.get(reverse("workshop-excel", args=[name]))
        assert response.status_code == 200
        assert response["Content-Type"].endswith("spreadsheetml.sheet")
        assert response["Content-Disposition"] == f'attachment; filename="{name.replace("@", "-")}.xlsx"'
        assert document_of_workbook(response.getvalue()) == document


@pytest.mark.parametrize("name", ["jinzhong-2021@9", "draft-99999", "draft-x", "nothing"])
def test_what_is_not_there_is_not_downloaded(administrator: Client, name: str) -> None:
    assert administrator.get(reverse("workshop-excel", args=[name])).status_code == 404


def test_pages_lead_to_both_ways(administrator: Client, draft: FrameworkDraft) -> None:
    page = administrator.get(f"/frameworks/drafts/{draft.pk}/").content.decode()
    assert f"/frameworks/excel/draft-{draft.pk}/" in page
    assert f"/frameworks/drafts/{draft.pk}/import-excel/" in page
    assert NEW in administrator.get("/frameworks/new/").content.decode()


def test_a_workbook_becomes_a_new_draft(administrator: Client) -> None:
    assert "存为一份新的草稿" in administrator.get(NEW).content.decode()
    response = send(administrator, NEW, workbook(administrator, VERSION, retitled))
    draft = FrameworkDraft.objects.get()
    assert (response.status_code, response.url) == (302, f"/frameworks/drafts/{draft.pk}/")
    assert draft.document["title"] == "改过的名称"
    page = administrator.get(response.url).content.decode()
    assert "已从 改好的.xlsx 读入为草稿，没有错误。" in page
    assert "导入 改好的.xlsx" in page


def test_a_workbook_replaces_a_draft_at_its_revision(administrator: Client, draft: FrameworkDraft) -> None:
    address = reverse("workshop-import-excel", args=[draft.pk])
    assert 'name="revision" value="1"' in administrator.get(address).content.decode()
    content = workbook(administrator, f"draft-{draft.pk}", retitled)
    assert send(administrator, address, content, revision=1).status_code == 302
    draft.refresh_from_db()
    assert (draft.revision, draft.document["title"], draft.document["slug"]) == (2, "改过的名称", "next")
    page = administrator.get(f"/frameworks/drafts/{draft.pk}/").content.decode()
    assert "已用 改好的.xlsx 换掉原来的内容" in page
    assert "整个换成工作簿 改好的.xlsx" in page


def test_who_comes_second_is_told_and_changes_nothing(
    world: World, administrator: Client, draft: FrameworkDraft
) -> None:
    change_part(
        draft_id=draft.pk,
        place="",
        values={"title": "别人改的"},
        expected_revision=1,
        actor=world.administrator,
        now=NOW,
    )
    content = workbook(administrator, f"draft-{draft.pk}", retitled)
    address = reverse("workshop-import-excel", args=[draft.pk])
    for boxes in ({"revision": 1}, {}):
        assert send(administrator, address, content, **boxes).status_code == 409
    draft.refresh_from_db()
    assert (draft.revision, draft.document["title"]) == (2, "别人改的")


def test_faults_are_told_by_cell_and_nothing_is_stored(administrator: Client, draft: FrameworkDraft) -> None:
    content = workbook(administrator, VERSION, broken)
    events = Event.objects.count()
    for address in (NEW, reverse("workshop-import-excel", args=[draft.pk])):
        response = send(administrator, address, content, revision=1)
        assert response.status_code == 422
        faults = response.context["faults"]
        assert [(fault.sheet, fault.cell, fault.found) for fault in faults] == [
            ("基本信息", "B5", ""),
            ("指标", "G6", "三分"),
        ]
        page = response.content.decode()
        assert "没有导入：2 处不对" in page
        assert "（参考分值）不是数字" in page
        assert "G6" in page
    assert FrameworkDraft.objects.get().revision == 1
    assert Event.objects.count() == events


def test_a_page_with_faults_keeps_the_revision_it_was_opened_with(administrator: Client, draft: FrameworkDraft) -> None:
    FrameworkDraft.objects.filter(pk=draft.pk).update(revision=7)
    response = send(administrator, reverse("workshop-import-excel", args=[draft.pk]), b"no workbook", revision=6)
    assert 'name="revision" value="6"' in response.content.decode()


@pytest.mark.parametrize("content", [b"", b"slug: x", b"PK\x03\x04"])
def test_what_is_no_workbook_is_refused(administrator: Client, content: bytes) -> None:
    response = send(administrator, NEW, content)
    assert response.status_code == 422
    assert not FrameworkDraft.objects.exists()


def test_no_file_and_a_file_too_large_are_refused(administrator: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    response = administrator.post(NEW, {})
    assert (response.status_code, "请选一个文件" in response.content.decode()) == (422, True)
    monkeypatch.setattr(workshop_excel, "MOST_BYTES", 3)
    assert "文件太大" in send(administrator, NEW, b"four").content.decode()


def test_for_everybody_else_it_is_not_there(world: World, signed_in: SignedIn, draft: FrameworkDraft) -> None:
    addresses = [
        NEW,
        reverse("workshop-import-excel", args=[draft.pk]),
        reverse("workshop-excel", args=[VERSION]),
        reverse("workshop-excel", args=[f"draft-{draft.pk}"]),
        reverse("workshop-dry-run", args=[draft.pk]),
        reverse("workshop-dry-run", args=[draft.pk]) + f"?against={VERSION}",
    ]
    for person in (world.unit.preparer, world.unit.head, world.reviewer):
        client = signed_in(person)
        nowhere = client.get("/frameworks/nothing/").content
        for address in addresses:
            response = client.get(address)
            assert (response.status_code, response.content) == (404, nowhere), address
        for address in addresses[:2]:
            assert send(client, address, b"x", revision=1).status_code == 404
    for address in addresses:
        assert Client().get(address).url.startswith("/login/")
    assert FrameworkDraft.objects.get().revision == 1
