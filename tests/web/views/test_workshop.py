"""指标体系 to read: the list, a version, a draft, files, comparison."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from selfeval.domain.files import load
from selfeval.models import FrameworkDraft, FrameworkVersion
from selfeval.queries.framework_documents import document_of
from selfeval.services.framework_drafts import change_part, copy_version, create_draft, publish_draft
from tests.factories import NOW, World, make_framework
from tests.web.conftest import SignedIn
from tests.web.pages import Page

LEAF = "indicators[0].children[1].children[0]"


@pytest.fixture
def admin(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.administrator)


@pytest.fixture
def draft(world: World) -> FrameworkDraft:
    return copied(world, "next")


def copied(world: World, slug: str) -> FrameworkDraft:
    return copy_version(
        source=world.framework, slug=slug, version="1", title=f"表{slug}", actor=world.administrator, now=NOW
    )


def changed(world: World, draft: FrameworkDraft, place: str, **values: object) -> FrameworkDraft:
    return change_part(
        draft_id=draft.pk,
        place=place,
        values=values,
        expected_revision=draft.revision,
        actor=world.administrator,
        now=NOW,
    ).draft


def test_the_list_says_what_there_is(admin: Client, draft: FrameworkDraft) -> None:
    text = admin.get("/frameworks/").content.decode()
    assert '共 <b class="ink tn" data-list-count>2</b> 套' in text
    assert "复制自 jinzhong-2021@1" in text
    assert text.index("草稿</span>") < text.index("已发布</span>")
    assert text.count("示例</span>") == 2


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 2), ("?state=drafts", 1), ("?state=published", 1), ("?q=next", 1), ("?q=没有", 0), ("?state=nothing", 2)],
)
def test_the_filter_is_in_the_address(admin: Client, draft: FrameworkDraft, query: str, count: int) -> None:
    text = admin.get(f"/frameworks/{query}").content.decode()
    assert f"data-list-count>{count}</b>" in text
    assert ("没有符合条件的指标体系" in text) == (count == 0)


def test_an_empty_list_says_what_to_do_next(admin: Client, world: World) -> None:
    world.cycle.delete()
    FrameworkVersion.objects.all().delete()
    text = admin.get("/frameworks/").content.decode()
    assert "还没有指标体系" in text
    assert text.count(reverse("workshop-new")) == 2


def test_a_long_list_has_pages(admin: Client, world: World) -> None:
    for number in range(31):
        create_draft(document={"slug": f"x-{number}"}, origin="新建", actor=None, now=NOW)
    first, second = admin.get("/frameworks/").content.decode(), admin.get("/frameworks/?page=2").content.decode()
    assert "下一页" in first
    assert "上一页" in second
    assert first.count("继续修改") == 30


def test_the_list_costs_the_same_with_one_and_with_three(admin: Client, world: World, draft: FrameworkDraft) -> None:
    with CaptureQueriesContext(connection) as one:
        admin.get("/frameworks/")
    for slug in ("two", "three", "four"):
        copied(world, slug)
    four = FrameworkDraft.objects.get(document__slug="four")
    publish_draft(draft_id=four.pk, expected_revision=1, actor=world.administrator, now=NOW)
    make_framework("mof-2013")
    with CaptureQueriesContext(connection) as three:
        admin.get("/frameworks/")
    assert len(one) == len(three)


def test_a_version_is_read_in_words(admin: Client) -> None:
    text = admin.get("/frameworks/published/jinzhong-2021/1/").content.decode()
    assert "在职人员数÷编制数" in text
    assert "staff_on_post / authorised_posts" in text
    assert "不高于100%得满分4分，每高1个百分点扣0.5分" in text
    assert "分子也为0时按不涉及处理，否则得0分" in text
    assert "示例分值；示例规则" in text
    assert '优 <span class="tn">90</span> 分起' in text
    assert "1 个自评批次按它填报和计分" in text
    assert "修改" not in text


def test_a_version_that_is_not_there(admin: Client) -> None:
    for name in ("workshop-version", "workshop-copy", "workshop-version-yaml"):
        assert admin.get(reverse(name, args=["jinzhong-2021", "9"])).status_code == 404
    assert admin.get("/frameworks/drafts/99/").status_code == 404
    assert admin.get(f"/frameworks/drafts/{10**30}/").status_code == 404


def test_a_draft_lists_its_faults_beside_their_places(admin: Client, world: World, draft: FrameworkDraft) -> None:
    changed(world, draft, LEAF, formula="staff_on_past / authorised_posts")
    text = admin.get(f"/frameworks/drafts/{draft.pk}/").content.decode()
    assert "还有 1 处错误" in text
    assert "1 处错误</span>" in text
    assert f'href="/frameworks/drafts/{draft.pk}/parts/indicators.0.children.1.children.0/#formula"' in text
    assert "在职人员控制率　计算公式" in text
    assert "修改 input.budget_allocation.staff_control_rate" in text


def test_a_draft_without_faults_says_so(admin: Client, draft: FrameworkDraft) -> None:
    text = admin.get(f"/frameworks/drafts/{draft.pk}/").content.decode()
    assert "没有错误" in text
    assert "与 jinzhong-2021@1 比较" in text


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"indicators": "x", "fields": {"a": "b"}, "grades": "优", "source": "原文"},
        {
            "title": ["x"],
            "caps": [{"rate": "x"}],
            "field_groups": [{}],
            "fields": [
                {"kind": "table", "columns": [{"label": "列"}], "group": "gone"},
                {"kind": "choice", "options": "x"},
            ],
            "indicators": [{"children": [{"scoring": {"kind": "bands"}, "zero_denominator": "zero"}]}, {}],
            "checks": [{"severity": "loud"}],
            "derived": [{"formula": "(("}],
            "narratives": [{}],
        },
    ],
)
def test_the_most_faulty_draft_can_be_read_and_every_part_opened(admin: Client, document: dict[str, object]) -> None:
    draft = create_draft(document=document, origin="导入", actor=None, now=NOW)
    for rest in ("", "yaml/", "publish/", "delete/", "parts/head/"):
        assert admin.get(f"/frameworks/drafts/{draft.pk}/{rest}").status_code == 200
    page = admin.get(f"/frameworks/drafts/{draft.pk}/").content.decode()
    for place in ("indicators.0", "indicators.0.children.0", "fields.0", "checks.0", "derived.0", "narratives.0"):
        address = f"/frameworks/drafts/{draft.pk}/parts/{place}/"
        assert admin.get(address).status_code == (200 if address in page else 404)


def test_files_are_read_back_as_what_they_were(admin: Client, world: World, draft: FrameworkDraft) -> None:
    published = admin.get("/frameworks/published/jinzhong-2021/1/yaml/")
    assert published["Content-Disposition"] == 'attachment; filename="jinzhong-2021-1.yaml"'
    assert load(published.content.decode()) == document_of(world.framework)
    assert load(admin.get(f"/frameworks/drafts/{draft.pk}/yaml/").content.decode()) == draft.document


def test_two_are_compared_line_by_line(admin: Client, world: World, draft: FrameworkDraft) -> None:
    changed(
        world, draft, LEAF, points="3", scoring={"kind": "deduct_above", "limit": "110%", "step": "1%", "deduct": "1"}
    )
    text = admin.get(f"/frameworks/compare/?old=jinzhong-2021@1&new=draft-{draft.pk}").content.decode()
    assert '共 <b class="ink tn">1</b> 处不同' in text
    assert "在职人员控制率" in text
    for words in ('<td data-l="旧">100%</td><td data-l="新">110%</td>', '<td class="num">-1</td>'):
        assert words in text


def test_the_same_twice_says_so(admin: Client) -> None:
    text = admin.get("/frameworks/compare/?old=jinzhong-2021@1&new=jinzhong-2021@1").content.decode()
    assert "两套内容完全一样，没有不同。" in text


def test_comparing_asks_for_both(admin: Client, draft: FrameworkDraft) -> None:
    text = admin.get("/frameworks/compare/?new=jinzhong-2021@1").content.decode()
    assert '<option value="jinzhong-2021@1" selected>' in text
    assert "<h2>各级分值</h2>" not in text
    assert admin.get("/frameworks/compare/?old=nothing@1").status_code == 404


def test_every_page_has_one_main_heading(admin: Client, draft: FrameworkDraft) -> None:
    for address in ("/frameworks/", "/frameworks/new/", "/frameworks/compare/", f"/frameworks/drafts/{draft.pk}/"):
        page = Page(admin.get(address))
        assert page.text.count("<h1") == 1, address
        assert "main" in page
