"""Signing in tells nobody which accounts exist; too many failures close the door for a while."""

import re

import pytest
from django.test import Client

from tests.factories import PASSWORD, World
from tests.web.conftest import SignedIn

WRONG = "账号或密码不对"


def sign_in(client: Client, username: str, password: str, address: str = "/login/") -> tuple[int, str]:
    response = client.post(address, {"username": username, "password": password})
    return response.status_code, response.content.decode()


def test_the_right_password_leads_to_the_workspace(world: World) -> None:
    client = Client()
    assert client.get("/login/").status_code == 200
    response = client.post("/login/", {"username": "reviewer", "password": PASSWORD})
    assert (response.status_code, response.url) == (302, "/")
    assert client.get("/login/").url == "/"


def test_unknown_wrong_and_disabled_read_the_same(world: World) -> None:
    world.other.head.is_active = False
    world.other.head.save()
    answers = set()
    for username, password in (("nobody", "x"), ("reviewer", "wrong"), (world.other.head.username, PASSWORD)):
        status, text = sign_in(Client(), username, password)
        without_token = re.sub(r'(name="csrfmiddlewaretoken" value=")\w+', r"\1", text)
        answers.add((status, without_token.replace(username, "账号名")))
    ((status, text),) = answers
    assert status == 200
    assert WRONG in text


def test_empty_boxes_are_named(db: None) -> None:
    text = sign_in(Client(), "", "")[1]
    assert "请填写账号" in text
    assert "请填写密码" in text


def test_five_failures_lock_this_account_from_here(world: World) -> None:
    client = Client()
    for _ in range(5):
        status, text = sign_in(client, "reviewer", "wrong")
    assert status == 429
    assert "请 15 分钟后再试" in text
    assert sign_in(client, "reviewer", PASSWORD)[0] == 429
    assert client.post("/login/", {"username": "administrator", "password": PASSWORD}).status_code == 302


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_sent_elsewhere_after_signing_in(world: World, target: str) -> None:
    response = Client().post("/login/", {"username": "reviewer", "password": PASSWORD, "next": target})
    assert response.url == "/"


def test_one_is_sent_back_to_where_one_was_going(world: World) -> None:
    response = Client().post("/login/", {"username": "reviewer", "password": PASSWORD, "next": "/password/"})
    assert response.url == "/password/"


def test_signing_out_ends_the_session(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.reviewer)
    assert client.post("/logout/").url == "/login/"
    assert client.get("/").status_code == 302


def test_the_session_key_changes_on_signing_in(world: World) -> None:
    client = Client()
    client.get("/login/")
    session = client.session
    session["x"] = 1
    session.save()
    before = session.session_key
    client.post("/login/", {"username": "reviewer", "password": PASSWORD})
    assert client.session.session_key != before


def test_a_password_may_be_changed_and_other_sessions_end(world: World, signed_in: SignedIn) -> None:
    client, other = signed_in(world.reviewer), signed_in(world.reviewer)
    assert client.get("/password/").status_code == 200
    weak = {"old_password": PASSWORD, "new_password1": "12345678", "new_password2": "12345678"}
    assert client.post("/password/", weak).status_code == 200
    fresh = "another-Password-2"
    strong = {"old_password": PASSWORD, "new_password1": fresh, "new_password2": fresh}
    assert client.post("/password/", strong).url == "/"
    assert client.get("/").status_code == 200
    assert other.get("/").status_code == 302
