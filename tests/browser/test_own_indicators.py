"""A unit writes its own indicators in a browser: adds, changes, orders and removes them, by mouse and by keyboard."""

from decimal import Decimal

import pytest
from playwright.sync_api import Locator, Page, expect

from selfeval.domain.filing import IndicatorEntry, OwnIndicator, Quantity, TargetSign
from selfeval.models import Filing
from selfeval.queries.snapshots import filing_snapshot
from tests.browser import inspection, people, typist
from tests.browser.conftest import SitDown
from tests.browser.unit import Unit, make_unit
from tests.browser.watch import Watch
from tests.goals_2020 import load_goals

pytestmark = pytest.mark.django_db(transaction=True)
BOX = "own_indicators.outputs"


@pytest.fixture
def unit() -> Unit:
    return make_unit(load_goals())


@pytest.fixture
def page(unit: Unit, sit_down: SitDown) -> Page:
    page = sit_down(unit.preparer)
    page.goto(people.section(unit.filing, "outputs"))
    return page


def stored(unit: Unit) -> tuple[OwnIndicator, ...]:
    return filing_snapshot(filing=Filing.objects.get(pk=unit.filing.pk)).own_indicators


def cell(page: Page, key: int, column: str) -> Locator:
    return typist.box(page, f"{BOX}.{key}.{column}")


def add(page: Page, group: str, name: str, target: str, actual: str, points: str) -> None:
    """As a person types it: the name first, then from cell to cell by Tab."""
    page.get_by_role("button", name=f"加一个{group}").click()
    expect(page.locator(f'[id="{BOX}"] [name$=".name"]:focus')).to_have_value("")
    unit = "" if target.endswith("%") else "次"
    for text in (name, None, target, unit, actual, points):
        if text:
            page.keyboard.insert_text(text)
        page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    typist.all_saved(page)


def order(page: Page) -> list[str]:
    return page.locator(f'[id="{BOX}"] [name$=".name"]').evaluate_all("each => each.map((one) => one.value)")


def total(page: Page) -> Locator:
    return page.locator(f'[id="sum-{BOX}"]')


def test_rows_are_added_changed_ordered_and_removed(page: Page, unit: Unit) -> None:
    expect(total(page)).to_contain_text("还差 50 分")
    add(page, "数量指标", "培训人次", "500", "512", "20")
    add(page, "数量指标", "办件数", "300", "255", "25")
    add(page, "质量指标", "合格率", "95%", "96%", "5")
    expect(total(page)).to_contain_text("正好")
    assert [(each.name, each.points) for each in stored(unit)] == [
        ("培训人次", Decimal(20)),
        ("办件数", Decimal(25)),
        ("合格率", Decimal(5)),
    ]
    assert stored(unit)[2].actual == Quantity(value=Decimal("0.96"), is_percent=True)
    expect(page.locator(f'[id="computed-{BOX}.2"]')).to_have_text("21.25")

    page.locator('[data-own-row="2"] summary').click()
    cell(page, 2, "reason").fill("跨部门事项会商周期长")
    cell(page, 2, "points").fill("22.5")
    cell(page, 2, "points").press("Tab")
    expect(total(page)).to_contain_text("还差 2.5 分")
    expect(page.locator(f'[id="note-{BOX}.2"]')).to_have_text("")

    page.locator('[data-own-row="2"]').get_by_role("button", name="上移").click()
    typist.all_saved(page)
    assert order(page) == ["办件数", "培训人次", "合格率"]
    assert [each.name for each in stored(unit)] == ["办件数", "培训人次", "合格率"]

    page.locator('[data-own-row="1"] summary').click()
    remove = page.locator('[data-own-row="1"] [data-own-remove]')
    remove.click()
    expect(remove).to_contain_text("再点一次就删去")
    assert len(stored(unit)) == 3
    remove.click()
    expect(total(page)).to_contain_text("还差 22.5 分")
    page.reload()
    assert order(page) == ["办件数", "合格率"]
    assert [each.entry.reason for each in stored(unit)] == ["跨部门事项会商周期长", ""]


def test_words_take_a_tier_and_a_coefficient(page: Page, unit: Unit) -> None:
    page.get_by_role("button", name="加一个质量指标").click()
    row = page.locator('[data-own-row="1"]')
    expect(cell(page, 1, "tier")).to_be_hidden()
    cell(page, 1, "name").fill("支出合规性")
    cell(page, 1, "sign").select_option("定性")
    expect(cell(page, 1, "tier")).to_be_visible()
    cell(page, 1, "target").fill("严格执行制度")
    cell(page, 1, "actual").fill("基本执行")
    cell(page, 1, "points").fill("10")
    cell(page, 1, "tier").select_option("部分达成预期指标")
    cell(page, 1, "coefficient").fill("95")
    cell(page, 1, "coefficient").press("Tab")
    expect(row).to_contain_text("未保存：得分系数 95% 不在“部分达成预期指标”的 [60%, 80%) 之内")
    expect(cell(page, 1, "coefficient")).to_have_attribute("aria-invalid", "true")
    cell(page, 1, "coefficient").fill("75")
    cell(page, 1, "coefficient").press("Tab")
    typist.all_saved(page)
    expect(page.locator(f'[id="computed-{BOX}.1"]')).to_have_text("7.50")
    expect(cell(page, 1, "coefficient")).not_to_have_attribute("aria-invalid", "true")
    (own,) = stored(unit)
    assert (own.sign, own.actual_words) == (TargetSign.QUALITATIVE, "基本执行")
    assert own.entry == IndicatorEntry(tier="部分达成预期指标", coefficient=Decimal("0.75"))


def test_a_wrong_value_stays_with_its_reason_and_the_others_are_saved(page: Page, unit: Unit) -> None:
    add(page, "数量指标", "培训人次", "500", "512", "20")
    add(page, "数量指标", "办件数", "300", "255", "25")
    cell(page, 1, "target").fill("五百")
    cell(page, 1, "target").press("Tab")
    expect(page.locator(f'[id="state-{BOX}.1"]')).to_contain_text("未保存：指标值“五百”不是数字")
    expect(cell(page, 1, "target")).to_have_attribute("aria-invalid", "true")
    expect(typist.save_state(page)).to_contain_text("1 处未保存")
    cell(page, 2, "actual").fill("300")
    cell(page, 2, "actual").press("Tab")
    expect(page.locator(f'[id="computed-{BOX}.2"]')).to_have_text("25.00")
    assert [each.target for each in stored(unit)] == [Quantity(value=Decimal(500)), Quantity(value=Decimal(300))]
    expect(cell(page, 1, "target")).to_have_value("五百")
    cell(page, 1, "target").fill("600")
    cell(page, 1, "target").press("Tab")
    typist.all_saved(page)
    assert stored(unit)[0].target == Quantity(value=Decimal(600))


def test_by_keyboard_and_by_a_copied_column(page: Page, unit: Unit) -> None:
    button = page.get_by_role("button", name="加一个数量指标")
    button.focus()
    page.keyboard.press("Enter")
    expect(cell(page, 1, "name")).to_be_focused()
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData("text", "培训人次\\n办件数\\n走访次数\\n");
          const paste = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
          document.activeElement.dispatchEvent(paste);
        }"""
    )
    assert order(page) == ["培训人次", "办件数", "走访次数"]
    cell(page, 1, "points").focus()
    for points in ("20", "25", "5"):
        page.keyboard.press("ControlOrMeta+A")
        page.keyboard.insert_text(points)
        page.keyboard.press("Enter")
    typist.all_saved(page)
    expect(total(page)).to_contain_text("正好")
    assert [(each.name, each.points) for each in stored(unit)] == [
        ("培训人次", Decimal(20)),
        ("办件数", Decimal(25)),
        ("走访次数", Decimal(5)),
    ]


def test_a_problem_leads_to_its_row(page: Page, unit: Unit) -> None:
    add(page, "数量指标", "培训人次", "500", "512", "25")
    add(page, "数量指标", "办件数", "300", "255", "25")
    page.goto(people.section(unit.filing, "check"))
    people.problem(page, "办件数失3.75分").click()
    expect(page.locator('[data-own-row="2"] details')).to_have_attribute("open", "")
    expect(cell(page, 2, "reason")).to_be_focused()


def test_without_scripts(unit: Unit, sit_down: SitDown, watch: Watch) -> None:
    watch.expect_status(422)
    page = sit_down(unit.preparer, java_script_enabled=False)
    page.goto(people.section(unit.filing, "outputs"))
    people.follow(page, page.get_by_role("button", name="加一个数量指标"))
    cell(page, 1, "name").fill("培训人次")
    cell(page, 1, "target").fill("五百")
    cell(page, 1, "unit").fill("人次")
    cell(page, 1, "actual").fill("512")
    cell(page, 1, "points").fill("20")
    with page.expect_navigation():
        cell(page, 1, "points").press("Enter")
    expect(page.locator('[data-own-row="1"]')).to_contain_text("未保存：指标值“五百”不是数字")
    expect(cell(page, 1, "target")).to_have_value("五百")
    cell(page, 1, "target").fill("500")
    people.follow(page, page.get_by_role("button", name="加一个时效指标"))
    assert [each.name for each in stored(unit)] == ["培训人次"]
    cell(page, 2, "name").fill("按时完成")
    cell(page, 2, "points").fill("30")
    people.follow(page, page.get_by_role("button", name="保存本页").last)
    expect(total(page)).to_contain_text("正好")
    page.locator('[data-own-row="1"] summary').click()
    people.follow(page, page.locator('[data-own-row="1"]').get_by_role("button", name="删去这个指标"))
    expect(total(page)).to_contain_text("还差 20 分")
    assert [each.name for each in stored(unit)] == ["按时完成"]


def test_every_page_of_the_form_fits_and_can_be_announced(page: Page, unit: Unit) -> None:
    add(page, "数量指标", "指标" * 100, "500", "512", "20")
    faults = []
    for section in ("funds", "goals", "execution", "outputs", "check"):
        page.goto(people.section(unit.filing, section))
        faults += inspection.faults_of(page)
    assert faults == []
