"""An administrator at 指标体系: copies last year's, changes it with the keyboard, tries it out, publishes it."""

from collections.abc import Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from selfeval.domain.document_places import part_at
from selfeval.models import FrameworkDraft, FrameworkVersion
from selfeval.services.framework_drafts import change_part, copy_version
from tests.browser import people
from tests.browser.conftest import SitDown
from tests.browser.inspection import faults_of
from tests.browser.watch import Watch
from tests.factories import NOW, PASSWORD, World, make_world

pytestmark = pytest.mark.django_db(transaction=True)

LEAF = "indicators.0.children.1.children.0"


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def draft(world: World) -> FrameworkDraft:
    return copy_version(
        source=world.framework, slug="jinzhong-2022", version="1", title="下一年", actor=world.administrator, now=NOW
    )


def part_page(draft: FrameworkDraft, place: str = LEAF) -> str:
    return reverse("workshop-part", args=[draft.pk, place])


def test_from_last_years_copy_to_publishing(world: World, sit_down: SitDown) -> None:
    page = sit_down(world.administrator)
    page.goto("/")
    people.follow(page, page.get_by_role("link", name="指标体系").first)
    people.follow(page, page.get_by_role("link", name="复制jinzhong-2021@1"))
    expect(page.get_by_label("代号")).to_have_value("jinzhong-2022")
    people.follow(page, page.get_by_role("button", name="复制为草稿"))
    expect(page.get_by_text("没有错误")).to_be_visible()
    page.locator("summary").filter(has_text="在职人员控制率").click()
    people.follow(page, page.get_by_role("link", name="修改在职人员控制率"))

    page.locator('[id="trial.fields.staff_on_post"]').fill("52")
    page.locator('[id="trial.fields.authorised_posts"]').fill("50")
    page.keyboard.press("Tab")
    expect(page.locator("#trial-points")).to_have_text("2.00")

    page.locator('[id="scoring.deduct"]').fill("1")
    page.get_by_label("照评分方法写").check()
    expect(page.locator("#trial-points")).to_have_text("0.00")
    expect(page.locator("#printed-standard")).to_contain_text("每高1个百分点扣1分")
    expect(page.get_by_role("img", name="横轴是率")).to_be_visible()
    people.follow(page, page.get_by_role("button", name="保存").first)
    expect(page.locator(".se-messages")).to_contain_text("已保存")
    expect(page.locator("#standard")).to_contain_text("每高1个百分点扣1分")

    page.goto(reverse("workshop-publish", args=[FrameworkDraft.objects.get().pk]))
    page.get_by_role("button", name="发布").click()
    expect(page.locator(".se-messages")).to_contain_text("已发布 jinzhong-2022@1")
    assert FrameworkVersion.objects.filter(slug="jinzhong-2022").exists()


def test_names_are_completed_by_keyboard(world: World, draft: FrameworkDraft, sit_down: SitDown) -> None:
    page = sit_down(world.administrator)
    page.goto(part_page(draft))
    formula = page.get_by_label("计算公式", exact=True)
    formula.fill("")
    formula.press_sequentially("离退休")
    choices = page.get_by_role("listbox", name="可用的名字")
    expect(choices.get_by_role("option")).to_have_count(1)
    formula.press("Enter")
    expect(formula).to_have_value("retired_staff")
    formula.press_sequentially(" / staff")
    expect(choices.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    formula.press("ArrowDown")
    expect(choices.get_by_role("option").nth(1)).to_have_attribute("aria-selected", "true")
    formula.press("ArrowUp")
    formula.press("Tab")
    expect(formula).to_have_value("retired_staff / staff_on_post")
    formula.press_sequentially(" + auth")
    formula.press("Escape")
    expect(choices).to_be_hidden()
    expect(formula).to_have_value("retired_staff / staff_on_post + auth")
    formula.fill("retired_staff / staff_on_post")
    formula.press("Tab")
    expect(page.locator("#trial")).to_contain_text("离退休人员数÷在职人员数")
    formula.fill("")
    formula.press("ArrowDown")
    expect(choices.get_by_role("option").first).to_be_visible()
    choices.get_by_role("option").nth(2).click()
    expect(formula).to_have_value("budget_adjustment")


def test_another_kind_brings_its_boxes_and_rows_are_added(
    world: World, draft: FrameworkDraft, sit_down: SitDown
) -> None:
    page = sit_down(world.administrator)
    page.goto(part_page(draft))
    page.get_by_label("评分方法", exact=True).focus()
    page.get_by_label("评分方法", exact=True).select_option(label="分档计分")
    first = page.locator('[id="scoring.bands.0.in"]')
    expect(first).to_be_visible()
    expect(page.get_by_label("评分方法", exact=True)).to_be_focused()
    first.fill("(, 100%]")
    page.locator('[id="scoring.bands.0.points"]').fill("4")
    page.get_by_role("button", name="添加一行").click()
    second = page.locator('[id="scoring.bands.1.in"]')
    expect(second).to_be_focused()
    second.fill("(100%, )")
    page.locator('[id="scoring.bands.1.points"]').fill("0")
    page.get_by_label("照评分方法写").check()
    expect(page.locator("#printed-standard")).to_have_text("不高于100%，得4分；高于100%，不得分")
    people.follow(page, page.get_by_role("button", name="保存").first)
    expect(page.locator(".se-messages")).to_contain_text("已保存。")
    stored = part_at(FrameworkDraft.objects.get().document, "indicators[0].children[1].children[0]")
    assert stored["scoring"]["bands"] == [{"in": "(, 100%]", "points": "4"}, {"in": "(100%, )", "points": "0"}]


def test_two_people_on_one_part(world: World, draft: FrameworkDraft, sit_down: SitDown, watch: Watch) -> None:
    watch.expect_status(409)
    page = sit_down(world.administrator)
    page.goto(part_page(draft))
    page.get_by_label("名称").first.fill("我的名字")
    change_part(
        draft_id=draft.pk,
        place="indicators[0].children[1].children[0]",
        values={"name": "别人的名字"},
        expected_revision=1,
        actor=None,
        now=NOW,
    )
    people.follow(page, page.get_by_role("button", name="保存").first)
    expect(page.get_by_role("alert")).to_contain_text("在职人员控制率 → 别人的名字")
    expect(page.get_by_label("名称").first).to_have_value("我的名字")
    people.follow(page, page.get_by_role("button", name="保存").first)
    expect(page.locator(".se-messages")).to_contain_text("已保存")


def test_what_was_typed_outlives_the_login(
    world: World, draft: FrameworkDraft, sit_down: SitDown, watch: Watch
) -> None:
    watch.expect_status(401)
    page = sit_down(world.administrator)
    page.goto(part_page(draft))
    page.get_by_label("名称").first.fill("还没存的名字")
    page.context.clear_cookies(name="sessionid")
    page.keyboard.press("Tab")
    expect(page.get_by_role("alert")).to_contain_text("登录已失效")
    expect(page.locator("#trial")).to_contain_text("试一试")
    people.follow(page, page.get_by_role("button", name="保存").first)
    people.fill_login(page, world.administrator.username, PASSWORD)
    expect(page.get_by_role("alert")).to_contain_text("还没有保存")
    expect(page.get_by_label("名称").first).to_have_value("在职人员控制率")
    page.get_by_role("button", name="放回来").click()
    expect(page.get_by_label("名称").first).to_have_value("还没存的名字")
    people.follow(page, page.get_by_role("button", name="保存").first)
    expect(page.locator(".se-messages")).to_contain_text("已保存")
    page.reload()
    expect(page.get_by_role("alert")).to_be_hidden()


def test_without_scripts_everything_can_be_done(world: World, draft: FrameworkDraft, sit_down: SitDown) -> None:
    page = sit_down(world.administrator, java_script_enabled=False)
    page.goto(part_page(draft))
    page.locator('select[id="scoring.kind"]').select_option("incidents")
    people.follow(page, page.get_by_role("button", name="更新下面的格子"))
    page.locator('[id="scoring.deduct"]').fill("2")
    people.follow(page, page.get_by_role("button", name="算一算"))
    page.locator('[id="trial.entry.incidents"]').fill("1")
    people.follow(page, page.get_by_role("button", name="算一算"))
    expect(page.locator("#trial-points")).to_have_text("2.00")
    people.follow(page, page.get_by_role("button", name="保存").first)
    expect(page.locator(".se-messages")).to_contain_text("已保存")
    stored = part_at(FrameworkDraft.objects.get().document, "indicators[0].children[1].children[0]")
    assert stored["scoring"] == {"kind": "incidents", "deduct": "2"}


def pages(draft: FrameworkDraft) -> Iterator[str]:
    """Every page of 指标体系 that is opened by its address."""
    yield reverse("workshop")
    yield f"{reverse('workshop')}?q=没有"
    yield reverse("workshop-new")
    yield reverse("workshop-version", args=["jinzhong-2021", "1"])
    yield reverse("workshop-copy", args=["jinzhong-2021", "1"])
    yield f"{reverse('workshop-compare')}?old=jinzhong-2021@1&new=draft-{draft.pk}"
    for name in ("workshop-draft", "workshop-publish", "workshop-delete"):
        yield reverse(name, args=[draft.pk])
    yield reverse("workshop-remove", args=[draft.pk, LEAF])
    for place in ("head", LEAF, "indicators.0", "fields.3", "derived.0", "narratives.0", "checks.0", "field_groups.0"):
        yield part_page(draft, place)


def test_every_page_fits_its_screen_and_names_what_is_on_it(
    world: World, draft: FrameworkDraft, sit_down: SitDown
) -> None:
    changed = {"formula": "staff_on_past / authorised_posts", "points": "9"}
    change_part(
        draft_id=draft.pk,
        place="indicators[0].children[1].children[0]",
        values=changed,
        expected_revision=1,
        actor=world.administrator,
        now=NOW,
    )
    page = sit_down(world.administrator)
    found: list[str] = []
    for address in pages(draft):
        page.goto(address)
        found += faults_of(page)
    assert found == []
