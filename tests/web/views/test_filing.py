"""The filing pages: what they show, and what becomes of each box that is sent."""

import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from selfeval.domain.workflow import State
from selfeval.models import Event, EventAction, Filing
from tests.factories import World, bring_to, make_filing
from tests.web.conftest import SignedIn
from tests.web.pages import SECTIONS, Page, post, section_url, stored, version_of

BUDGET = "fields.original_budget"


@pytest.mark.parametrize(("state", "total"), [(State.TO_FILL, "0.00"), (State.FILLING, "92.00")])
def test_every_page_opens_empty_and_filled(world: World, preparer: Client, state: State, total: str) -> None:
    filing = bring_to(world, state)
    for section in SECTIONS:
        page = Page(preparer.get(section_url(filing, section)))
        assert page.status == 200, section
        assert {"rail", "score-panel"} <= page.ids, section
        assert page.words("self-total") == total, section


@pytest.mark.parametrize("section", SECTIONS)
def test_who_may_not_edit_reads_the_same_page(world: World, filled: Filing, signed_in: SignedIn, section: str) -> None:
    page = Page(signed_in(world.unit.head).get(section_url(filled, section)))
    assert page.status == 200
    assert "hx-post" not in page.text
    assert "保存本页" not in page.text
    form = page.text.split('<form id="section-form"')[1].split("</form>")[0]
    controls = re.findall(r"<(?:input|select|textarea)\b[^>]*>", form)
    shown = [each for each in controls if 'type="hidden"' not in each]
    assert shown
    assert [each for each in shown if " disabled" not in each] == []


def test_a_filing_opens_on_the_first_page_for_who_fills_it(world: World, filing: Filing, signed_in: SignedIn) -> None:
    address = f"/filings/{filing.public_id}/"
    assert signed_in(world.unit.preparer).get(address).url == f"{address}face/"
    assert signed_in(world.unit.head).get(address).url == f"{address}official-form/"


def test_the_people_who_must_be_named_are_marked_required(filing: Filing, preparer: Client) -> None:
    assert "必填" in preparer.get(section_url(filing, "evaluators")).content.decode()


def test_a_page_that_the_framework_does_not_have_is_not_found(filing: Filing, preparer: Client) -> None:
    assert preparer.get(section_url(filing, "elsewhere")).status_code == 404


@pytest.mark.parametrize(
    ("typed", "yuan", "shown"),
    [
        ("１２．５", 125_000, "12.50"),
        ("1,234.50", 12_345_000, "1,234.50"),
        (" 2 424.03", 24_240_300, "2,424.03"),
        ("0", 0, "0.00"),
    ],
)
def test_a_good_number_is_stored_and_shown_as_it_is_stored(
    filing: Filing, preparer: Client, typed: str, yuan: int, shown: str
) -> None:
    page = post(preparer, filing, "budget", {BUDGET: typed})
    assert stored(filing).fields["original_budget"] == Decimal(yuan)
    assert page.attribute(f"state-{BUDGET}", "data-state") == "saved"
    assert page.attribute(f"state-{BUDGET}", "data-sent") == typed
    assert page.attribute(f"state-{BUDGET}", "data-shown") == shown
    assert page.words("save-state").startswith("已保存 ")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("12万", "带了单位：本栏单位是万元，请只填数字 12"),
        ("NaN", "不是数字"),
        ("1e999", "不是数字"),
        ("-5", "不能小于 0"),
        ("1,23,4", "千分位不对"),
        ("9" * 400, "太大"),
    ],
)
def test_a_bad_number_is_refused_alone(filing: Filing, preparer: Client, typed: str, words: str) -> None:
    page = post(preparer, filing, "budget", {BUDGET: typed, "fields.closing_balance": "-3.5"})
    assert page.attribute(f"state-{BUDGET}", "data-state") == "refused"
    assert words in page.words(f"state-{BUDGET}")
    assert page.attribute("state-fields.closing_balance", "data-state") == "saved"
    assert page.words("save-state").startswith("1 处未保存，其余 ")
    assert dict(stored(filing).fields) == {"closing_balance": Decimal(-35_000)}


def test_an_emptied_box_is_not_filled(filled: Filing, preparer: Client) -> None:
    page = post(preparer, filled, "budget", {BUDGET: ""})
    assert "original_budget" not in stored(filled).fields
    assert page.attribute(f"state-{BUDGET}", "data-state") == "saved"
    assert page.attribute(f"note-{BUDGET}", "data-note") == "missing"


def test_the_answer_to_a_change_replaces_no_input(filled: Filing, preparer: Client) -> None:
    page = post(preparer, filled, "process", {"indicators.process.budget_execution.completion_rate.measure": "新措施"})
    assert "<input" not in page.text.replace('<input type="hidden" name="seen"', "")
    assert "<textarea" not in page.text
    assert "<html" not in page.text
    inside_others = {"self-total", "computed-total", "grade"}
    assert page.text.count('hx-swap-oob="true"') == len(page.ids - inside_others)


def test_one_figure_moves_everything_in_one_answer(filled: Filing, preparer: Client) -> None:
    page = post(preparer, filled, "budget", {"fields.closing_balance": "16.07"})
    assert page.words("computed-total") == "92.00"
    assert page.words("self-total") == "92.00"
    assert page.words("derived-full_year_budget") == "3,043.01"
    assert page.attribute("note-fields.closing_balance", "data-note") == "error"
    assert "fields.closing_balance" in page.text.split('id="score-panel"')[1]


def test_what_was_not_sent_is_left_alone(filled: Filing, preparer: Client) -> None:
    before = stored(filled)
    post(preparer, filled, "budget", {"fields.closing_balance": "547.85"})
    after = stored(filled)
    changed = {code for code in before.fields if before.fields[code] != after.fields[code]}
    assert changed == {"closing_balance"}


def test_the_same_again_writes_nothing(filled: Filing, preparer: Client) -> None:
    version = Filing.objects.get(pk=filled.pk).version
    page = post(preparer, filled, "budget", {BUDGET: "2,424.03"})
    assert Filing.objects.get(pk=filled.pk).version == version
    assert page.attribute(f"state-{BUDGET}", "data-state") == "saved"


def test_a_begun_row_waits_and_a_finished_one_is_stored(filing: Filing, preparer: Client) -> None:
    name = "fields.budget_adjustment_items"
    begun = {f"{name}.rows": "1", f"{name}.0.label": "办公楼运行", f"{name}.0.amount": ""}
    page = post(preparer, filing, "budget", begun)
    assert page.attribute(f"state-{name}", "data-state") == "incomplete"
    assert "第1行还没填金额" in page.words(f"state-{name}")
    page = post(preparer, filing, "budget", {**begun, f"{name}.0.amount": "70"})
    assert page.words("sums-budget_adjustment_items") == "合计 70.00"
    assert stored(filing).fields["budget_adjustment_items"][0].amount == Decimal(700_000)


@pytest.mark.parametrize(
    ("section", "boxes", "attribute", "value"),
    [
        ("input", {"ticked.sent": "yes", "ticked": ["1", "3"]}, "ticked", (1, 3)),
        ("input", {"ticked.sent": "yes", "ticked": ["none"]}, "ticked", ()),
        ("input", {"analysis": "目标依据“三定”方案\r\n制定"}, "analysis", "目标依据“三定”方案\n制定"),
        ("input", {"set_points": "4"}, "set_points", Decimal(4)),
    ],
)
def test_what_is_filed_on_an_indicator(
    filing: Filing, preparer: Client, section: str, boxes: dict[str, Any], attribute: str, value: object
) -> None:
    code = "input.target_setting.target_reasonableness"
    post(preparer, filing, section, {f"indicators.{code}.{key}": typed for key, typed in boxes.items()})
    assert getattr(stored(filing).entry(code), attribute) == value


def test_not_applicable_is_stored_and_said(filled: Filing, preparer: Client) -> None:
    code = "output.duty_performance.actual_achievement"
    assert f"indicators.{code}.applicable" not in Page(preparer.get(section_url(filled, "output")))
    code = "effect.performance_benefit.social_benefit"
    box = f"indicators.{code}.applicable"
    page = post(preparer, filled, "effect", {f"{box}.sent": "yes", box: "on"})
    assert stored(filled).entry(code).is_applicable is False
    assert page.words(f"line-{code}").startswith("不涉及")


def test_points_that_do_not_sum_are_said(filled: Filing, preparer: Client) -> None:
    code = "output.duty_performance.actual_achievement"
    page = post(preparer, filled, "output", {f"indicators.{code}.set_points": "9"})
    assert "设定分值合计101.00分" in page.words("score-panel")
    check = Page(preparer.get(section_url(filled, "check")))
    assert "合计 101 分，应为 100 分" in check.words("indicators")


def test_face_narratives_and_evaluators(filing: Filing, preparer: Client) -> None:
    post(preparer, filing, "face", {"department.head": " 王〇䶮 ", "filed_on": "2022年3月10日"})
    post(preparer, filing, "narratives", {"narratives.mandate": "　　职能一。\r\n职能二。\x00"})
    people = {"evaluators.rows": "1", "evaluators.0.name": "甲", "evaluators.0.title": "组长", "evaluators.1.name": ""}
    post(preparer, filing, "evaluators", people)
    found = stored(filing)
    assert (found.department.head, str(found.filed_on)) == ("王〇䶮", "2022-03-10")
    assert found.narratives["mandate"] == "　　职能一。\n职能二。"
    assert [person.name for person in found.evaluators] == ["甲"]


@pytest.mark.parametrize("text", ["𠮷" * 1000, "a\x01b", "行\u2028分隔", "\u202eRTL", "<script>alert(1)</script>"])
def test_any_text_is_stored_or_refused_but_never_breaks(filing: Filing, preparer: Client, text: str) -> None:
    assert post(preparer, filing, "narratives", {"narratives.mandate": text}).status == 200
    page = Page(preparer.get(section_url(filing, "narratives")))
    assert page.status == 200
    assert "<script>alert" not in page.text


def test_warnings_are_answered_on_the_last_page(filled: Filing, preparer: Client) -> None:
    check = "carryover_agrees_with_closing_balance"
    page = post(preparer, filled, "check", {f"explanations.{check}": ""})
    assert "差 1 项" in page.words("rail")
    assert "disabled" in page.text.split('id="send"')[1]
    page = post(preparer, filled, "check", {f"explanations.{check}": "其余由财政收回"})
    assert "disabled" not in page.text.split('id="send"')[1]
    assert stored(filled).explanations[check] == "其余由财政收回"


def test_without_scripts_all_good_boxes_are_stored_and_the_page_comes_back(filing: Filing, preparer: Client) -> None:
    page = post(preparer, filing, "budget", {BUDGET: "１２"}, in_background=False)
    assert page.status == 200
    assert page.attribute(BUDGET, "value") == "12.00"
    assert "已保存" in page.text.split('class="se-messages"')[1]


def test_without_scripts_a_bad_box_comes_back_as_typed(filing: Filing, preparer: Client) -> None:
    boxes = {BUDGET: "12万", "fields.actual_expenditure": "１２"}
    page = post(preparer, filing, "budget", boxes, in_background=False)
    assert page.status == 422
    assert page.attribute(BUDGET, "value") == "12万"
    assert "is-invalid" in page.attribute(BUDGET, "class")
    assert page.attribute("fields.actual_expenditure", "value") == "12.00"
    assert stored(filing).fields == {"actual_expenditure": Decimal(120_000)}


def test_nothing_is_stored_once_it_was_sent(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    before = stored(filing)
    response = signed_in(world.unit.preparer).post(
        section_url(filing, "budget"), {"seen": version_of(filing), BUDGET: "1"}
    )
    assert response.status_code == 409
    text = response.content.decode()
    assert "“待签发”的填报不能修改" in text
    assert "<td>2,424.03</td><td>1</td>" in text
    assert stored(filing) == before


def test_an_open_page_is_told_that_the_form_went_on(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    page = post(signed_in(world.unit.preparer), filing, "budget", {BUDGET: "1"})
    assert page.status == 409
    assert "的填报不能修改" in page.words("page-alert")
    assert page.words("save-state") == "未保存，内容还在这一页上"


def test_every_field_of_the_filing_posted_beside_changes_nothing_else(filing: Filing, preparer: Client) -> None:
    names = [field.name for field in Filing._meta.get_fields()]
    extra = dict.fromkeys(names, "2") | {"filing.state": "finalised", "fields.unknown": "1"}
    post(preparer, filing, "face", {**extra, "department.head": "王"})
    found = Filing.objects.get(pk=filing.pk)
    assert (found.state, found.self_total, found.head) == (State.FILLING.value, Decimal(0), "王")


def test_why_it_came_back_stands_on_every_page(world: World, signed_in: SignedIn) -> None:
    filing = bring_to(world, State.RETURNED)
    client = signed_in(world.unit.preparer)
    assert "请补充项目支出的说明" in client.get(section_url(filing, "staff")).content.decode()
    post(client, filing, "staff", {"fields.other_staff": "69"})
    assert "请补充项目支出的说明" in client.get(section_url(filing, "staff")).content.decode()


def test_each_save_is_one_event(filing: Filing, preparer: Client) -> None:
    post(preparer, filing, "budget", {BUDGET: "1", "fields.actual_expenditure": "2"})
    assert Event.objects.filter(filing=filing, action=EventAction.SECTION_SAVED).count() == 1


def test_the_number_of_queries_does_not_depend_on_what_is_filled(world: World, signed_in: SignedIn) -> None:
    filled = bring_to(world, State.FILLING)
    empty = make_filing(world, world.other)
    counts: dict[str, list[int]] = {}
    for person, filing in ((world.unit.preparer, filled), (world.other.preparer, empty)):
        client = signed_in(person)
        client.get(section_url(filing, "process"))
        for section in SECTIONS:
            with CaptureQueriesContext(connection) as captured:
                client.get(section_url(filing, section))
            counts.setdefault(section, []).append(len(captured))
    # 检查与提交 looks for the like of the texts in other filings, where there are texts: two queries at most.
    assert max(counts.pop("check")) <= 20
    assert all(one == other <= 21 for one, other in counts.values()), counts
