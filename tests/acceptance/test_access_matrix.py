"""Rows A01, A06 and A16: the table of rights with real accounts, through the services and over HTTP.

Every cell against the rule is in tests/management/test_permission_table.py; here it is shown that an account is what
the table says of it, that lists and services answer as the table does, and that a refusal changes nothing.
"""

from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from selfeval.domain.answers import Answer
from selfeval.domain.rights import Right
from selfeval.domain.workflow import Action, State
from selfeval.management.permission_table import permission_table
from selfeval.models import Filing, User
from selfeval.queries.filings import visible_filings
from selfeval.queries.standing import standing_of
from selfeval.review.transitions import mark_opened, perform
from selfeval.services.errors import NotAllowed, NotNow
from tests.acceptance.cast import Cast, Person, cast_of, life, rows, three_levels
from tests.factories import NOW

PRINCIPALS = {principal.code: principal for principal in permission_table().principals}
# Where each step is asked for; a version that is long past, so that who may is told so and nothing happens.
POSTS = {
    Action.SEND_FOR_SIGNATURE: ("send-for-signature/", {}),
    Action.SEND_FOR_INTERNAL_REVIEW: ("send-for-internal-review/", {}),
    Action.TAKE_BACK: ("take-back/", {}),
    Action.WITHDRAW: ("withdraw-submission/", {"comment": "有误"}),
    Action.SIGN: ("sign-off/", {"action": "sign", "is_confirmed": "on"}),
    Action.PASS: ("review-pass/", {"is_confirmed": "on"}),
    Action.RETURN: ("return-for-revision/", {"comment": "请补充", "reason": "other"}),
    Action.FINALISE: ("finalise-filing/", {"confirmed_total": "92", "is_confirmed": "on"}),
    Action.UNLOCK: ("unlock-request/", {"step": "grant", "comment": "同意"}),
}
STATUS = {Answer.REFUSED: {403}, Answer.HIDDEN: {404}, Answer.NOT_NOW: {409}, Answer.ALLOWED: {409, 422}}
STATES = list(State)


def answer(code: str, action: Right | Action, state: State) -> Answer:
    return PRINCIPALS[code].answers[action][STATES.index(state)]


def fresh(filing: Filing) -> Filing:
    return Filing.objects.select_related("cycle__framework", "department__accountant").get(pk=filing.pk)


def lists_say_the_same(filing: Filing, cast: Cast) -> None:
    state = filing.current_state
    for code, people in cast.items():
        sees = answer(code, Right.VIEW, state) is Answer.ALLOWED
        for person in people:
            known = person if isinstance(person, AnonymousUser) else User.objects.get(pk=person.pk)
            # Drawn once it was submitted, and seen from then on.
            if code != "third_party" or filing.submissions.exists():
                assert visible_filings(user=known).filter(pk=filing.pk).exists() is sees, (code, state)


def services_refuse(filing: Filing, cast: Cast) -> None:
    """A twentieth of the refusals in each state, another in each: all steps, all people, all states are met."""
    state, before = filing.current_state, rows()
    asked = [(code, person, action) for code, people in cast.items() for person in people for action in Action]
    for number, (code, person, action) in enumerate(asked):
        expected = answer(code, action, state)
        if expected is Answer.ALLOWED or (number + number // 20) % 20 != 2 * STATES.index(state):
            continue
        with pytest.raises(NotAllowed) as refusal:
            perform(
                actor=person,  # type: ignore[arg-type]  # nobody asks too
                action=action,
                filing_id=filing.pk,
                expected_version=filing.version,
                comment="意见",
                now=NOW,
            )
        is_for_them = isinstance(refusal.value, NotNow)
        assert not is_for_them or expected in (Answer.NOT_NOW, Answer.HIDDEN), (code, action, state)
        assert is_for_them or expected is not Answer.NOT_NOW, (code, action, state)
    for code in ("supervisor_higher", "reviewer_of_unit", "reviewer_who_filled", "administrator", "auditor"):
        with pytest.raises(NotAllowed):
            mark_opened(actor=cast[code][0], filing_id=filing.pk, now=NOW)  # type: ignore[arg-type]
    assert rows() == before


def pages_answer(filing: Filing, cast: Cast) -> None:
    """Status, body and rows of every step for everybody."""
    state, before, name = filing.current_state, rows(), filing.department.name
    for code, people in cast.items():
        client = Client()
        if not isinstance(people[0], User):
            continue
        client.force_login(people[0])
        for action, (rest, data) in POSTS.items():
            response = client.post(f"/filings/{filing.public_id}/{rest}", {"version": "1", **data})
            expected = answer(code, action, state)
            assert response.status_code in STATUS[expected], (code, action, state, response.status_code)
            if expected in (Answer.REFUSED, Answer.HIDDEN) and not _is_of_unit(people[0], filing):
                assert name not in response.content.decode(), (code, action)
    assert rows() == before


def _is_of_unit(person: Person, filing: Filing) -> bool:
    return isinstance(person, User) and person.department_id == filing.department_id


@pytest.mark.django_db
def test_a01_a06_a16_the_whole_life_of_a_filing() -> None:
    world = three_levels()
    cast = cast_of(world)
    met = set()
    for moved in life(world, cast):
        filing = fresh(moved)
        met.add(filing.current_state)
        lists_say_the_same(filing, cast)
        services_refuse(filing, cast)
        if filing.current_state is State.OFFICE_REVIEW:
            pages_answer(filing, cast)
        if filing.current_state is State.FINALISED:
            pages_answer(filing, {code: cast[code] for code in ("head", "reviewer", "administrator", "other_head")})
        if filing.current_state is State.SUBMITTED:
            for code, people in cast.items():
                for person in people:
                    found = standing_of(user=person, filing=filing)
                    # Who belongs to it now belonged to it when it was submitted.
                    found = replace(found, was_of_unit=found.was_of_unit and not found.is_of_unit)
                    assert found == PRINCIPALS[code].standing, code
    assert met == set(State)
