"""One unit's form from the first box to the approved document, in four roles, on the real figures of 2021.

The preparer fills and sends it by the keys alone. The order is that of the year: fill, be refused, mend, sign, come
back, mend, sign again, be approved, download.
"""

import copy
import itertools
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from selfeval.domain.workflow import State
from selfeval.queries.snapshots import filing_snapshot
from tests.browser import people, typist
from tests.browser.agreement import figures_agree, texts_are_printed, workbook_recalculates
from tests.browser.conftest import Seat
from tests.browser.keys import Keys, reach, retype, unfold
from tests.browser.unit import RARE, Unit, content_of, make_unit, real_document
from tests.browser.watch import Watch

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = (
    "基本信息",
    "资金情况",
    "人员情况",
    "投入",
    "过程",
    "产出",
    "效果",
    "文字说明",
    "评价人员",
    "检查与提交",
)
COMMENT = f"“其他”一段请补充结余资金的去向。联系人：周{RARE}"
MENDED = "\n    （六）结余资金。531.77万元已于2022年2月由财政收回。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The unit, a page for each role, and what is typed."""

    unit: Unit
    preparer: Page
    head: Page
    reviewer: Page
    document: dict[str, Any]


@pytest.fixture
def cast(seat: Seat) -> Cast:
    """Everybody signed in at a desk of their own; nothing is filled."""
    unit = make_unit()
    pages = {name: seat().new_page() for name in ("preparer", "head", "reviewer")}
    for name, page in pages.items():
        people.sign_in(page, getattr(unit, name))
    return Cast(unit=unit, document=real_document(), **pages)


def test_from_the_first_box_to_the_approved_document(cast: Cast, watch: Watch, tmp_path: Path) -> None:
    watch.expect_status(409, 422)
    fill_all_pages(cast.preparer, cast.document)
    refused_until_mended(cast.preparer, cast.document)
    cast.unit.filing.refresh_from_db()
    assert content_of(cast.document) == filing_snapshot(filing=cast.unit.filing)
    reach(cast.preparer, cast.preparer.get_by_role("button", name="送负责人签发"))
    cast.preparer.keyboard.press("Enter")
    expect(cast.preparer.get_by_text("已送负责人签发")).to_be_visible()
    signed_with_care(cast.head)
    returned_with_comment(cast.reviewer)
    mended_after_return(cast.preparer, cast.document)
    people.sign(cast.head)
    approved(cast.reviewer)
    cast.unit.filing.refresh_from_db()
    assert cast.unit.filing.current_state is State.FINALISED
    lists, form, pdf, workbook = downloaded(cast.preparer, tmp_path)
    everybody_may_download(cast)
    figures_agree(lists, form, pdf, workbook)
    texts_are_printed(cast.document, pdf)
    workbook_recalculates(workbook)


def fill_all_pages(page: Page, document: dict[str, Any]) -> None:
    """From the empty form to the last page without a mouse; two mistakes are made on the way."""
    page.goto("/")
    reach(page, page.get_by_role("link", name="开始填报", exact=True).first)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    keys = Keys(page, _with_mistakes(document))
    for title, following in itertools.pairwise(PAGES):
        expect(page.locator(".se-sec-head h2")).to_have_text(title)
        if title == "投入":
            live_total(page)
        keys.fill_page()
        if title == "资金情况":
            expect(page.locator("#derived-full_year_budget")).to_have_text("3,043.01")
        keys.go_on(following)


def _with_mistakes(document: dict[str, Any]) -> dict[str, Any]:
    """One box forgotten, one mistyped."""
    mistaken = copy.deepcopy(document)
    del mistaken["fields"]["authorised_posts"]
    mistaken["indicators"]["input.budget_allocation.key_expenditure_rate"]["self_score"] = "40"
    return mistaken


def live_total(page: Page) -> None:
    """Each tick moves the totals, the bar and the number of problems in its own answer, without another page."""
    path = "indicators.input.target_setting.target_reasonableness"
    totals = {name: page.locator(f"#{name}") for name in ("self-total", "computed-total")}
    bar = page.locator("#score-panel .se-bars li").filter(has_text="投入").locator("b")
    unfold(page, path)
    page.evaluate("window.isSamePage = true")
    before = {name: float(total.inner_text()) for name, total in totals.items()}
    before_bar = float(bar.inner_text())
    for number in (1, 2, 3):
        reach(page, page.locator(f'[id="{path}.ticked"] input[type=checkbox][value="{number}"]'))
        page.keyboard.press("Space")
        for name, total in totals.items():
            expect(total).to_have_text(f"{before[name] + number:.2f}")
        expect(bar).to_have_text(f"{before_bar + number:.2f}")
    reach(page, typist.box(page, f"{path}.self_score"))
    retype(page, "2.5")
    expect(totals["self-total"]).to_have_text(f"{before['self-total'] + 2.5:.2f}")
    expect(totals["computed-total"]).to_have_text(f"{before['computed-total'] + 3:.2f}")
    assert page.evaluate("window.isSamePage")
    typist.all_saved(page)
    page.reload()


def refused_until_mended(page: Page, document: dict[str, Any]) -> None:
    """What was forgotten and what was mistyped each lead to their box; what is unusual is explained."""
    send = page.get_by_role("button", name="送负责人签发")
    expect(send).to_be_disabled()
    expect(page.get_by_text("必须处理 3 项，待说明 4 项")).to_be_visible()
    _follow(page, "编制数", "人员情况", "fields.authorised_posts")
    retype(page, "51")
    typist.all_saved(page)
    _open_check(page)
    box = "indicators.input.budget_allocation.key_expenditure_rate.self_score"
    _follow(page, "应在0到设定分值4.00分之间", "投入", box)
    retype(page, "4")
    typist.all_saved(page)
    _open_check(page)
    expect(send).to_be_disabled()
    expect(page.get_by_text("没有必须处理的问题")).to_be_visible()
    expect(page.locator("#main")).to_contain_text("相差531.77万元")
    for check, words in document["explanations"].items():
        reach(page, typist.box(page, f"explanations.{check}"))
        page.keyboard.insert_text(words)
    page.keyboard.press("Tab")
    expect(send).to_be_enabled()
    expect(page.locator("#score-panel")).to_contain_text("可以提交了")


def _follow(page: Page, words: str, title: str, box: str) -> None:
    """Go to a problem: the page opens and the cursor stands in the box."""
    reach(page, people.problem(page, words))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".se-sec-head h2")).to_have_text(title)
    expect(typist.box(page, box)).to_be_focused()
    expect(typist.box(page, box)).to_be_in_viewport()


def _open_check(page: Page) -> None:
    page.reload()
    reach(page, page.locator("#rail").get_by_role("link", name="检查与提交"))
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator(".se-sec-head h2")).to_have_text("检查与提交")


def signed_with_care(page: Page) -> None:
    """The head is asked to say that they read it, then signs."""
    people.open_from_list(page, "去签发")
    page.get_by_role("button", name="签发并提交").click()
    expect(page.get_by_text("签发前请勾选")).to_be_visible()
    people.sign(page)


def returned_with_comment(page: Page) -> None:
    """The reviewer finds it in the queue; a return needs words."""
    people.open_from_list(page, "审核")
    expect(page.locator(".official-form")).to_contain_text("2,495.17")
    page.locator("summary").filter(has_text="退回修改").click()
    send_back = page.get_by_role("button", name="退回，请单位修改")
    send_back.click()
    expect(page.get_by_text("须写明意见")).to_be_visible()
    page.get_by_label("退回意见").fill(COMMENT)
    send_back.click()
    expect(page.get_by_text("退回修改。")).to_be_visible()


def mended_after_return(page: Page, document: dict[str, Any]) -> None:
    """Sent back as it was it is refused, with the reviewer's words; changed, it goes."""
    people.open_from_list(page, "去修改")
    _open_check(page)
    people.send_for_signature(page)
    refusal = page.get_by_role("listitem").filter(has_text="退回后还没有任何修改")
    expect(refusal).to_contain_text(COMMENT)
    people.follow(page, page.get_by_role("link", name="回到自评表"))
    people.follow(page, page.locator("#rail").get_by_role("link", name="文字说明"))
    document["narratives"]["other"] += MENDED
    typist.write(page, "narratives.other", document["narratives"]["other"])
    typist.all_saved(page)
    _open_check(page)
    people.send_for_signature(page)
    expect(page.get_by_text("已送负责人签发")).to_be_visible()


def approved(page: Page) -> None:
    """The reviewer sees what changed, and the second round; what confirming means is told before it is done."""
    people.open_from_list(page, "审核")
    expect(page.get_by_role("region", name="本轮修改")).to_contain_text(MENDED.strip())
    people.follow(page, page.get_by_role("link", name="自评表", exact=True))
    expect(page.locator(".official-form")).to_contain_text("由财政收回")
    expect(page.get_by_label("复核总分")).to_have_value("92.00")
    page.get_by_role("button", name="审核通过并定稿…").click()
    expect(page.get_by_text("这一步不能撤销")).to_be_visible()
    page.get_by_role("button", name="审核通过并定稿").click()
    expect(page.get_by_text("的自评表已定稿")).to_be_visible()


def downloaded(page: Page, folder: Path) -> tuple[str, str, Path, Path]:
    """Both files, by the preparer, from the page of the form; and what the list and that page say."""
    page.goto("/")
    lists = page.locator("main").inner_text()
    people.open_from_list(page, "查看")
    form = page.locator(".official-form").inner_text()
    pdf, workbook = (people.download(page, link, folder) for link in ("PDF", "Excel"))
    assert pdf.name.endswith(".pdf")
    assert workbook.name.endswith(".xlsx")
    assert "晋中开发区综合办" in pdf.name
    return lists, form, pdf, workbook


def everybody_may_download(cast: Cast) -> None:
    """The head and the reviewer too."""
    for page in (cast.head, cast.reviewer):
        for name in ("filing-pdf", "filing-xlsx"):
            assert page.context.request.get(people.address(cast.unit.filing, name)).ok
