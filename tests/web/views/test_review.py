"""The reviewer judges the frozen form, and says what will happen before it happens."""

import html
import re
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from selfeval.domain.workflow import Action, Role, State
from selfeval.models import Event, EventAction, Filing, ReviewRecord
from selfeval.queries.queue import waiting_for
from selfeval.services.changes import ExplanationChange, FigureChange, NarrativeChange
from tests.factories import World, bring_to, make_user, move, save
from tests.two_years import with_last_year
from tests.web.conftest import SignedIn


def address(filing: Filing, rest: str = "bureau-review") -> str:
    return f"/filings/{filing.public_id}/{rest}/"


def post(client: Client, filing: Filing, rest: str, **data: object) -> Any:
    current = Filing.objects.get(pk=filing.pk)
    return client.post(address(filing, rest), {"version": current.version, **data})


@pytest.fixture
def submitted(world: World) -> Filing:
    return bring_to(world, State.SUBMITTED)


def test_the_page_shows_the_form_the_findings_and_the_history(submitted: Filing, reviewer: Client) -> None:
    text = reviewer.get(address(submitted)).content.decode()
    assert '<article class="official-form on-screen"' in text
    for words in ("结转结余率自评3.00分", "单位说明：", "2,495.17", "签发并提交", "第 1 轮", "复核总分"):
        assert words in text, words
    assert 'value="92.00"' in text


def test_opening_it_is_noted_once(submitted: Filing, reviewer: Client) -> None:
    reviewer.get(address(submitted))
    reviewer.get(address(submitted))
    assert Event.objects.filter(filing=submitted, action=EventAction.REVIEW_OPENED).count() == 1
    assert Filing.objects.get(pk=submitted.pk).opened_by_reviewer_at is not None


def test_an_administrator_reads_without_opening(world: World, submitted: Filing, signed_in: SignedIn) -> None:
    text = signed_in(world.administrator).get(address(submitted)).content.decode()
    assert "现在没有要您办理的审核" in text
    assert Filing.objects.get(pk=submitted.pk).opened_by_reviewer_at is None


def test_a_return_needs_words_and_keeps_them(world: World, submitted: Filing, reviewer: Client) -> None:
    refused = post(reviewer, submitted, "return-for-revision")
    assert refused.status_code == 422
    assert "须写明意见" in refused.content.decode()
    assert post(reviewer, submitted, "return-for-revision", comment="请附收回通知").url == "/"
    assert Filing.objects.get(pk=submitted.pk).current_state is State.RETURNED
    assert "请附收回通知" in reviewer.get(address(submitted)).content.decode()


def test_approving_says_first_what_will_happen(submitted: Filing, reviewer: Client) -> None:
    response = post(reviewer, submitted, "finalise-filing", confirmed_total="９２．００")
    text = response.content.decode()
    assert response.status_code == 200
    assert "这一步不能撤销" in text
    assert Filing.objects.get(pk=submitted.pk).current_state is State.SUBMITTED
    done = post(reviewer, submitted, "finalise-filing", confirmed_total="92", is_confirmed="on")
    assert done.url == "/"
    assert Filing.objects.get(pk=submitted.pk).current_state is State.FINALISED
    assert ReviewRecord.objects.get().confirmed_total == Decimal(92)


@pytest.mark.parametrize(
    ("total", "comment", "words"),
    [
        ("", "", "请填写复核总分"),
        ("12万", "", "带了单位"),
        ("101", "同意", "应在 0 到 100 之间"),
        ("-1", "同意", "不能小于 0"),
        ("90.005", "同意", "最多2位"),
        ("90", "", "请写明理由"),
        ("NaN", "同意", "不是数字"),
    ],
)
@pytest.mark.parametrize("is_confirmed", ["", "on"])
def test_a_total_that_cannot_stand_is_refused(
    submitted: Filing, reviewer: Client, total: str, comment: str, words: str, is_confirmed: str
) -> None:
    response = post(
        reviewer, submitted, "finalise-filing", confirmed_total=total, comment=comment, is_confirmed=is_confirmed
    )
    assert response.status_code == 422
    assert words in response.content.decode()
    assert Filing.objects.get(pk=submitted.pk).current_state is State.SUBMITTED


@pytest.mark.parametrize("rest", ["return-for-revision", "finalise-filing"])
def test_an_old_page_decides_nothing(submitted: Filing, reviewer: Client, rest: str) -> None:
    data = {"version": submitted.version - 1, "comment": "同意", "confirmed_total": "92", "is_confirmed": "on"}
    assert reviewer.post(address(submitted, rest), data).status_code == 409
    assert Filing.objects.get(pk=submitted.pk).current_state is State.SUBMITTED


def test_a_reviewer_of_the_unit_itself_is_refused(world: World, submitted: Filing, signed_in: SignedIn) -> None:
    insider = make_user("insider", Role.REVIEWER, world.unit.department)
    client = signed_in(insider)
    assert "审核通过并定稿…" not in client.get(address(submitted)).content.decode()
    response = post(client, submitted, "finalise-filing", confirmed_total="92", is_confirmed="on")
    assert response.status_code == 403
    assert "不能审核本部门的填报" in response.content.decode()


def test_the_second_round_shows_the_first(world: World, reviewer: Client) -> None:
    filing = bring_to(world, State.RETURNED)
    filing = save(filing, world.unit.preparer, "staff", FigureChange(code="other_staff", value=Decimal(70))).filing
    filing = move(filing, world.unit.preparer, Action.SEND_FOR_SIGNATURE)
    move(filing, world.unit.head, Action.SIGN)
    text = reviewer.get(address(filing)).content.decode()
    assert "第 2 轮" in text
    assert "请补充项目支出的说明" in text
    assert f'href="{address(filing, "official-form")}?round=1"' in text


def test_the_second_round_tells_what_became_of_the_findings(world: World, reviewer: Client) -> None:
    filing = bring_to(world, State.RETURNED)
    text = "2021年预算44.06万元，实际支出31.69万元，节约12.34万元。"
    answer = ExplanationChange(check="narrative_arithmetic_holds", text="按科目四舍五入后相减，差额见附表")
    filing = save(filing, world.unit.preparer, "narratives", NarrativeChange(code="other", text=text)).filing
    filing = save(filing, world.unit.preparer, "check", answer).filing
    filing = move(filing, world.unit.preparer, Action.SEND_FOR_SIGNATURE)
    move(filing, world.unit.head, Action.SIGN)
    page = reviewer.get(address(filing)).content.decode()
    assert '新出现 <b class="tn">1</b> 处' in page
    assert page.count(">新出现</span>") == 1
    assert "按科目四舍五入后相减" in page


def test_a_draft_of_the_next_round_is_not_shown(world: World, reviewer: Client) -> None:
    filing = bring_to(world, State.RETURNED)
    save(filing, world.unit.preparer, "narratives", NarrativeChange(code="other", text="已补充"))
    current = Filing.objects.get(pk=filing.pk)
    assert current.current_state is State.FILLING
    assert reviewer.get(address(filing, "budget")).status_code == 409
    assert "第1轮" in reviewer.get(address(filing, "official-form")).content.decode()


def test_nothing_submitted_is_nothing_to_review(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.FILLING)
    assert signed_in(world.administrator).get(address(filing)).status_code == 404


def test_the_queue_beside_costs_no_queries_a_row(
    world: World, reviewer: Client, submitted: Filing, django_assert_num_queries: Any
) -> None:
    reviewer.get(address(submitted))
    with django_assert_num_queries(23):
        reviewer.get(address(submitted))
    for unit in (world.other, world.third):
        bring_to(world, State.SUBMITTED, unit)
    with django_assert_num_queries(23):
        reviewer.get(address(submitted))


def test_the_neighbours_in_the_queue_are_one_click_away(world: World, submitted: Filing, reviewer: Client) -> None:
    alone = reviewer.get(address(submitted)).content.decode()
    assert "上一家" not in alone
    assert "下一家" not in alone
    bring_to(world, State.SUBMITTED, world.other)
    bring_to(world, State.SUBMITTED, world.third)
    order = list(waiting_for(user=world.reviewer))
    for filing, words in zip(order, ({"下一家": 1}, {"上一家": 0, "下一家": 2}, {"上一家": 1}), strict=True):
        text = reviewer.get(address(filing)).content.decode()
        found = {
            "上一家": r'<a [^>]*href="([^"]+)"><svg[^>]*>(?:(?!</svg>).)*</svg>上一家',
            "下一家": r'href="([^"]+)">下一家',
        }
        for word, pattern in found.items():
            link = re.search(pattern, text)
            assert (link.group(1) if link else None) == (address(order[words[word]]) if word in words else None)
    post(reviewer, order[0], "return-for-revision", comment="请补充")
    after = reviewer.get(address(order[0])).content.decode()
    assert f'href="{address(order[1])}">下一家' in after


def test_last_year_stands_beside_where_there_is_one(
    world: World, submitted: Filing, reviewer: Client, django_assert_num_queries: Any
) -> None:
    assert "上年对照" not in reviewer.get(address(submitted)).content.decode()
    assert '<article class="official-form' in reviewer.get(f"{address(submitted)}?view=last-year").content.decode()
    with_last_year(world)
    # Last year's form is read besides, once a process.
    reviewer.get(address(submitted))
    with django_assert_num_queries(23):
        text = reviewer.get(f"{address(submitted)}?view=last-year").content.decode()
    assert '<article class="official-form' not in text
    for words in ("与 2020 年度报送的表相比", "预算完成率", "2,495.17", "82.00%　0.00 / 2", "合计"):
        assert words in text, words


def test_a_finding_is_pinned_where_it_is_in_its_words(submitted: Filing, reviewer: Client) -> None:
    text = reviewer.get(address(submitted)).content.decode()
    link = re.search(r'href="(\?view=form&amp;finding=[^"#]+)#pin-form">', text)
    assert link is not None
    page = reviewer.get(address(submitted) + link.group(1).replace("&amp;", "&")).content.decode()
    form = page[page.index('id="pin-form"') :]
    place = re.search(r'<option value="([^"]+)" selected', form)
    words = re.search(r'<textarea[^>]*name="words"[^>]*>\s*([^<]+)</textarea>', form)
    assert place is not None
    assert words is not None
    sent = {
        "submission": submitted.submissions.get().pk,
        "place": place.group(1),
        "words": html.unescape(words.group(1)),
    }
    assert reviewer.post(address(submitted, "review-pins"), sent).status_code == 302
    assert "已钉" in reviewer.get(address(submitted)).content.decode()
    assert 'selected="selected"' not in reviewer.get(f"{address(submitted)}?finding=nothing").content.decode()
