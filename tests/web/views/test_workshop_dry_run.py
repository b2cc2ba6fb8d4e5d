"""试算: which filings change under a draft, as the page shows it."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from selfeval.domain.workflow import State
from selfeval.models import Filing, FrameworkDraft, Submission
from selfeval.services.framework_drafts import copy_version, create_blank_draft, replace_document
from selfeval.web.views import workshop_dry_run
from tests.factories import NOW, World, bring_to, make_filing
from tests.fresh import writable
from tests.web.pages import Page

AGAINST = "jinzhong-2021@1"
LEAF = ("indicators", 1, "children", 0, "children", 0)


@pytest.fixture
def draft(world: World) -> FrameworkDraft:
    return copy_version(
        source=world.framework, slug="next", version="1", title="下一年", actor=world.administrator, now=NOW
    )


def changed(draft: FrameworkDraft, **head: Any) -> None:
    """Make 预算完成率 softer, and change keys of the head."""
    document = draft.document | head
    node: Any = document
    for step in LEAF:
        node = node[step]
    node["scoring"]["deduct"] = "0.1"
    node["standard"] = node["standard"].replace("扣1分", "扣0.1分")
    replace_document(
        draft_id=draft.pk, document=document, origin="测试", expected_revision=draft.revision, actor=None, now=NOW
    )


def page(client: Client, draft: FrameworkDraft, **query: str) -> Page:
    response = client.get(reverse("workshop-dry-run", args=[draft.pk]), query)
    assert response.status_code == 200
    return Page(response)


def test_without_filings_the_page_says_so(administrator: Client, draft: FrameworkDraft) -> None:
    found = page(administrator, draft)
    assert "还没有可以试算的自评表" in found.text
    assert "result" not in found


def test_a_faulty_draft_shows_its_faults_instead(world: World, administrator: Client) -> None:
    make_filing(world)
    blank = create_blank_draft(slug="blank", version="1", title="空的", actor=world.administrator, now=NOW)
    found = page(administrator, blank, against=AGAINST)
    assert "改好才能试算" in found.text
    assert "result" not in found


def test_the_version_is_chosen_first(world: World, administrator: Client, draft: FrameworkDraft) -> None:
    make_filing(world)
    found = page(administrator, draft)
    assert f'<option value="{AGAINST}" selected>' in found.text
    assert "（1 份）" in found.text
    assert "result" not in found
    assert administrator.get(reverse("workshop-dry-run", args=[draft.pk]), {"against": "x@1"}).status_code == 404


def test_nothing_changes_under_the_same_rules(world: World, administrator: Client, draft: FrameworkDraft) -> None:
    bring_to(world, State.SUBMITTED)
    found = page(administrator, draft, against=AGAINST)
    assert found.words("count-total") == "1 份"
    assert found.words("count-same") == "1"
    assert "没有一份会变" in found.text
    assert "没有一份的等次会变" in page(administrator, draft, against=AGAINST, show="grade").text
    assert "所填内容都带过去了" in page(administrator, draft, against=AGAINST, show="left-out").text
    assert "001 综合办" in page(administrator, draft, against=AGAINST, show="all").text


def test_points_totals_and_grades_that_change_are_shown(
    world: World, administrator: Client, draft: FrameworkDraft
) -> None:
    bring_to(world, State.SUBMITTED, world.unit)
    make_filing(world, world.other)
    grades = [{"name": "优", "from": "94"}, {"name": "良", "from": "0"}]
    narratives = [each for each in draft.document["narratives"] if each["code"] != "staffing"]
    changed(draft, grades=grades, narratives=narratives)
    found = page(administrator, draft, against=AGAINST)
    counts = {name: found.words(f"count-{name}") for name in ("total", "same", "totals", "grades", "left-out")}
    assert counts == {"total": "2 份", "same": "1", "totals": "1", "grades": "1", "left-out": "1"}
    for words in (
        "91.00",
        "92.70",
        "+1.7",
        "优",
        "良",
        "预算完成率",
        "第1次报送",
        "单位人员情况：新框架没有这一段填报内容",
    ):
        assert words in found.text, words
    assert "002 服务中心" not in found.text
    everyone = page(administrator, draft, against=AGAINST, show="all")
    assert "没有报送过，按现稿" in everyone.text
    for show in ("grade", "left-out"):
        some = page(administrator, draft, against=AGAINST, show=show)
        assert ("001 综合办" in some.text, "002 服务中心" in some.text) == (True, False)


def test_a_copy_that_cannot_be_read_is_shown_with_its_reason(
    world: World, administrator: Client, draft: FrameworkDraft
) -> None:
    row = Submission.objects.get(filing=bring_to(world, State.SUBMITTED))
    with writable("selfeval_submission"), connection.cursor() as cursor:
        cursor.execute("UPDATE selfeval_submission SET document = %s WHERE id = %s", ["{", row.pk])
    found = page(administrator, draft, against=AGAINST)
    assert "1 份存档读不出来" in found.text
    assert "存档的填报文件读不出来" in found.text


def test_many_filings_are_scored_a_page_at_a_time(
    world: World, administrator: Client, draft: FrameworkDraft, monkeypatch: pytest.MonkeyPatch
) -> None:
    for unit in (world.unit, world.other, world.third):
        make_filing(world, unit)
    monkeypatch.setattr(workshop_dry_run, "A_PAGE", 2)
    first = page(administrator, draft, against=AGAINST, show="all")
    assert "共 3 份，分页试算，这一页是第 1—2 份" in first.text
    assert ("001 综合办" in first.text, "003 招商中心" in first.text) == (True, False)
    assert ("下一页" in first.text, "上一页" in first.text) == (True, False)
    for number in ("2", "99"):
        second = page(administrator, draft, against=AGAINST, show="all", page=number)
        assert ("001 综合办" in second.text, "003 招商中心" in second.text) == (False, True)
        assert ("下一页" in second.text, "上一页" in second.text) == (False, True)
    assert "001 综合办" in page(administrator, draft, against=AGAINST, show="all", page="x").text


def test_it_writes_nothing(world: World, administrator: Client, draft: FrameworkDraft) -> None:
    filing = bring_to(world, State.SUBMITTED)
    changed(draft)
    page(administrator, draft, against=AGAINST)
    stored = Filing.objects.get(pk=filing.pk)
    assert (stored.version, stored.computed_total, stored.updated_at) == (
        filing.version,
        filing.computed_total,
        filing.updated_at,
    )


def test_it_is_for_reading_only(administrator: Client, draft: FrameworkDraft) -> None:
    assert administrator.post(reverse("workshop-dry-run", args=[draft.pk])).status_code == 405


def test_a_page_costs_the_same_however_many_filings_there_are(
    world: World, administrator: Client, draft: FrameworkDraft, django_assert_max_num_queries: Any
) -> None:
    for unit in (world.unit, world.other, world.third):
        bring_to(world, State.SUBMITTED, unit)
    page(administrator, draft, against=AGAINST)
    with django_assert_max_num_queries(9):
        page(administrator, draft, against=AGAINST)
