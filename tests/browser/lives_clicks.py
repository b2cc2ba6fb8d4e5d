"""The steps of a form's life as each person does them with a mouse, from their first page on."""

import re

from playwright.sync_api import FilePayload, Page, expect

from tests import sample_files as samples
from tests.browser import people, typist
from tests.browser.lives_cast import UNIT

RATE = "process.budget_execution.carryover_rate"
DISCLOSURE = "process.budget_management.information_disclosure"
REASON = "年末结余中531.77万元由财政收回，结转下年使用的只有16.07万元，凭证见佐证"
MORE = "\n    （六）结余资金。531.77万元已于2022年2月由财政收回。"
STILL_MORE = "\n    （七）联系方式。由本单位财务室解释。"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def go(page: Page, place: str) -> None:
    """From the first page by the words at the top."""
    page.goto("/")
    people.follow(page, page.get_by_role("navigation", name="主导航").get_by_role("link", name=place, exact=True))


def told(page: Page, words: str) -> None:
    """The page says so."""
    expect(page.get_by_text(words).first).to_be_visible()


def send(page: Page) -> None:
    """From the first page on, or from the page of the form that was just mended."""
    if not page.url.endswith("/narratives/"):
        people.open_from_list(page, "继续填报")
    people.follow(page, page.locator("#rail").get_by_role("link", name="检查与提交"))
    people.send_for_signature(page)
    told(page, "已送负责人签发")


def sign(page: Page) -> None:
    people.sign(page)


def pass_on(page: Page) -> None:
    people.open_from_list(page, "审核")
    people.follow(page, page.get_by_role("button", name="审核通过，报下一级…"))
    expect(page.get_by_role("heading", name="审核通过，报下一级？")).to_be_visible()
    people.follow(page, page.get_by_role("button", name="审核通过，报下一级", exact=True))
    told(page, f"{UNIT}的自评表已通过，报")


def finalise(page: Page) -> None:
    people.open_from_list(page, "审核")
    people.follow(page, page.get_by_role("button", name="审核通过并定稿…"))
    told(page, "这一步不能撤销")
    people.follow(page, page.get_by_role("button", name="审核通过并定稿", exact=True))
    told(page, f"{UNIT}的自评表已定稿")


def return_with_pins(page: Page) -> None:
    """One remark on an indicator, one on a text."""
    people.open_from_list(page, "审核")
    _return(page, {RATE: "请按年末结余重算", "narratives.other": "请写明结余资金的去向"})


def return_again(page: Page) -> None:
    """What changed is read first; one remark more."""
    people.open_from_list(page, "审核")
    changes = page.get_by_role("region", name="本轮修改")
    expect(changes).to_contain_text(REASON)
    expect(changes).to_contain_text("已照批注改了")
    _return(page, {"narratives.other": "请写明由谁解释"})


def _return(page: Page, remarks: dict[str, str]) -> None:
    for place, words in remarks.items():
        page.get_by_label("钉在哪里").select_option(place)
        page.get_by_role("textbox", name="批注", exact=True).fill(words)
        people.follow(page, page.get_by_role("button", name="钉上"))
    page.get_by_label("退回原因").select_option("figures")
    people.follow(page, page.get_by_role("button", name=re.compile("^退回，请单位修改")))
    told(page, f"已把{UNIT}的自评表退回修改")


def mend(page: Page) -> None:
    """Both remarks are answered, and what they are about is changed."""
    _answer(page, 2)
    people.follow(page, page.get_by_role("link", name="结转结余率").first)
    typist.write(page, f"indicators.{RATE}.reason", REASON)
    typist.all_saved(page)
    _write_more(page, MORE)


def mend_again(page: Page) -> None:
    """The one remark of the second return."""
    _answer(page, 1)
    people.follow(page, page.get_by_role("link", name="回到自评表"))
    _write_more(page, STILL_MORE)


def _answer(page: Page, count: int) -> None:
    people.open_from_list(page, "去修改")
    people.follow(page, page.get_by_role("link", name=f"看全部批注，还有 {count} 条没有答复"))
    answers = page.get_by_label("答复", exact=True)
    expect(answers).to_have_count(count)
    for number in range(count):
        answers.nth(number).fill("已照批注改了")
        answers.nth(number).blur()
        expect(page.locator("[data-told]").nth(number)).to_contain_text("已保存")


def _write_more(page: Page, words: str) -> None:
    people.follow(page, page.locator("#rail").get_by_role("link", name="文字说明"))
    typist.write(page, "narratives.other", typist.box(page, "narratives.other").input_value() + words)
    typist.all_saved(page)


def draw(page: Page) -> None:
    go(page, "抽查复核")
    people.follow(page, page.get_by_role("link", name="抽取样本").first)
    page.get_by_label("抽多少").fill("1")
    page.get_by_label("种子（可不填）").fill("2022-0301")
    people.follow(page, page.get_by_role("button", name="抽取", exact=True))
    told(page, "已抽取 1 份，种子“2022-0301”")


def assign(page: Page) -> None:
    _open_draw(page)
    page.get_by_label(f"选 {UNIT}").check()
    page.get_by_label("勾选的分派给").select_option(label="checker甲（第三方评价人员）")
    people.follow(page, page.get_by_role("button", name="分派", exact=True))
    told(page, "已把 1 份分派给checker甲")


def _open_draw(page: Page) -> None:
    go(page, "抽查复核")
    people.follow(page, page.get_by_role("link", name="2021年度绩效自评抽查"))


def score(page: Page) -> None:
    """As the unit filed it but for one indicator."""
    people.open_from_list(page, "去复核")
    page.locator(".rv-score").evaluate_all(
        "rows => rows.forEach(row => { row.querySelector('input').value = row.querySelector('b').innerText })"
    )
    page.locator(f'[id="review.{DISCLOSURE}.score"]').fill("1")
    page.locator(f'[id="review.{DISCLOSURE}.remark"]').fill("决算公开晚了两个月，扣2分")
    people.follow(page, page.get_by_role("button", name="保存抽查得分"))
    told(page, "可以征求单位意见了")


def ask(page: Page) -> None:
    people.open_from_list(page, "去复核")
    page.get_by_label("抽查意见（可不填，给单位看）").fill("决算公开不及时。")
    people.follow(page, page.get_by_role("button", name="送单位征求意见"))
    told(page, f"已向{UNIT}征求意见")


def object_to(page: Page) -> None:
    people.open_from_list(page, "去答复")
    page.get_by_label("单位意见").fill("公开时间以网站记录为准。")
    page.get_by_label("异议材料（可不附）").set_input_files([_file("网站记录.docx")])
    people.follow(page, page.get_by_role("button", name="有异议"))
    told(page, "已答复：有异议")


def settle(page: Page) -> None:
    _open_draw(page)
    people.follow(page, page.get_by_role("link", name=UNIT, exact=True))
    expect(page.get_by_role("link", name="网站记录.docx")).to_be_visible()
    page.get_by_label("核定得分").fill("91")
    page.get_by_label("核定说明").fill("网站记录显示晚了12天，扣1分")
    people.follow(page, page.get_by_role("button", name="核定…"))
    expect(page.get_by_role("heading", name="核定抽查得分？")).to_be_visible()
    people.follow(page, page.get_by_role("button", name="核定", exact=True))
    told(page, f"{UNIT}的抽查已核定")


def issue(page: Page) -> None:
    """From the settled spot check on."""
    _open_draw(page)
    people.follow(page, page.get_by_role("link", name=UNIT, exact=True))
    people.follow(page, page.locator(".se-doc-actions").get_by_role("link", name="整改"))
    page.get_by_role("checkbox", name="勾选第 1 条").check()
    page.get_by_label("整改期限").fill("2999年6月30日")
    people.follow(page, page.get_by_role("button", name="下达整改"))
    told(page, "已下达 1 项整改")


def report(page: Page) -> None:
    people.open_from_list(page, "去整改")
    page.get_by_label("整改情况").fill("已补公开，附凭证。")
    page.get_by_label("佐证材料").set_input_files([_file("更正凭证.docx")])
    people.follow(page, page.get_by_role("button", name="反馈", exact=True))
    told(page, "已反馈，等财政局核对。")


def close(page: Page) -> None:
    go(page, "整改")
    people.follow(page, page.get_by_role("link", name=UNIT, exact=True))
    expect(page.get_by_role("link", name="更正凭证.docx")).to_be_visible()
    people.follow(page, page.get_by_role("button", name="改到位了，销号"))
    told(page, "这一项已经销号")


def redact(page: Page) -> None:
    go(page, "公开")
    people.follow(page, page.get_by_role("link", name=f"{UNIT}开始办理"))
    people.follow(page, page.get_by_role("button", name="开始办理"))
    expect(page.get_by_role("heading", name="脱敏", exact=True)).to_be_visible()
    people.follow(page, page.get_by_role("button", name="脱敏完成，送批准"))
    told(page, "脱敏是您办的，请由另一个人批准")


def publish(page: Page) -> None:
    go(page, "公开")
    people.follow(page, page.get_by_role("link", name=f"{UNIT}去批准"))
    people.follow(page, page.get_by_role("button", name="批准公开"))
    expect(page.get_by_role("heading", name="已公开")).to_be_visible()


def exempt(page: Page) -> None:
    go(page, "自评批次")
    people.follow(page, page.get_by_role("link", name="单位", exact=True))
    people.follow(page, page.get_by_role("link", name=f"办理{UNIT}"))
    button = page.get_by_role("button", name="免评", exact=True)
    page.locator("form").filter(has=button).get_by_label("事由").fill("本年新设，没有支出")
    people.follow(page, button)
    told(page, "已免评，单位看得到事由")


def _file(name: str) -> FilePayload:
    return {"name": name, "mimeType": DOCX, "buffer": samples.docx(salt=name)}
