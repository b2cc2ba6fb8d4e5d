"""Drafts made, published and deleted on their pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from selfeval.models import FrameworkDraft, FrameworkVersion
from selfeval.queries.framework_documents import document_of
from selfeval.services.framework_drafts import change_part, copy_version, create_draft
from selfeval.web.forms.workshop import FILE_AT_MOST, next_years_name
from tests.factories import NOW, World, framework_text, make_framework
from tests.web.conftest import SignedIn


@pytest.fixture
def admin(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.administrator)


@pytest.fixture
def draft(world: World) -> FrameworkDraft:
    return copy_version(
        source=world.framework, slug="next", version="1", title="下一年", actor=world.administrator, now=NOW
    )


def upload(admin: Client, content: bytes) -> tuple[int, str]:
    response = admin.post(reverse("workshop-import"), {"file": SimpleUploadedFile("我的.yaml", content)}, follow=True)
    return response.status_code, response.content.decode()


def test_a_draft_from_nothing(admin: Client, world: World) -> None:
    sent = {"title": "新的表", "slug": "new-2022", "version": "1"}
    response = admin.post("/frameworks/new/", sent, follow=True)
    draft = FrameworkDraft.objects.get()
    assert response.redirect_chain == [(f"/frameworks/drafts/{draft.pk}/", 302)]
    assert (str(draft), draft.updated_by) == ("new-2022@1", world.administrator)
    assert "还没有指标" in response.content.decode()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"title": "", "slug": "a", "version": "1"}, "请填写"),
        ({"title": "表", "slug": "A B", "version": "1"}, "只能用小写字母、数字和连字符"),
        ({"title": "表", "slug": "a", "version": "0"}, "应是不小于 1 的整数"),
        ({"title": "表", "slug": "jinzhong-2021", "version": "1"}, "jinzhong-2021@1 已经发布"),
    ],
)
def test_a_name_that_cannot_be_is_refused(admin: Client, sent: dict[str, str], words: str) -> None:
    for address in ("/frameworks/new/", "/frameworks/published/jinzhong-2021/1/copy/"):
        response = admin.post(address, sent)
        assert response.status_code == 422
        assert words in response.content.decode()
    assert not FrameworkDraft.objects.exists()


def test_a_copy_is_named_after_next_year(admin: Client, world: World) -> None:
    text = admin.get("/frameworks/published/jinzhong-2021/1/copy/").content.decode()
    assert 'value="jinzhong-2022"' in text
    sent = {"title": "下一年", "slug": "jinzhong-2022", "version": "1"}
    admin.post("/frameworks/published/jinzhong-2021/1/copy/", sent)
    draft = FrameworkDraft.objects.get()
    assert draft.document == document_of(world.framework) | sent
    assert draft.based_on == world.framework


def test_a_name_without_a_year_gets_the_next_version(world: World) -> None:
    version = FrameworkVersion(slug="shaanxi", version="3", title="陕西式样")
    assert next_years_name(version) == {"slug": "shaanxi", "version": "4", "title": "陕西式样"}


def test_a_file_becomes_a_draft_even_with_faults(admin: Client) -> None:
    status, text = upload(admin, framework_text("mof-2013").encode())
    assert (status, "已读入为草稿，没有错误。" in text) == (200, True)
    status, text = upload(admin, b"\xef\xbb\xbfslug: x\n")
    assert "已读入为草稿，有" in text
    assert FrameworkDraft.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"a: [1", "不是有效的 YAML"),
        (b"- 1", "应是一组“键: 值”"),
        (b"\xff\xfe", "不是 UTF-8 编码的文本文件"),
        (b"a: &x 1\nb: *x", "是别名，请写出内容"),
    ],
)
def test_what_is_no_yaml_is_refused_with_every_reason(admin: Client, content: bytes, words: str) -> None:
    status, text = upload(admin, content)
    assert status == 422
    assert words in text
    assert not FrameworkDraft.objects.exists()


def test_importing_without_a_file_asks_for_one(admin: Client) -> None:
    response = admin.post(reverse("workshop-import"), {})
    assert response.status_code == 422
    assert "请选一个文件" in response.content.decode()


def test_a_file_too_large_is_refused(admin: Client) -> None:
    status, text = upload(admin, b"x" * (FILE_AT_MOST + 1))
    assert (status, "不能超过 5 MB" in text) == (422, True)


def test_publishing_is_asked_once_and_then_done(admin: Client, draft: FrameworkDraft) -> None:
    address = reverse("workshop-publish", args=[draft.pk])
    asked = admin.get(address).content.decode()
    assert "这一步不能撤销" in asked
    assert "有 0 处不同" in asked
    response = admin.post(address, {"revision": draft.revision}, follow=True)
    assert response.redirect_chain == [("/frameworks/published/next/1/", 302)]
    assert "已发布 next@1" in response.content.decode()
    assert not FrameworkDraft.objects.exists()
    assert FrameworkVersion.objects.get(slug="next").is_published


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"total_points": "99"}, "有 1 处错误"),
        ({"source": {"status": "unverified"}}, "依据标为“待核”"),
        ({"slug": "jinzhong-2021"}, "jinzhong-2021@1 已经发布"),
    ],
)
def test_what_stands_against_publishing_is_said(
    admin: Client, world: World, draft: FrameworkDraft, values: dict[str, object], words: str
) -> None:
    change_part(draft_id=draft.pk, place="", values=values, expected_revision=1, actor=world.administrator, now=NOW)
    response = admin.post(reverse("workshop-publish", args=[draft.pk]), {"revision": 2})
    text = response.content.decode()
    assert response.status_code == 409
    assert words in text
    assert "还不能发布" in text
    assert FrameworkDraft.objects.exists()


def test_indicators_still_unverified_are_named_before_publishing(admin: Client) -> None:
    source = make_framework("mof-2013")
    draft = copy_version(source=source, slug="mof-2014", version="1", title="表", actor=None, now=NOW)
    leaf = "indicators[0].children[0].children[0]"
    change_part(
        draft_id=draft.pk,
        place=leaf,
        values={"source": {"status": "unverified"}},
        expected_revision=1,
        actor=None,
        now=NOW,
    )
    assert "标着“待核”" in admin.get(reverse("workshop-publish", args=[draft.pk])).content.decode()


def test_deleting_is_asked_once_and_then_done(admin: Client, draft: FrameworkDraft) -> None:
    address = reverse("workshop-delete", args=[draft.pk])
    assert "删除后不能恢复" in admin.get(address).content.decode()
    response = admin.post(address, {"revision": draft.revision}, follow=True)
    assert "已删除草稿 next@1" in response.content.decode()
    assert not FrameworkDraft.objects.exists()


@pytest.mark.parametrize("name", ["workshop-publish", "workshop-delete"])
@pytest.mark.parametrize("revision", ["2", "", "x", "-1", "9" * 30])
def test_an_old_page_ends_nothing(admin: Client, draft: FrameworkDraft, name: str, revision: str) -> None:
    response = admin.post(reverse(name, args=[draft.pk]), {"revision": revision})
    assert response.status_code == 409
    assert "刚才的操作没有生效" in response.content.decode()
    assert FrameworkDraft.objects.get() == draft


def test_a_draft_from_nowhere_says_who_made_it(admin: Client) -> None:
    draft = create_draft(document={"slug": "x"}, origin="装入 x.yaml", actor=None, now=NOW)
    text = admin.get(f"/frameworks/drafts/{draft.pk}/").content.decode()
    assert "系统" in text
    assert "装入 x.yaml" in text
