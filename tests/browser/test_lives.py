"""Three lives of a form, whole, under one, two and three levels of review: every person signs in and clicks.

Passed at first sight; returned twice, changed, finalised, spot-checked, objected to, settled, put right, published;
exempted. A life is a table of who does what and what the record says of it. What reviewers do is clicked under each
number of levels. What the unit does, and what happens after a form is finalised or to one that is exempt, does not ask
how many levels there are: with three it is clicked through, with fewer the same is done without a browser.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from selfeval.domain.workflow import State
from selfeval.models import EventAction, Filing
from tests.browser import lives_clicks as clicks
from tests.browser import lives_posts as posts
from tests.browser import lives_record as record
from tests.browser import people
from tests.browser.conftest import Seat, SitDown
from tests.browser.lives_cast import BELOW, UNIT, Cast, make_cast

pytestmark = pytest.mark.django_db(transaction=True)

LEVELS = (1, 2, 3)


Step = Callable[[Page], None] | Callable[[posts.Desk], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Who does what, at a browser or without, and what the record says of it."""

    who: str
    does: Step
    leaves: tuple[EventAction, ...]


def row(who: str, does: Step, *leaves: EventAction) -> Row:
    return Row(who=who, does=does, leaves=leaves)


def same_for_all(levels: int) -> Any:
    """The module with the steps that do not ask for the number of levels."""
    return clicks if levels == max(LEVELS) else posts


def submitted(levels: int) -> Iterator[Row]:
    how = same_for_all(levels)
    yield row("preparer", how.send, EventAction.SENT_FOR_SIGNATURE)
    yield row("head", how.sign, EventAction.SIGNED)


def passed(levels: int, *, is_open: bool = False) -> Iterator[Row]:
    """Up to the last level. The first who looks is noted once a round, from then on nothing is withdrawn."""
    for who in BELOW[levels]:
        yield row(who, clicks.pass_on, *(() if is_open else (EventAction.REVIEW_OPENED,)), EventAction.PASSED)
        is_open = True


def first_sight(levels: int) -> Iterator[Row]:
    yield from submitted(levels)
    yield from passed(levels)
    opened = () if BELOW[levels] else (EventAction.REVIEW_OPENED,)
    yield row("reviewer", clicks.finalise, *opened, EventAction.FINALISED)


def returned_twice(levels: int) -> Iterator[Row]:
    """By the first who reviews, and again by the last."""
    opened = (EventAction.REVIEW_OPENED,)
    last_opens = () if BELOW[levels] else opened
    answered = (EventAction.PIN_ANSWERED, EventAction.SECTION_SAVED)
    yield from submitted(levels)
    first = (*BELOW[levels], "reviewer")[0]
    yield row(first, clicks.return_with_pins, *opened, EventAction.PINNED, EventAction.RETURNED)
    yield row("preparer", same_for_all(levels).mend, *answered)
    yield from submitted(levels)
    yield from passed(levels)
    yield row("reviewer", clicks.return_again, *last_opens, EventAction.PINNED, EventAction.RETURNED)
    yield row("preparer", same_for_all(levels).mend_again, *answered)
    yield from submitted(levels)
    yield from passed(levels)
    yield row("reviewer", clicks.finalise, *last_opens, EventAction.FINALISED)


# Who does what after that, by the name of the step in both modules, and what the record of the form says of it.
AFTERWARDS = (
    ("administrator", "draw", ()),
    ("administrator", "assign", (EventAction.SPOT_CHECK_ASSIGNED,)),
    ("checker", "score", (EventAction.SPOT_CHECK_SCORED,)),
    ("checker", "ask", (EventAction.SPOT_CHECK_OPINION_ASKED,)),
    ("head", "object_to", (EventAction.SPOT_CHECK_OBJECTED,)),
    ("administrator", "settle", (EventAction.SPOT_CHECK_SETTLED,)),
    ("administrator", "issue", (EventAction.RECTIFICATION_ISSUED,)),
    ("preparer", "report", (EventAction.RECTIFICATION_REPORTED,)),
    ("administrator", "close", (EventAction.RECTIFICATION_CLOSED,)),
    ("administrator", "redact", (EventAction.DISCLOSURE_REDACTED,)),
    ("second", "publish", (EventAction.DISCLOSURE_PUBLISHED,)),
)


class Office:
    """Everybody at a browser of their own, opened when they are first needed."""

    def __init__(self, cast: Cast, sit_down: SitDown) -> None:
        self._cast, self._sit_down = cast, sit_down
        self._pages: dict[str, Page] = {}

    def page_of(self, who: str) -> Page:
        if who not in self._pages:
            self._pages[who] = self._sit_down(self._cast.people[who])
        return self._pages[who]

    def does(self, who: str, step: Step) -> None:
        """A step of `lives_posts` needs no browser."""
        place: Any = posts.Desk(self._cast.people[who]) if step.__module__ == posts.__name__ else self.page_of(who)
        step(place)

    def live(self, rows: Iterator[Row]) -> list[EventAction]:
        """Everybody does their part; what the record must say of it."""
        told: list[EventAction] = []
        for each in rows:
            self.does(each.who, each.does)
            told += each.leaves
        return told


def filled() -> list[EventAction]:
    """What is there when a life begins: the form was given out and filled."""
    return [EventAction.FILING_CREATED, EventAction.SECTION_SAVED]


def fresh(filing: Filing) -> Filing:
    return Filing.objects.select_related("cycle__framework", "department").get(pk=filing.pk)


@pytest.mark.parametrize("levels", LEVELS)
def test_passed_at_first_sight(levels: int, transactional_db: None, sit_down: SitDown) -> None:
    cast = make_cast(levels, is_filled=True)
    told = Office(cast, sit_down).live(first_sight(levels))
    assert fresh(cast.filing).current_state is State.FINALISED
    record.holds(cast.filing, filled() + told, copies=1)
    record.is_official(cast.filing)
    record.is_not_public()


@pytest.mark.parametrize("levels", LEVELS)
def test_returned_twice_checked_settled_put_right_and_published(
    levels: int, transactional_db: None, sit_down: SitDown, seat: Seat
) -> None:
    cast = make_cast(levels, is_filled=True)
    office = Office(cast, sit_down)
    told = office.live(returned_twice(levels))
    for who, step, leaves in AFTERWARDS:
        office.does(who, getattr(same_for_all(levels), step))
        told += leaves
    filing = fresh(cast.filing)
    assert (filing.current_state, filing.round) == (State.FINALISED, 3)
    assert [f"{each:.2f}" for each in (filing.self_total, filing.review_total, filing.final_total)] == [
        "92.00",
        "92.00",
        "91.00",
    ]
    record.holds(filing, filled() + told, copies=3)
    record.is_official(filing)
    record.is_public(filing)
    if levels == max(LEVELS):
        read_by_anybody(seat().new_page())


def read_by_anybody(page: Page) -> None:
    """From the login page to the published form and the verification of its code, without signing in."""
    page.goto("/")
    people.follow(page, page.get_by_role("link", name="公开的自评表"))
    people.follow(page, page.get_by_role("link", name="2021年度"))
    people.follow(page, page.get_by_role("link", name=UNIT, exact=True))
    expect(page.get_by_role("heading", name="钱花了多少")).to_be_visible()
    expect(page.locator("main")).to_contain_text("92.00")
    people.follow(page, page.get_by_role("link", name="-").filter(has_text="-").first)
    expect(page.get_by_text("是公开文本", exact=True)).to_be_visible()


@pytest.mark.parametrize("levels", LEVELS)
def test_exempted(levels: int, transactional_db: None, sit_down: SitDown) -> None:
    cast = make_cast(levels, is_filled=False)
    office = Office(cast, sit_down)
    told = office.live(iter([row("administrator", same_for_all(levels).exempt, EventAction.EXEMPTED)]))
    if levels == max(LEVELS):
        counted_as_exempt(office.page_of("administrator"))
    told_as_exempt(office.page_of("preparer"), cast)
    cannot_file(cast)
    record.holds(cast.filing, [EventAction.FILING_CREATED, *told], copies=0)
    record.is_not_public()


def counted_as_exempt(page: Page) -> None:
    """The board counts it, under that word and no other."""
    clicks.go(page, "自评进度")
    for words, count in (("免评", "1"), ("未填报", "0")):
        expect(page.locator(".bo-counters li").filter(has_text=words).locator("b")).to_have_text(count)


def told_as_exempt(page: Page, cast: Cast) -> None:
    """The unit reads why, and finds no box to write in."""
    page.goto("/")
    expect(page.locator("main")).to_contain_text("没有要填的自评表")
    people.follow(page, page.get_by_role("link", name="查看", exact=True).first)
    expect(page.get_by_role("note")).to_contain_text("本次免评，不用填报：本年新设，没有支出")
    page.goto(people.section(cast.filing, "narratives"))
    expect(page.locator('[name="narratives.other"]:enabled')).to_have_count(0)


def cannot_file(cast: Cast) -> None:
    """Nothing the unit sends is taken."""
    client = Client()
    client.force_login(cast.people["preparer"], backend="django.contrib.auth.backends.ModelBackend")
    version = fresh(cast.filing).version
    data = {"seen": version, "narratives.other": "还是想填"}
    assert client.post(people.section(cast.filing, "narratives"), data).status_code in (403, 409)
    sent = client.post(people.address(cast.filing, "filing-send"), {"version": version})
    assert sent.status_code in (403, 409)
    assert fresh(cast.filing).current_state is State.EXEMPT
