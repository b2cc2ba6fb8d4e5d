"""Row C03: a click made twice is one request. It is done once, and answered each time like the first."""

from functools import partial
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.contrib.messages import get_messages
from django.test import Client

from selfeval.domain.workflow import Action, Role, State
from selfeval.models import Event, Filing, Notice, ReviewRecord, Submission, User
from selfeval.review.transitions import perform
from selfeval.services.errors import StaleVersion
from tests.at_once import at_once
from tests.factories import NOW, World, bring_to, make_user, make_world
from tests.web.pages import Page

REQUEST = UUID("6f1c0d3e-0000-4000-8000-000000000001")


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def rows() -> tuple[int, ...]:
    """Of everything a step writes; what is read is recorded besides."""
    steps = Event.objects.exclude(action__startswith="access.")
    return (steps.count(), Submission.objects.count(), ReviewRecord.objects.count(), Notice.objects.count())


@pytest.mark.parametrize(
    ("state", "by", "rest", "words"),
    [
        (State.FILLING, "preparer", "send-for-signature", {}),
        (State.AWAITING_SIGNATURE, "preparer", "take-back", {}),
        (State.AWAITING_SIGNATURE, "head", "sign-off", {"is_confirmed": "on"}),
        (State.AWAITING_SIGNATURE, "head", "sign-off", {"action": "decline", "comment": "请再核对"}),
        (State.SUBMITTED, "head", "withdraw-submission", {"comment": "有误"}),
        (State.SUBMITTED, "reviewer", "return-for-revision", {"comment": "请补充"}),
        (State.SUBMITTED, "reviewer", "finalise-filing", {"confirmed_total": "92", "is_confirmed": "on"}),
        (State.FINALISED, "head", "unlock-request", {"step": "ask", "comment": "发现错误"}),
    ],
)
def test_c03_the_second_click_is_answered_like_the_first(
    world: World, state: State, by: str, rest: str, words: dict[str, str]
) -> None:
    filing = bring_to(world, state)
    actor = world.reviewer if by == "reviewer" else getattr(world.unit, by)
    client, url = signed_in(actor), f"/filings/{filing.public_id}/{rest}/"
    sent = {"version": filing.version, "request_id": str(REQUEST), **words}
    first: Any = client.post(url, sent)
    told = [str(each) for each in get_messages(first.wsgi_request)]
    assert (first.status_code, first.url, len(told)) == (302, "/", 1)
    client.get("/notices/")  # what was told is read
    stored, written = Filing.objects.get(pk=filing.pk), rows()
    second: Any = client.post(url, sent)
    assert (second.status_code, second.url) == (302, "/")
    assert [str(each) for each in get_messages(second.wsgi_request)] == told
    assert rows() == written
    assert Filing.objects.get(pk=filing.pk).version == stored.version


def test_c03_another_request_from_the_same_page_is_refused(world: World) -> None:
    filing = bring_to(world, State.SUBMITTED)
    client, url = signed_in(world.reviewer), f"/filings/{filing.public_id}/return-for-revision/"
    sent = {"version": filing.version, "comment": "请补充"}
    assert client.post(url, {**sent, "request_id": str(uuid4())}).status_code == 302
    written = rows()
    assert client.post(url, {**sent, "request_id": str(uuid4())}).status_code == 409
    assert client.post(url, sent).status_code == 409
    assert rows() == written


def test_c03_a_request_is_one_persons(world: World) -> None:
    filing = bring_to(world, State.SUBMITTED)
    sent = {"filing_id": filing.pk, "expected_version": filing.version, "request_id": REQUEST, "now": NOW}
    perform(actor=world.reviewer, action=Action.RETURN, comment="请补充", **sent)
    with pytest.raises(StaleVersion):
        perform(actor=make_user("second", Role.REVIEWER), action=Action.RETURN, comment="请补充", **sent)


def test_c03_a_number_used_for_something_else_is_refused(world: World) -> None:
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    step = partial(perform, filing_id=filing.pk, request_id=REQUEST, now=NOW)
    filing = step(actor=world.unit.head, action=Action.SIGN, expected_version=filing.version)
    with pytest.raises(StaleVersion):
        step(actor=world.unit.head, action=Action.WITHDRAW, expected_version=filing.version, comment="有误")
    assert Filing.objects.get(pk=filing.pk).current_state is State.SUBMITTED


def test_c03_a_role_taken_away_between_the_clicks_counts(world: World) -> None:
    filing = bring_to(world, State.SUBMITTED)
    client, url = signed_in(world.reviewer), f"/filings/{filing.public_id}/return-for-revision/"
    sent = {"version": filing.version, "comment": "请补充", "request_id": str(REQUEST)}
    assert client.post(url, sent).status_code == 302
    User.objects.filter(pk=world.reviewer.pk).update(role=Role.UNASSIGNED)
    assert client.post(url, sent).status_code in (403, 404)


def test_c03_every_form_of_a_step_names_its_request(world: World) -> None:
    filing = bring_to(world, State.SUBMITTED)
    page = signed_in(world.reviewer).get(f"/filings/{filing.public_id}/bureau-review/").content.decode()
    assert page.count('name="request_id"') == 2
    confirm = signed_in(world.reviewer).post(
        f"/filings/{filing.public_id}/finalise-filing/",
        {"version": filing.version + 1, "confirmed_total": "92", "request_id": str(REQUEST)},
    )
    assert f'value="{REQUEST}"' in Page(confirm).text


@pytest.mark.django_db(transaction=True)
def test_c03_twenty_clicks_at_once_are_one_and_all_are_answered() -> None:
    world = make_world()
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    before = rows()
    click = partial(
        perform,
        actor=world.unit.head,
        action=Action.SIGN,
        filing_id=filing.pk,
        expected_version=filing.version,
        request_id=REQUEST,
        now=NOW,
    )
    answers = at_once([click] * 20)
    assert {answer.state for answer in answers} == {State.SUBMITTED.value}
    assert {answer.version for answer in answers} == {filing.version + 1}
    assert [now - then for now, then in zip(rows(), before, strict=True)][:3] == [1, 1, 0]
    assert (
        Notice.objects.filter(filing=filing).values("key", "user").distinct().count()
        == Notice.objects.filter(filing=filing).count()
    )
