"""Many editors, tabs and lost answers in any order: nothing acknowledged is lost, nothing is written over unseen.

The pages here do what the product's do: what is typed waits, goes out under a number of its own, and is sent again
unchanged until an answer arrives. What a person knows is kept apart from the versions the service compares.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from selfeval.domain.workflow import Role
from selfeval.models import FigureValue, Filing, IndicatorEntry, User
from selfeval.queries.snapshots import assessment_of
from selfeval.services import filings
from selfeval.services.changes import Change, EntryChange, FigureChange
from selfeval.services.filings import save_boxes
from tests.factories import NOW, World, make_filing, make_user

LEAF = "process.budget_execution.completion_rate"
FIGURE, REASON, MEASURE = "fields.original_budget", f"indicators.{LEAF}.reason", f"indicators.{LEAF}.measure"
# A figure, and two texts that share a row.
BOXES = (FIGURE, REASON, MEASURE)
# Some seven hundred steps a run; what chance seldom makes is given as an example.
INTERLEAVINGS = 70


def change_of(box: str, number: int) -> Change:
    if box == FIGURE:
        return FigureChange(code="original_budget", value=Decimal(10_000 * number))
    return EntryChange(code=LEAF, attribute="reason" if box == REASON else "measure", value=f"写法{number}")


@dataclass(slots=True)
class Sending:
    """What went out under a number, and which box was seen when."""

    number: UUID
    values: dict[str, int]
    seen: dict[str, int]


@dataclass(slots=True)
class Tab:
    """A page that somebody has open; `knows` are the writes the person has had before their eyes."""

    person: User
    seen: dict[str, int] = field(default_factory=dict)
    typed: dict[str, int] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    sending: Sending | None = None
    knows: dict[str, int] = field(default_factory=dict)


class Office:
    """A filing and those who have it open; `writes` numbers every change of a box as the database shows it."""

    def __init__(self, filing: Filing, people: list[User]) -> None:
        self.filing = filing
        self.tabs = [Tab(person=person) for person in people]
        self.writes = dict.fromkeys(BOXES, 0)
        self.written_by: dict[UUID, dict[str, int]] = {}
        self.count = 0
        self.values = self.stored()
        for tab in self.tabs:
            self.reload(tab)

    def stored(self) -> dict[str, Any]:
        figure = FigureValue.objects.filter(filing=self.filing).values_list("number", flat=True).first()
        entry = IndicatorEntry.objects.filter(filing=self.filing).values_list("reason", "measure").first()
        return dict(zip(BOXES, (figure, *(entry or ("", ""))), strict=True))

    def reload(self, tab: Tab) -> None:
        """What waits stays as it was; everything else is seen as it is now."""
        version = Filing.objects.values_list("version", flat=True).get(pk=self.filing.pk)
        for box in BOXES:
            if box not in tab.typed and not (tab.sending and box in tab.sending.values):
                tab.seen[box], tab.knows[box] = version, self.writes[box]

    def type(self, tab: Tab, box: str) -> None:
        self.count += 1
        tab.typed[box] = self.count

    def send(self, tab: Tab, *, is_answer_lost: bool) -> None:
        if tab.sending is None:
            going = {box: number for box, number in tab.typed.items() if box not in tab.asked}
            if not going:
                return
            tab.sending = Sending(number=uuid4(), values=going, seen={box: tab.seen[box] for box in going})
        sending = tab.sending
        saved = save_boxes(
            actor=tab.person,
            filing_id=self.filing.pk,
            changes=[change_of(box, number) for box, number in sending.values.items()],
            seen=sending.seen,
            request_id=sending.number,
            now=NOW,
        )
        self.check_what_changed(tab, sending)
        if is_answer_lost:
            return
        tab.sending = None
        assert saved.stored.isdisjoint(conflict.box for conflict in saved.conflicts)
        assert saved.stored | {conflict.box for conflict in saved.conflicts} == sending.values.keys()
        for box in saved.stored:
            self.acknowledge(tab, sending, box, saved.version)
        for conflict in saved.conflicts:
            tab.asked[conflict.box] = conflict.version
            tab.knows[conflict.box] = self.writes[conflict.box]

    def check_what_changed(self, tab: Tab, sending: Sending) -> None:
        before, self.values = self.values, self.stored()
        changed = [box for box in BOXES if before[box] != self.values[box]]
        assert not (changed and sending.number in self.written_by), "one sending wrote twice"
        for box in changed:
            assert box in sending.values, "a box nobody sent has changed"
            assert tab.knows[box] == self.writes[box], "a value the person never saw is gone"
            self.writes[box] += 1
            self.written_by.setdefault(sending.number, {})[box] = self.writes[box]

    def acknowledge(self, tab: Tab, sending: Sending, box: str, version: int) -> None:
        """What is called stored was written by this sending, or stands there just so."""
        own = self.written_by.get(sending.number, {}).get(box)
        assert own is not None or self.values[box] in (
            Decimal(10_000 * sending.values[box]),
            f"写法{sending.values[box]}",
        )
        tab.knows[box] = self.writes[box] if own is None else own
        tab.seen[box] = version
        if tab.typed.get(box) == sending.values[box]:
            del tab.typed[box]

    def choose(self, tab: Tab, *, is_mine: bool) -> None:
        for box, version in tab.asked.items():
            tab.seen[box] = version
            if not is_mine:
                tab.typed.pop(box, None)
        tab.asked.clear()

    def step(self, kind: str, tab: Tab, box: str, *, is_answer_lost: bool) -> None:
        if kind == "reload":
            self.reload(tab)
        if kind in ("type", "write"):
            self.type(tab, box)
        if kind in ("insist", "yield"):
            self.choose(tab, is_mine=kind == "insist")
        if kind in ("write", "send", "insist"):
            self.send(tab, is_answer_lost=is_answer_lost)


KINDS = ("type", "write", "write", "write", "send", "send", "insist", "insist", "yield", "reload")


def steps() -> st.SearchStrategy[tuple[str, int, str, bool]]:
    return st.tuples(
        st.sampled_from(KINDS), st.sampled_from((0, 1, 0, 1, 2)), st.sampled_from((FIGURE, *BOXES)), st.booleans()
    )


# The answer gets lost, a colleague writes over what was stored, and only then it is sent again.
OVERTAKEN = [
    ("write", 0, FIGURE, True),
    ("write", 1, FIGURE, False),
    ("insist", 1, FIGURE, False),
    ("send", 0, FIGURE, False),
    ("write", 0, FIGURE, False),
]


@pytest.fixture
def office_of(world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Office]:
    """Opens the same filing anew; scoring is left out, which the order of writes has no part in."""
    filing = make_filing(world)
    assessment = assessment_of(filing=filing)
    monkeypatch.setattr(filings, "assessed", lambda **values: assessment)
    monkeypatch.setattr(filings, "store_results", lambda filing, assessment: None)
    colleague = make_user("colleague", Role.PREPARER, world.unit.department)
    # The third is a second tab of the first.
    people = [world.unit.preparer, colleague, world.unit.preparer]
    return lambda: Office(filing, people)


@settings(max_examples=INTERLEAVINGS, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(order=OVERTAKEN)
@given(order=st.lists(steps(), min_size=8, max_size=12))
def test_no_acknowledged_write_is_lost_and_none_written_over_unseen(
    office_of: Callable[[], Office], order: list[tuple[str, int, str, bool]]
) -> None:
    office = office_of()
    for kind, place, box, is_answer_lost in order:
        office.step(kind, office.tabs[place], box, is_answer_lost=is_answer_lost)
    for tab in office.tabs:
        office.send(tab, is_answer_lost=False)
        # All that was typed is stored, or lies before the person as a choice, or was typed after the last sending.
        assert tab.sending is None
