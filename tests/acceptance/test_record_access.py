"""Rows G01 and G07 of the security standard: coming, going, reading, taking away and being refused are on record."""

import re
from datetime import UTC

import pytest
from django.test import Client

from selfeval.domain.workflow import Role, State
from selfeval.models import Event, EventAction, Filing
from selfeval.services.access_record import note_sign_in_failed, note_viewed
from tests.factories import NOW, PASSWORD, World, bring_to, make_user

pytestmark = pytest.mark.django_db
PLACE = {"REMOTE_ADDR": "10.1.2.3"}


def client_of(user: object) -> Client:
    client = Client(**PLACE)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def last(action: EventAction) -> Event:
    event = Event.objects.filter(action=action).latest("sequence")
    assert event.address == PLACE["REMOTE_ADDR"]
    assert re.fullmatch("[0-9a-f]{32}", event.asked_in)
    assert event.at.tzinfo is UTC
    return event


def test_g01_signing_in_and_out_is_one_row_each(world: World) -> None:
    client = Client(**PLACE)
    person = world.unit.preparer
    before = Event.objects.count()
    wrong = {"username": person.username, "password": "a-wrong-Password-9"}
    assert client.post("/login/", wrong).status_code == 200
    failed = last(EventAction.SIGN_IN_FAILED)
    assert (failed.actor, failed.is_refused, failed.data) == (None, True, {"username": person.username})
    assert failed.actor_name == "未登录的人"
    answer = client.post("/login/", {"username": person.username, "password": PASSWORD})
    signed_in = last(EventAction.SIGNED_IN)
    assert answer["X-Request-Id"] == signed_in.asked_in
    assert (signed_in.actor, signed_in.actor_full_name, signed_in.unit_name, signed_in.is_refused) == (
        person,
        person.full_name,
        "综合办",
        False,
    )
    client.post("/logout/")
    assert last(EventAction.SIGNED_OUT).actor == person
    assert Event.objects.count() == before + 3


def test_g01_every_attempt_while_locked_out_is_told(world: World) -> None:
    client = Client(**PLACE)
    wrong = {"username": "nobody", "password": "a-wrong-Password-9"}
    assert [client.post("/login/", wrong).status_code for _ in range(6)] == [200, 200, 200, 200, 429, 429]
    assert Event.objects.filter(action=EventAction.SIGN_IN_FAILED, data__username="nobody").count() == 6


@pytest.mark.parametrize(
    ("person", "rest", "method", "status"),
    [
        ("other", "budget/", "get", 404),
        ("other", "sign-off/", "post", 404),
        ("preparer", "sign-off/", "get", 403),
        ("preparer", "finalise-filing/", "post", 403),
        ("preparer", "take-back/", "post", 409),
    ],
)
def test_g01_what_is_refused_is_one_row_and_changes_nothing(
    world: World, person: str, rest: str, method: str, status: int
) -> None:
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    user = world.other.preparer if person == "other" else getattr(world.unit, person)
    rows, before = Event.objects.count(), Filing.objects.values().get()
    sent = {"version": filing.version - 1}
    response = getattr(client_of(user), method)(f"/filings/{filing.public_id}/{rest}", sent)
    assert (response.status_code, Filing.objects.values().get()) == (status, before)
    event = last(EventAction.ACCESS_DENIED)
    assert (event.actor, event.filing, event.is_refused) == (user, filing, True)
    assert event.data == {
        "method": method.upper(),
        "path": f"/filings/{filing.public_id}/{rest}",
        "status": status,
    }
    assert Event.objects.count() == rows + 1


def test_g01_an_address_that_does_not_exist_is_no_refusal(world: World) -> None:
    before = Event.objects.count()
    assert client_of(world.reviewer).get("/nothing/of/the/kind/").status_code == 404
    assert Event.objects.count() == before


def test_g01_reading_another_units_filing_is_told_once_a_day(world: World) -> None:
    filing = bring_to(world, State.SUBMITTED)
    address = f"/filings/{filing.public_id}/official-form/"
    before = Event.objects.count()
    assert client_of(world.unit.preparer).get(address).status_code == 200
    assert Event.objects.count() == before
    for _ in range(2):
        assert client_of(world.reviewer).get(address).status_code == 200
    seen = Event.objects.filter(action=EventAction.FILING_VIEWED)
    assert [(each.actor, each.filing, each.unit_name) for each in seen] == [(world.reviewer, filing, "财政局")]
    note_viewed(actor=world.reviewer, filing=filing, now=NOW)
    assert seen.all().count() == 2


def test_g01_a_download_is_told_with_its_name(world: World) -> None:
    filing = bring_to(world, State.FINALISED)
    client_of(world.reviewer).get(f"/filings/{filing.public_id}/form.xlsx")
    event = last(EventAction.DOWNLOADED)
    assert (event.actor, event.filing) == (world.reviewer, filing)
    assert event.data["name"].endswith(".xlsx")


def test_g01_the_unit_is_not_told_who_read_its_filing(world: World) -> None:
    filing = bring_to(world, State.SUBMITTED)
    note_viewed(actor=world.reviewer, filing=filing, now=NOW)
    page = client_of(world.unit.head).get(f"/filings/{filing.public_id}/sign-off/").content.decode()
    assert "查看填报" not in page


def test_g01_an_address_is_believed_only_of_the_proxies_that_are_trusted(settings: object, world: World) -> None:
    for proxies, expected in ((0, "10.1.2.3"), (1, "192.0.2.7"), (2, "198.51.100.9"), (3, "10.1.2.3")):
        settings.TRUSTED_PROXIES = proxies
        client = Client(**PLACE, headers={"X-Forwarded-For": "198.51.100.9, 192.0.2.7"})
        client.post("/login/", {"username": "x", "password": "y"})
        assert Event.objects.latest("sequence").address == expected
    settings.TRUSTED_PROXIES = 1
    Client(**PLACE, headers={"X-Forwarded-For": "<script>"}).post("/login/", {"username": "x", "password": "y"})
    assert last(EventAction.SIGN_IN_FAILED).data == {"username": "x"}


def test_g07_what_is_typed_as_a_name_breaks_nothing(world: World) -> None:
    name = "a\x00b\nadmin 登录\x1b[31m" + "长" * 300
    note_sign_in_failed(username=name, now=NOW)
    stored = Event.objects.latest("sequence").data["username"]
    assert stored.startswith("a␀b\nadmin 登录\x1b[31m")
    assert len(stored) == 150


def test_g07_no_password_is_in_any_row(world: World) -> None:
    make_user("newcomer", Role.PREPARER, world.unit.department)
    client = Client(**PLACE)
    client.post("/login/", {"username": "newcomer", "password": PASSWORD})
    client.post("/login/", {"username": "newcomer", "password": "a-wrong-Password-9"})
    rows = str(list(Event.objects.values()))
    assert PASSWORD not in rows
    assert "a-wrong-Password-9" not in rows


def test_g01_changing_ones_password_is_told_without_it(world: World) -> None:
    new = "another-Password-9"
    client = client_of(world.unit.preparer)
    form = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    assert client.post("/password/", form).status_code == 302
    event = last(EventAction.PASSWORD_CHANGED)
    assert (event.actor, event.data) == (world.unit.preparer, {"username": "preparer001"})


def test_g06_where_it_cannot_be_told_the_password_stays(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("disk full")

    client, new = client_of(world.unit.preparer), "another-Password-9"
    monkeypatch.setattr(Event, "save", full)
    with pytest.raises(OSError, match="disk full"):
        client.post("/password/", {"old_password": PASSWORD, "new_password1": new, "new_password2": new})
    monkeypatch.undo()
    world.unit.preparer.refresh_from_db()
    assert world.unit.preparer.check_password(PASSWORD)
