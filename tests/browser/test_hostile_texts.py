"""E05: what people type is shown as it was typed and runs nowhere, in whatever page, notice or error it comes back."""

from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, Route

from selfeval.models import User
from tests import hostile_texts as hostile
from tests.browser import hostile_cast, people
from tests.browser.conftest import Seat, SitDown
from tests.browser.hostile_cast import Cast
from tests.browser.watch import Watch
from tests.settings import CONTENT_SECURITY_POLICY

pytestmark = pytest.mark.django_db(transaction=True)

# What has come out of a text: an attribute that runs, an address that runs, an element no page of ours has.
_ESCAPED = """() => [...document.querySelectorAll("*")].filter((each) =>
  ["IFRAME", "OBJECT", "BASE", "VIDEO", "MATH", "DETAILS[ontoggle]"].includes(each.tagName.toUpperCase())
  || [...each.attributes].some((one) => one.name.startsWith("on") || one.name.startsWith("hx-on")
    || /^\\s*javascript:/i.test(one.value))
).map((each) => each.outerHTML.slice(0, 120))"""
Visit = Callable[[User | None, str], None]


class Alarm:
    """Hears every `alert` of a context."""

    def __init__(self) -> None:
        self.rung: list[str] = []

    def over(self, context: BrowserContext) -> None:
        def ring(dialog: object) -> None:
            self.rung.append(dialog.message)  # type: ignore[attr-defined]
            dialog.dismiss()  # type: ignore[attr-defined]

        context.on("dialog", ring)


@pytest.fixture
def cast() -> Cast:
    return hostile_cast.make_cast()


@pytest.fixture
def visit(sit_down: SitDown, seat: Seat) -> Iterator[Visit]:
    """Opens an address as somebody, and looks whether the texts are there as texts; all faults are told at the end."""
    alarm, pages, faults = Alarm(), dict[str, Page](), list[str]()

    def at(user: User | None, address: str) -> None:
        name = user.username if user else ""
        if name not in pages:
            pages[name] = sit_down(user) if user else seat().new_page()
            alarm.over(pages[name].context)
        page = pages[name]
        page.goto(address)
        if "alert(" not in page.locator("body").inner_text() and "alert(" not in page.content():
            faults.append(f"{name} {address}: nothing hostile on it")
        faults.extend(f"{name} {address}: {each}" for each in page.evaluate(_ESCAPED))

    yield at
    assert alarm.rung == []
    assert faults == []


def test_e05_nothing_typed_runs_on_any_page(cast: Cast, visit: Visit, watch: Watch) -> None:
    watch.expect_status(422)
    home = f"/filings/{cast.filing.public_id}/"
    hostile_cast.fill(cast)
    hostile_cast.return_with_remarks(cast)
    preparer = cast.person("preparer")
    for address in (
        "/",
        *(people.section(cast.filing, code) for code in ("face", "tasks", "outputs", "narratives", "check")),
        *(people.address(cast.filing, name) for name in ("filing-answers", "evidence", "filing-division")),
        people.address(cast.filing, "filing-form"),
        hostile_cast.faulty_workbook(cast),
        reverse("notices"),
    ):
        visit(preparer, address)
    hostile_cast.submit_again(cast)
    for address in (f"/?q={quote(hostile.NAME)}", f"{home}bureau-review/", reverse("phrases")):
        visit(cast.person("reviewer"), address)
    hostile_cast.publish(cast)
    for name, addresses in {
        "administrator": (
            people.address(cast.filing, "disclosure"),
            f"{home}rectification-items/",
            "/rectification/",
            "/board/",
        ),
        "system": ("/accounts/",),
        "auditor": (f"/record/?filing={cast.filing.public_id}",),
        "head": ("/rectification/",),
    }.items():
        for address in addresses:
            visit(cast.person(name), address)
    visit(None, "/public/2021/")
    visit(None, f"/public/2021/{quote(hostile.SHORT)}/2021/")


def test_e05_set_as_markup_the_same_texts_run_and_our_rules_for_content_stop_them(
    new_context: Callable[..., BrowserContext],
) -> None:
    """What the other test would hear, and the second wall behind the first."""
    rules = "; ".join(f"{name} {' '.join(map(str, to))}" for name, to in CONTENT_SECURITY_POLICY["DIRECTIVES"].items())
    set_as_markup(new_context(), {}, ran=18, reports=0)
    set_as_markup(new_context(), {"Content-Security-Policy": rules}, ran=0, reports=18)


def set_as_markup(context: BrowserContext, headers: dict[str, str], *, ran: int, reports: int) -> None:
    """On a page that does not escape the texts, `ran` of them run, and at least `reports` of those that may not.

    Two of them ask for the focus; whether the second is refused it or never asked is the browser's affair.
    """
    alarm, heard = Alarm(), list[str]()
    alarm.over(context)
    context.on("console", lambda message: heard.append(message.text))
    body = f"<!doctype html><title>x</title>{''.join(hostile.XSS[:23])}"

    def answer(route: Route) -> None:
        if route.request.url.endswith("/page"):
            route.fulfill(body=body, content_type="text/html", headers=headers)
        else:
            route.abort()

    context.route("**/*", answer)
    page = context.new_page()
    page.goto("http://control.invalid/page")

    def refused() -> int:
        return sum("Content Security Policy" in each for each in heard)

    for _ in range(100):
        if refused() >= reports and len(set(alarm.rung)) >= ran:
            break
        page.wait_for_timeout(100)  # a video's source or a focus may fail only after the page is there
    assert len(set(alarm.rung)) == ran
    assert reports <= refused() <= len(hostile.XSS) * bool(reports)
