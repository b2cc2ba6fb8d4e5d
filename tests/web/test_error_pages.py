"""Every error has a page in words, without a stack, a path or a version, even with the database gone."""

import re
from unittest.mock import patch

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client

from selfeval.exports.undrawable import NoHandFree, Undrawable
from selfeval.services.errors import NotAllowed, NotNow
from tests.factories import World, make_filing
from tests.web.conftest import SignedIn


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500", "507"])
def test_the_page_needs_no_request_and_no_database(name: str) -> None:
    text = render_to_string(f"{name}.html")
    assert "<h1>" in text
    assert "Traceback" not in text


def test_an_error_looks_like_every_other_page(db: None) -> None:
    usual = re.findall(r'<link rel="stylesheet"[^>]*>', Client().get("/login/").content.decode())
    assert len(usual) > 5
    assert re.findall(r'<link rel="stylesheet"[^>]*>', render_to_string("404.html")) == usual


def test_an_error_of_ours_is_answered_in_words(world: World, signed_in: SignedIn) -> None:
    client = signed_in(world.reviewer)
    client.raise_request_exception = False
    with patch("selfeval.web.views.workspace.list_filings", side_effect=RuntimeError("secret detail")):
        response = client.get("/")
    text = response.content.decode()
    assert response.status_code == 500
    assert "服务器出了错" in text
    assert "secret detail" not in text


def test_a_page_that_is_not_there(db: None, world: World, signed_in: SignedIn) -> None:
    response = signed_in(world.reviewer).get("/filings/not-a-uuid/")
    assert response.status_code == 404
    assert "没有这一页" in response.content.decode()
    assert connection.vendor not in response.content.decode()


def test_signed_out_an_unknown_address_is_not_there_either(db: None) -> None:
    response = Client().get("/nowhere/")
    assert response.status_code == 404
    assert "没有这一页" in response.content.decode()


@pytest.mark.parametrize(
    ("fault", "status", "words"),
    [
        (Undrawable("这份文件60秒还没有生成完，已经停下"), 422, "60秒还没有生成完"),
        (NoHandFree(), 503, "现在导出文件的人多"),
    ],
)
def test_e03_what_the_press_room_says_is_told_in_words(
    world: World, signed_in: SignedIn, fault: Exception, status: int, words: str
) -> None:
    """A document that would exhaust the machine is a page for who asked for it, and nothing for anybody else."""
    filing = make_filing(world)
    client = signed_in(world.unit.preparer)
    with patch("selfeval.web.views.documents.render_pdf", side_effect=fault):
        response = client.get(f"/filings/{filing.public_id}/form.pdf")
        assert client.get("/").status_code == 200
    assert response.status_code == status
    assert words in response.content.decode()
    assert response.has_header("Retry-After") is (status == 503)


@pytest.mark.parametrize(("refusal", "status"), [(NotAllowed("不是您的"), 403), (NotNow("刚才有人办了"), 409)])
def test_what_a_service_refuses_is_told_whatever_the_page_foresaw(
    world: World, signed_in: SignedIn, refusal: NotAllowed, status: int
) -> None:
    """Somebody lost a right, or was overtaken, between the page's own look and the write."""
    pages = {
        "selfeval.web.views.phrases.remove_phrase": "/review-phrases/1/remove/",
        "selfeval.web.views.filing_saving.save_page": f"/filings/{make_filing(world).public_id}/budget/",
    }
    for service, address in pages.items():
        client = signed_in(world.unit.preparer if "save_page" in service else world.reviewer)
        with patch(service, side_effect=refusal):
            response = client.post(address, {"version": 1, "seen": 1})
        assert (response.status_code, str(refusal) in response.content.decode()) == (status, True), address
