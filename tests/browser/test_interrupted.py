"""The line drops, the server dies, the tab closes or the login ends in the middle of typing: nothing typed is lost."""

from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from selfeval.models import Event
from selfeval.queries.snapshots import filing_snapshot
from tests.browser import people, typist
from tests.browser.conftest import SitDown
from tests.browser.inspection import faults_of
from tests.browser.outage import Line, Outage, left_in_browser, mortal_server
from tests.browser.unit import Unit
from tests.browser.watch import Watch
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db(transaction=True)

MANDATE, STAFFING, EXECUTION = "narratives.mandate", "narratives.staffing", "narratives.budget_execution"
KEPT = "记在本机，联网后发送"
# Every state the box has shown, in their order.
_WATCH_STATES = """(id) => {
  const state = () => document.getElementById(id).dataset.state;
  window.states = [state()];
  const heard = () => { if (state() !== window.states.at(-1)) window.states.push(state()); };
  new MutationObserver(heard).observe(document.body, { attributes: true, childList: true, subtree: true });
}"""

# Types into a box in the very moment in which the outbox is told what the server has stored of it.
_TYPE_AS_THE_ANSWER_COMES = """([id, text]) => {
  const { outbox } = window.selfeval, change = outbox.change;
  outbox.change = (rule) => {
    const done = change(rule);
    if (!/settle/.test(rule)) return done;
    outbox.change = change;
    const box = document.getElementById(id);
    box.value += text;
    box.dispatchEvent(new InputEvent("input", { bubbles: true }));
    box.dispatchEvent(new Event("change", { bubbles: true }));
    return done;
  };
}"""


@pytest.fixture(scope="module")
def live_server() -> Iterator[LiveServer]:
    """One of these tests kills its server; the other files keep theirs."""
    server = mortal_server()
    yield server
    server.stop()


def open_texts(page: Page, unit: Unit) -> None:
    page.goto(people.section(unit.filing, "narratives"))


def type_in(page: Page, name: str, text: str) -> None:
    """Write at the end of the box, and stay in it."""
    typist.box(page, name).focus()
    page.keyboard.press("ControlOrMeta+End")
    page.keyboard.insert_text(text)


def compose(page: Page, name: str, keys: str, word: str) -> None:
    """Write `word` as an input method does: the keys stand in the box, marked, until it is chosen."""
    typist.box(page, name).focus()
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": keys, "selectionStart": len(keys), "selectionEnd": len(keys)})
    session.send("Input.insertText", {"text": word})
    session.detach()


def rows_of(page: Page) -> Locator:
    return page.locator('[id="fields.budget_adjustment_items"] tbody tr:visible')


def texts(unit: Unit) -> dict[str, str]:
    return dict(filing_snapshot(filing=unit.filing).narratives)


def test_neither_the_line_nor_the_server_nor_a_closed_tab_costs_a_character(
    unit: Unit, sit_down: SitDown, watch: Watch, live_server: LiveServer
) -> None:
    watch.expect_offline()
    outage = Outage(live_server)
    page = sit_down(unit.preparer)
    line = Line(page.context)
    open_texts(page, unit)
    page.evaluate(_WATCH_STATES, f"state-{MANDATE}")
    typist.write(page, MANDATE, "线路断开以前写的")
    typist.all_saved(page)
    # Waiting, refused and asked about are below, and in test_two_people.py.
    assert page.evaluate("window.states") == ["empty", "typing", "saving", "saved"]
    compose(page, EXECUTION, "zuo", "做")
    expect(typist.state(page, EXECUTION)).to_contain_text("已保存")
    expect(typist.box(page, EXECUTION)).to_be_focused()

    page.context.set_offline(True)
    typist.write(page, STAFFING, "线路断开时写的")
    expect(typist.save_state(page)).to_contain_text("网断了，1 处未送到；记在本机，联网后自动发送")
    expect(typist.state(page, STAFFING)).to_contain_text(KEPT)
    assert texts(unit) == {"mandate": "线路断开以前写的", "budget_execution": "做"}
    page.context.set_offline(False)
    typist.all_saved(page)
    expect(typist.state(page, STAFFING)).to_contain_text("已保存")

    outage.begin()
    type_in(page, MANDATE, "，服务器停了还在写")
    page.keyboard.press("Tab")
    expect(typist.state(page, MANDATE)).to_contain_text(KEPT)
    type_in(page, MANDATE, "，又写")
    outage.end()
    typist.retry(page)
    typist.all_saved(page)
    assert texts(unit)["mandate"] == "线路断开以前写的，服务器停了还在写，又写"

    # The server stored it, nobody heard: what is sent again is the same, is stored once, and is no conflict.
    line.posts.clear()
    line.loses_answer = True
    events = Event.objects.count()
    type_in(page, STAFFING, "，答复丢了")
    page.keyboard.press("Tab")
    expect(typist.state(page, STAFFING)).to_contain_text(KEPT)
    type_in(page, STAFFING, "，接着写")
    page.keyboard.press("Tab")
    typist.all_saved(page)
    assert line.posts[0] == line.posts[1] != line.posts[-1]
    assert Event.objects.count() == events + 2
    assert texts(unit)["staffing"] == "线路断开时写的，答复丢了，接着写"

    # In mid-word, with nothing left to press.
    line.is_cut = True
    type_in(page, MANDATE, "，正写到一半")
    typist.written_down(page)
    page.close()
    page = page.context.new_page()
    line.is_cut = False
    open_texts(page, unit)
    expect(typist.box(page, MANDATE)).to_have_value("线路断开以前写的，服务器停了还在写，又写，正写到一半")
    typist.all_saved(page)
    assert texts(unit)["mandate"].endswith("，又写，正写到一半")
    assert left_in_browser(page) == ""


def test_who_types_on_while_the_answer_comes_in_is_not_in_conflict_with_themselves(
    unit: Unit, sit_down: SitDown
) -> None:
    page = sit_down(unit.preparer)
    open_texts(page, unit)
    type_in(page, MANDATE, "一")
    page.evaluate(_TYPE_AS_THE_ANSWER_COMES, [MANDATE, "二"])
    page.keyboard.press("Tab")
    expect(typist.box(page, MANDATE)).to_have_value("一二")
    page.keyboard.press("Tab")
    typist.all_saved(page)
    assert texts(unit)["mandate"].endswith("一二")


def test_boxes_of_every_kind_come_back_after_the_tab_was_closed(unit: Unit, sit_down: SitDown, watch: Watch) -> None:
    watch.expect_offline()
    page = sit_down(unit.preparer)
    line = Line(page.context)
    line.is_cut = True
    page.goto(people.section(unit.filing, "budget"))
    rows = rows_of(page)
    for number, (label, amount) in enumerate((("办公楼运行经费", "70"), ("环保管家", "197"), ("职工食堂", "3"))):
        if rows.count() <= number:
            page.get_by_role("button", name="加一行").first.click()
        rows.nth(number).get_by_label("名称").fill(label)
        rows.nth(number).get_by_label("金额").fill(amount)
    typist.write(page, "fields.actual_expenditure", "12万")
    typist.box(page, "fields.closing_balance").focus()
    page.keyboard.insert_text("547.8")
    code = "input.target_setting.target_reasonableness"
    other = page.context.new_page()
    other.goto(people.section(unit.filing, "input"))
    typist.unfold(other, code)
    other.locator(f'[id="indicators.{code}.ticked"] input[value="2"]').check()
    expect(typist.state(other, f"indicators.{code}.ticked")).to_contain_text(KEPT)
    page.close()
    other.close()

    page = page.context.new_page()
    page.goto(people.section(unit.filing, "budget"))
    expect(page.locator("#unsent-line")).to_contain_text("还有 4 处改动未送到")
    expect(page.locator("#unsent-line")).to_contain_text("投入 1 处")
    expect(rows_of(page).nth(2).get_by_label("名称")).to_have_value("职工食堂")
    expect(typist.box(page, "fields.closing_balance")).to_have_value("547.8")
    line.is_cut = False
    typist.retry(page)
    expect(typist.state(page, "fields.actual_expenditure")).to_contain_text("未保存")
    expect(typist.box(page, "fields.actual_expenditure")).to_have_value("12万")
    expect(typist.save_state(page)).to_contain_text("1 处未保存")
    # What was typed on another page goes by a sending of its own.
    expect(page.locator("#unsent-line")).not_to_contain_text("投入")
    stored = filing_snapshot(filing=unit.filing)
    assert [item.label for item in stored.fields["budget_adjustment_items"]] == [
        "办公楼运行经费",
        "环保管家",
        "职工食堂",
    ]  # type: ignore[union-attr]
    assert stored.fields["closing_balance"] == 5_478_000
    assert stored.indicators[code].ticked == (2,)

    # What was refused stays in its box as well, until it is right.
    page.reload()
    expect(typist.box(page, "fields.actual_expenditure")).to_have_value("12万")
    typist.write(page, "fields.actual_expenditure", "2495.17")
    typist.all_saved(page)
    assert left_in_browser(page) == ""


def sign_in_again(page: Page, username: str, password: str = PASSWORD) -> None:
    dialog = page.get_by_role("dialog", name="请重新登录")
    dialog.get_by_label("账号").fill(username)
    dialog.get_by_label("密码").fill(password)
    dialog.get_by_role("button", name="登录并发送").click()


def test_after_the_login_ended_one_signs_in_on_the_page_and_another_gets_nothing(
    unit: Unit, sit_down: SitDown, watch: Watch
) -> None:
    watch.expect_status(400, 401, 403)
    page = sit_down(unit.preparer)
    open_texts(page, unit)
    typist.write(page, MANDATE, "失效以前写的")
    typist.all_saved(page)
    Session.objects.all().delete()
    typist.write(page, STAFFING, "登录失效时写的")
    dialog = page.get_by_role("dialog", name="请重新登录")
    expect(dialog).to_contain_text("没送到的 1 处内容")
    sign_in_again(page, unit.preparer.username, "wrong")
    expect(dialog.get_by_role("alert")).to_be_visible()
    sign_in_again(page, unit.preparer.username)
    expect(dialog).to_be_hidden()
    typist.all_saved(page)
    assert texts(unit)["staffing"] == "登录失效时写的"

    # All cookies gone, and somebody else sits down.
    page.context.clear_cookies()
    typist.write(page, MANDATE, "第一个人写的秘密")
    sign_in_again(page, unit.colleague.username)
    expect(page.get_by_role("dialog")).to_contain_text("您用的是另一个账号")
    expect(typist.box(page, MANDATE)).to_have_count(0)
    people.follow(page, page.get_by_role("link", name="打开我的工作台"))
    open_texts(page, unit)
    typist.write(page, STAFFING, "第二个人写的")
    typist.all_saved(page)
    expect(typist.box(page, MANDATE)).to_have_value("失效以前写的")
    assert texts(unit) == {"mandate": "失效以前写的", "staffing": "第二个人写的"}
    kept = left_in_browser(page)
    assert kept
    assert not [word for word in ("秘密", "第一个人", "mandate", "narratives") if word in kept]
    assert "秘密" not in str(page.evaluate("[JSON.stringify(localStorage), JSON.stringify(sessionStorage)]"))

    page.get_by_role("button", name="退出").click()
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    people.sign_in(page, unit.preparer)
    open_texts(page, unit)
    typist.all_saved(page)
    expect(page.locator("#unsent-line")).to_contain_text("上次没送到的 1 处改动都已送到")
    assert texts(unit)["mandate"] == "第一个人写的秘密"


def test_signing_out_asks_about_what_is_unsent_and_deletes_what_is_given_up(
    unit: Unit, sit_down: SitDown, watch: Watch
) -> None:
    watch.expect_offline()
    page = sit_down(unit.preparer)
    line = Line(page.context)
    open_texts(page, unit)
    line.is_cut = True
    typist.write(page, MANDATE, "还没有送到的话")
    expect(typist.state(page, MANDATE)).to_contain_text(KEPT)
    page.get_by_role("button", name="退出").click()
    dialog = page.get_by_role("dialog", name="要退出吗")
    expect(dialog.get_by_role("listitem")).to_contain_text("还没有送到的话")
    assert faults_of(page) == []
    expect(dialog.get_by_role("button", name="先不退出")).to_be_focused()
    page.keyboard.press("Enter")
    expect(typist.box(page, MANDATE)).to_have_value("还没有送到的话")

    page.goto("/")  # from a page that sends nothing it is asked as well
    page.get_by_role("button", name="退出").click()
    dialog.get_by_role("button", name="放弃并退出").click()
    expect(page.get_by_role("heading", name="登录")).to_be_visible()
    assert left_in_browser(page) == ""
    line.is_cut = False
    people.sign_in(page, unit.preparer)
    open_texts(page, unit)
    expect(typist.box(page, MANDATE)).to_have_value("")
    assert texts(unit) == {}


def test_a_browser_that_keeps_nothing_says_so_and_still_saves(unit: Unit, sit_down: SitDown, watch: Watch) -> None:
    watch.expect_offline()
    page = sit_down(unit.preparer)
    page.context.add_init_script("indexedDB.open = () => { throw new DOMException('no', 'SecurityError'); }")
    line = Line(page.context)
    open_texts(page, unit)
    expect(page.locator("#unsent-line")).to_contain_text("不让网页在本机存东西")
    line.is_cut = True
    typist.write(page, MANDATE, "只在内存里的话")
    expect(typist.save_state(page)).to_contain_text("请先不要关闭本页")
    with page.expect_event("dialog") as asking:
        page.close(run_before_unload=True)
    assert asking.value.type == "beforeunload"
    asking.value.dismiss()
    line.is_cut = False
    typist.retry(page)
    typist.all_saved(page)
    assert texts(unit) == {"mandate": "只在内存里的话"}
