"""Every page in every role: it fits its screen, everything on it has a name, nothing on it breaks.

With SELFEVAL_SCREENSHOTS set, each is photographed at 1440 and at 390 into `every-page` of the folder of pictures.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import FilePayload, Page, expect

from selfeval.models import SpotCheckItem, Submission
from tests import sample_files as samples
from tests import scans
from tests.browser import demo, people
from tests.browser.conftest import Seat, SitDown
from tests.browser.inspection import faults_of
from tests.browser.pictures import photograph
from tests.browser.watch import Watch
from tests.evidence import attach
from tests.spot_checks import make_checker, score

pytestmark = pytest.mark.django_db(transaction=True)

SECTIONS = ("face", "budget", "staff", "input", "process", "output", "effect", "narratives", "evaluators", "check")
Look = Callable[[Page, str], None]


@pytest.fixture
def stage() -> demo.Stage:
    return demo.set_up()


@pytest.fixture
def look(picture_folder: Path) -> Iterator[Look]:
    """Inspects the page that is open, under a name of its own; all faults are told at the end."""
    faults: list[str] = []
    names: list[str] = []

    def at(page: Page, name: str) -> None:
        names.append(name)
        faults.extend(f"{name}: {fault}" for fault in faults_of(page))
        photograph(page, picture_folder / "every-page", name)

    yield at
    assert len(set(names)) == len(names) > 2
    assert not faults, "\n".join(faults)


def test_pages_of_the_preparer(stage: demo.Stage, sit_down: SitDown, look: Look) -> None:
    page = sit_down(stage.people["service_preparer"])
    page.goto("/")
    look(page, "preparer-workspace")
    page.goto("/?state=submitted")
    look(page, "preparer-workspace-nothing-found")
    for code in SECTIONS:
        page.goto(people.section(stage.half_filled, code))
        look(page, f"preparer-{code}")
    page.goto(people.address(stage.half_filled, "filing-points"))
    look(page, "preparer-points")
    page.goto(people.address(stage.half_filled, "filing-form"))
    look(page, "preparer-form-draft")
    page.goto("/password/")
    look(page, "password")


def test_pages_of_the_preparer_after_a_return_and_after_the_end(
    stage: demo.Stage, sit_down: SitDown, look: Look, watch: Watch
) -> None:
    watch.expect_status(409)
    page = sit_down(stage.people["market_preparer"])
    page.goto("/")
    look(page, "preparer-workspace-returned")
    page.goto(people.section(stage.returned, "check"))
    look(page, "preparer-check-returned")
    page.get_by_role("button", name="送负责人签发").click()
    expect(page.get_by_role("heading", name="还不能送负责人签发")).to_be_visible()
    look(page, "preparer-refused")
    page.goto(people.address(stage.returned, "filing-answers"))
    look(page, "preparer-answers")
    page.goto(people.address(stage.returned, "filing-form") + "?round=1")
    look(page, "preparer-form-of-a-round")
    page = sit_down(stage.people["office_preparer"])
    page.goto("/")
    look(page, "preparer-workspace-finalised")
    page.goto(people.section(stage.finalised, "process"))
    look(page, "preparer-process-locked")


def test_pages_of_the_head(stage: demo.Stage, sit_down: SitDown, look: Look, watch: Watch) -> None:
    watch.expect_status(422)
    demo.send(stage)
    page = sit_down(stage.people["market_head"])
    page.goto("/")
    look(page, "head-workspace")
    page.goto(people.address(stage.returned, "filing-sign"))
    look(page, "head-sign")
    page.get_by_role("button", name="签发并提交").click()
    expect(page.get_by_text("签发前请勾选")).to_be_visible()
    look(page, "head-sign-not-ticked")
    page.goto(people.section(stage.returned, "process"))
    look(page, "head-process")
    demo.sign(stage)
    page.goto(people.address(stage.returned, "filing-sign"))
    look(page, "head-sign-withdraw")
    page.goto("/")
    look(page, "head-workspace-nothing-to-sign")
    page = sit_down(stage.people["office_head"])
    page.goto(people.address(stage.finalised, "filing-unlock"))
    look(page, "head-unlock")


def test_pages_of_the_reviewer(stage: demo.Stage, sit_down: SitDown, look: Look, watch: Watch) -> None:
    watch.expect_status(422)
    demo.send(stage)
    demo.sign(stage)
    page = sit_down(stage.people["reviewer"])
    page.goto("/")
    look(page, "reviewer-workspace")
    page.goto("/?state=all")
    look(page, "reviewer-workspace-all")
    page.goto(people.address(stage.returned, "filing-review"))
    look(page, "reviewer-review")
    page.locator("summary").filter(has_text="退回修改").click()
    page.get_by_role("button", name="退回，请单位修改").click()
    expect(page.get_by_text("须写明意见")).to_be_visible()
    look(page, "reviewer-review-no-comment")
    page.goto(people.address(stage.returned, "filing-review"))
    page.get_by_label("复核总分").fill("80")
    page.get_by_label("审核意见").fill("公开不及时，按评分标准扣分。")
    page.get_by_role("button", name="审核通过并定稿…").click()
    expect(page.get_by_text("这一步不能撤销")).to_be_visible()
    look(page, "reviewer-confirm")
    page.goto(people.address(stage.finalised, "filing-review"))
    look(page, "reviewer-review-finalised")
    for name, address in (
        ("phrases", reverse("phrases")),
        ("batch", reverse("review-batch")),
        ("hand-over", people.address(stage.returned, "filing-hand-over")),
    ):
        page.goto(address)
        look(page, f"reviewer-{name}")


def test_pages_of_the_administrator(stage: demo.Stage, sit_down: SitDown, look: Look) -> None:
    page = sit_down(stage.people["administrator"])
    page.goto("/")
    look(page, "administrator-workspace")
    page.goto("/?q=没有这个单位")
    look(page, "administrator-workspace-nothing-found")
    page.goto(people.address(stage.half_filled, "filing-form"))
    look(page, "administrator-form")
    page.goto(people.address(stage.finalised, "filing-review"))
    look(page, "administrator-review")
    page.goto("/findings/")
    look(page, "administrator-findings")
    page.goto(reverse("cycle-checks", args=[stage.finalised.cycle.code]))
    look(page, "administrator-cycle-checks")
    page.goto(reverse("annual"))
    look(page, "administrator-annual")
    page.goto(f"/units/{stage.finalised.department_id}/people/")
    look(page, "administrator-people")


def test_pages_of_the_cycles(stage: demo.Stage, sit_down: SitDown, look: Look) -> None:
    page = sit_down(stage.people["administrator"])
    unit = stage.half_filled.department_id
    for name, address in {
        "cycles": reverse("cycles"),
        "cycle-new": reverse("cycle-new"),
        "cycle-draft": reverse("cycle", args=["2022"]),
        "cycle-running": reverse("cycle", args=["2021"]),
        "cycle-publish": reverse("cycle-publish", args=["2022"]),
        "cycle-close": reverse("cycle-stage", args=["2021", "closed"]),
        "cycle-issue": reverse("cycle-issue", args=["2021"]),
        "cycle-units": reverse("cycle-units", args=["2021"]),
        "cycle-add-units": reverse("cycle-add-units", args=["2021"]),
        "cycle-unit": reverse("cycle-unit", args=["2021", unit]),
        "units": reverse("units"),
        "unit": reverse("unit", args=[unit]),
    }.items():
        page.goto(address)
        look(page, f"administrator-{name}")


def test_pages_of_spot_checks(stage: demo.Stage, sit_down: SitDown, look: Look, watch: Watch) -> None:
    watch.expect_status(422)
    administrator, checker = stage.people["administrator"], make_checker()
    page = sit_down(administrator)
    page.goto("/spot-checks/")
    look(page, "administrator-spot-checks-none")
    people.follow(page, page.get_by_role("link", name="抽取样本").first)
    page.get_by_label("抽多少").fill("1")
    page.get_by_label("种子").fill("2022-0301")
    look(page, "administrator-spot-check-draw")
    people.follow(page, page.get_by_role("button", name="抽取"))
    page.get_by_label("选 晋中开发区综合办").check()
    page.get_by_label("勾选的分派给").select_option(label=f"{checker.full_name}（第三方评价人员）")
    people.follow(page, page.get_by_role("button", name="分派"))
    expect(page.get_by_text("已把 1 份分派给")).to_be_visible()
    page.locator("summary", has_text="抽取范围").click()
    look(page, "administrator-spot-check")
    item = SpotCheckItem.objects.select_related("filing", "submission").get(filing=stage.finalised)
    score(item, checker)
    page = sit_down(checker)
    page.goto("/")
    look(page, "third-party-workspace")
    people.follow(page, page.get_by_role("link", name="去复核"))
    look(page, "third-party-spot-check-item")
    page.get_by_label("抽查意见（可不填").fill("决算公开不及时，其余相符。")
    people.follow(page, page.get_by_role("button", name="送单位征求意见"))
    page = sit_down(stage.people["office_head"])
    page.goto("/")
    look(page, "head-workspace-asked")
    people.follow(page, page.get_by_role("link", name="去答复"))
    look(page, "head-spot-check-opinion")
    page.get_by_label("单位意见").fill("公开时间以网站记录为准。")
    people.follow(page, page.get_by_role("button", name="有异议"))
    look(page, "head-spot-check-objected")
    page = sit_down(administrator)
    page.goto(reverse("spot-check-item", args=[item.public_id]))
    people.follow(page, page.get_by_role("button", name="核定…"))
    expect(page.get_by_text("请写明核定说明")).to_be_visible()
    look(page, "administrator-spot-check-item-no-words")
    page.get_by_label("核定说明").fill("网站记录核实，按抽查得分核定。")
    people.follow(page, page.get_by_role("button", name="核定…"))
    look(page, "administrator-spot-check-confirm")
    people.follow(page, page.get_by_role("button", name="核定"))
    look(page, "administrator-spot-check-settled")
    page.goto("/spot-checks/")
    look(page, "administrator-spot-checks")


def test_pages_around_the_filing(stage: demo.Stage, sit_down: SitDown, look: Look) -> None:
    clerk = stage.people["service_preparer"]
    leaf = "process.budget_execution.completion_rate"
    file = attach(stage.half_filled, clerk, "2021年部门决算报表.pdf", leaf, content=samples.pdf(2))
    attach(stage.half_filled, clerk, "关于印发内部控制制度的通知.docx")
    page = sit_down(clerk)
    for name in ("evidence", "filing-division", "filing-fill-workbook", "filing-sealed-scan"):
        page.goto(people.address(stage.half_filled, name))
        look(page, f"preparer-{name}")
    page.goto(reverse("evidence-file", args=[stage.half_filled.public_id, file.public_id]))
    look(page, "preparer-evidence-file")
    page.goto(people.address(stage.half_filled, "filing-points"))
    page.get_by_role("button", name="按参考分值比例分配").click()
    expect(page.get_by_text("这是分配方案，还没有保存。")).to_be_visible()
    look(page, "preparer-points-proposed")
    page.goto("/check-form/")
    look(page, "preparer-check-form")
    page = sit_down(stage.people["service_head"])
    page.goto(f"/units/{clerk.department_id}/people/")
    look(page, "head-people")


def test_pages_of_the_sealed_scan(stage: demo.Stage, sit_down: SitDown, look: Look, watch: Watch) -> None:
    watch.expect_status(422)
    demo.send(stage)
    demo.sign(stage)
    page = sit_down(stage.people["market_preparer"])
    page.goto(people.address(stage.returned, "filing-sealed-scan"))
    look(page, "preparer-scan-missing")
    page.get_by_label("签章件（PDF").set_input_files(_png("盖章扫描.png", scans.picture()))
    page.get_by_role("button", name="上传签章件").click()
    expect(page.get_by_text("没有读到页脚的二维码")).to_be_visible()
    look(page, "preparer-scan-refused")
    code = Submission.objects.filter(filing=stage.returned).latest("round").verification_code
    page.get_by_label("签章件（PDF").set_input_files(_png("盖章扫描.png", scans.picture(code)))
    page.get_by_role("button", name="上传签章件").click()
    expect(page.get_by_role("img", name="签章件 盖章扫描.png")).to_be_visible()
    look(page, "preparer-scan-kept")


def _png(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "image/png", "buffer": content}


def test_pages_of_the_three_who_run_the_system(stage: demo.Stage, sit_down: SitDown, look: Look) -> None:
    other = stage.people["service_preparer"]
    page = sit_down(stage.people["system_admin"])
    for name, address in (
        ("accounts", "/accounts/"),
        ("account", f"/accounts/{other.pk}/"),
        ("account-new", "/accounts/new/"),
    ):
        page.goto(address)
        look(page, f"system-{name}")
    page.goto(f"/accounts/{other.pk}/")
    page.get_by_role("button", name="重置密码").click()
    expect(page.get_by_role("heading", name="的初始密码")).to_be_visible()
    look(page, "system-password")
    page = sit_down(stage.people["security_admin"])
    page.goto(f"/accounts/{other.pk}/")
    look(page, "security-account")
    page = sit_down(stage.people["audit_admin"])
    page.goto(f"/record/?filing={stage.half_filled.public_id}")
    page.locator("main summary").first.click()
    look(page, "audit-record")


def test_pages_of_nobody_and_of_errors(
    stage: demo.Stage, seat: Seat, sit_down: SitDown, look: Look, watch: Watch
) -> None:
    watch.expect_status(400, 403, 404, 409, 429)
    page = seat().new_page()
    page.goto("/")
    look(page, "login")
    for attempt in range(5):
        page.get_by_label("账号").fill("service_preparer")
        page.get_by_label("密码").fill("not-the-password")
        people.follow(page, page.get_by_role("button", name="登录"))
        expect(page.locator("#error")).to_be_visible()
        if attempt == 0:
            look(page, "login-refused")
    expect(page.locator("#error")).to_contain_text("错的次数太多")
    look(page, "login-locked")
    page = sit_down(stage.people["market_preparer"])
    for address, name in {"/nothing/": "error-404", "/?state=nothing": "error-400"}.items():
        page.goto(address)
        look(page, name)
    page.goto(people.address(stage.returned, "filing-review"))
    look(page, "error-403")
    page.goto(people.section(stage.returned, "check"))
    page.locator("#send input[name=version]").evaluate("(input) => { input.value = '1'; }")
    page.get_by_role("button", name="送负责人签发").click()
    expect(page.get_by_role("heading", name="刚才的操作没有生效")).to_be_visible()
    look(page, "error-409")
    page.goto(people.section(stage.returned, "check"))
    page.context.clear_cookies(name="csrftoken")
    page.get_by_role("button", name="送负责人签发").click()
    expect(page.get_by_role("heading", name="这一页已经过期")).to_be_visible()
    look(page, "error-403-csrf")
