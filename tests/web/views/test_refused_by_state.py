"""What only the state forbids is answered 409 with a page that says so; what the person may never do 403; the rest 404.

Each step after a review, evidence and cycles, asked for by three people: whose step it is, somebody else of this
system, and somebody to whom the object is not there.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from selfeval.domain.cycle import Stage
from selfeval.domain.workflow import State
from selfeval.models import Event, FilingCycle, RectificationItem, User
from selfeval.services.disclosures import begin
from selfeval.services.rectification import Demand, issue
from tests.factories import NOW, World, bring_to
from tests.spot_checks import ask, give, make_checker, make_draw, make_item, reply
from tests.web.conftest import SignedIn

TODAY = date(2022, 3, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A POST; `theirs` may take the step in another state, `never` in none, to `nobody` it is not there."""

    path: str
    data: Mapping[str, Any]
    theirs: User
    never: User
    nobody: User | None = None


def spot_check_steps(world: World) -> list[Asked]:
    bring_to(world, State.FINALISED)
    item = make_draw(world).items.get()
    checker, stranger = make_checker(), make_checker("stranger")
    item = give(world, item, checker)
    here = f"/spot-checks/items/{item.public_id}/"
    return [
        Asked(path=f"{here}ask/", data={}, theirs=checker, never=world.administrator, nobody=stranger),
        Asked(path=f"{here}settle/", data={}, theirs=world.administrator, never=world.reviewer, nobody=stranger),
        Asked(path=f"{here}due/", data={}, theirs=world.administrator, never=world.reviewer, nobody=stranger),
    ]


def answers_of_a_unit(world: World) -> list[Asked]:
    """It was asked and has answered; before it was asked it does not know that it was drawn."""
    item = make_item(world)
    give(world, item, world.reviewer)
    item = reply(ask(item, world.reviewer), world.unit.head)
    here, data = f"/spot-checks/items/{item.public_id}/opinion/", {"answer": "agree", "version": item.version}
    return [
        Asked(path=here, data=data, theirs=world.unit.head, never=world.unit.preparer, nobody=world.other.head),
    ]


def rectification_steps(world: World) -> list[Asked]:
    demand = Demand(source=RectificationItem.Source.OTHER, words="补办手续", due_on=TODAY)
    filing = bring_to(world, State.FINALISED)
    (item,) = issue(actor=world.administrator, filing_id=filing.pk, wanted=[demand], now=NOW, today=TODAY)
    here, said = f"/rectification/{item.public_id}/", {"version": item.version, "words": "好"}
    people = {"theirs": world.administrator, "never": world.unit.head, "nobody": world.other.head}
    return [Asked(path=here, data={"step": code, **said}, **people) for code in ("close", "send_back")]


def disclosure_steps(world: World) -> list[Asked]:
    filing = bring_to(world, State.FINALISED)
    people = {"theirs": world.administrator, "never": world.reviewer}
    here = f"/disclosure/{filing.public_id}/"
    row = begin(actor=world.administrator, filing_id=filing.pk)
    said = {"version": row.version, "reason": "有误"}
    return [Asked(path=here, data={"do": f"disclose_{code}", **said}, **people) for code in ("redo", "withdraw")]


def disclosure_of_nothing(world: World) -> list[Asked]:
    filing = bring_to(world, State.FINALISED)
    here, data = f"/disclosure/{filing.public_id}/", {"do": "disclose_redo", "version": 1, "reason": "有误"}
    return [Asked(path=here, data=data, theirs=world.administrator, never=world.unit.head)]


def evidence_steps(world: World) -> list[Asked]:
    filing = bring_to(world, State.FINALISED)
    people = {"theirs": world.unit.preparer, "never": world.unit.head, "nobody": world.other.preparer}
    return [Asked(path=f"/filings/{filing.public_id}/evidence-files/", data={}, **people)]


def steps_of_an_archived_year(world: World) -> list[Asked]:
    filing, item = bring_to(world, State.FINALISED), make_draw(world).items.get()
    FilingCycle.objects.update(stage=Stage.ARCHIVED.value)
    people = {"theirs": world.administrator, "never": world.unit.head}
    unit = f"/cycles/{world.cycle.code}/units/{filing.department_id}/"
    chosen = {"item": f"{item.pk}:{item.version}", "checker": world.reviewer.pk}
    return [
        Asked(path=unit, data={"do": "exempt", "version": filing.version, "comment": "撤并"}, **people),
        Asked(path=f"/spot-checks/{item.spot_check.public_id}/assign/", data=chosen, **people),
        Asked(path=f"/filings/{filing.public_id}/rectification-items/", data={}, **people, nobody=world.other.head),
    ]


@pytest.mark.parametrize(
    "steps",
    [
        spot_check_steps,
        answers_of_a_unit,
        rectification_steps,
        disclosure_steps,
        disclosure_of_nothing,
        evidence_steps,
        steps_of_an_archived_year,
    ],
)
def test_the_state_is_told_from_the_right(
    world: World, signed_in: SignedIn, steps: Callable[[World], list[Asked]]
) -> None:
    for asked in steps(world):
        before = set(Event.objects.filter(is_refused=False).values_list("pk", flat=True))
        people = ((asked.theirs, 409), (asked.never, 403), (asked.nobody, 404))
        for person, status in people:
            if person is None:
                continue
            response = signed_in(person).post(asked.path, asked.data)
            assert response.status_code == status, (asked.path, asked.data, status)
            if status == 409:
                assert "<h1>现在不能办理</h1>" in response.content.decode(), asked.path
        seen = {"access.filing_viewed", "access.signed_in"}
        new = Event.objects.filter(is_refused=False).exclude(pk__in=before).exclude(action__in=seen)
        assert not new.exists(), asked.path
