"""The key of what a browser keeps, and signing in without leaving the page."""

from base64 import b64decode

import pytest
from django.test import Client

from tests.factories import PASSWORD, World
from tests.web.conftest import SignedIn

JSON = {"Accept": "application/json"}


def test_the_key_is_a_persons_own_in_every_session(world: World, signed_in: SignedIn, settings: object) -> None:
    first, again = (signed_in(world.unit.preparer).get("/account/outbox-key/") for _ in range(2))
    other = signed_in(world.other.preparer).get("/account/outbox-key/").json()
    assert first.json() == again.json()
    assert len(b64decode(first.json()["key"])) == 32
    assert "no-store" in first["Cache-Control"]
    assert {first.json()["key"], first.json()["user"]}.isdisjoint(other.values())
    settings.SECRET_KEY = "another key of the server, as long as one must be"  # type: ignore[attr-defined]
    assert first.json()["user"] not in signed_in(world.unit.preparer).get("/account/outbox-key/").content.decode()


def test_a_page_says_whose_it_is_before_the_key_has_come(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.unit.preparer)
    token = client.get("/account/outbox-key/").json()["user"]
    assert f'data-user="{token}"' in client.get("/").content.decode()
    assert "data-user" not in Client().get("/login/").content.decode()


def test_nobody_gets_a_key_before_signing_in(db: None) -> None:
    response = Client().get("/account/outbox-key/", headers=JSON)
    assert (response.status_code, "key" in response.json()) == (401, False)
    assert "登录已失效" in response.json()["words"]
    assert Client().get("/account/outbox-key/").status_code == 302
    assert Client().post("/account/outbox-key/").status_code == 302


def test_signing_in_again_without_leaving_the_page(world: World) -> None:
    client = Client()
    response = client.post("/login/", {"username": "reviewer", "password": PASSWORD}, headers=JSON)
    assert (response.status_code, response.json()) == (200, {"user": client.get("/account/outbox-key/").json()["user"]})
    # Who is signed in already is signed in as whoever gives a password now.
    other = client.post("/login/", {"username": "administrator", "password": PASSWORD}, headers=JSON)
    assert other.json() == {"user": client.get("/account/outbox-key/").json()["user"]} != response.json()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"username": "reviewer", "password": "wrong"}, "账号或密码不对"),
        ({"username": "nobody", "password": "wrong"}, "账号或密码不对"),
        ({"username": "", "password": ""}, "请填写账号；请填写密码"),
    ],
)
def test_a_wrong_password_is_told_in_words(world: World, data: dict[str, str], words: str) -> None:
    response = Client().post("/login/", data, headers=JSON)
    assert response.status_code == 400
    assert words in response.json()["words"]


def test_too_many_failures_are_told_in_words(world: World) -> None:
    client = Client()
    for _ in range(5):
        response = client.post("/login/", {"username": "reviewer", "password": "wrong"}, headers=JSON)
    assert response.status_code == 429
    assert "请 15 分钟后再试" in response.json()["words"]


def test_signing_in_needs_its_token(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    data = {"username": "reviewer", "password": PASSWORD}
    assert client.post("/login/", data, headers=JSON).status_code == 403
    client.get("/login/")
    token = {"X-CSRFToken": client.cookies["csrftoken"].value}
    assert client.post("/login/", data, headers=JSON | token).status_code == 200
