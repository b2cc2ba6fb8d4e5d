"""What every answer has in common."""

from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.test import Client

from selfeval.models import Filing
from tests.factories import World
from tests.web.conftest import SignedIn
from tests.web.pages import Page, section_url


def test_a_page_that_saves_is_told_that_the_login_is_over(filing: Filing) -> None:
    page = Page(Client().post(section_url(filing, "budget"), {}, headers={"HX-Request": "true"}))
    assert page.status == 401
    assert page.words("save-state") == "登录已失效，未保存"
    assert "刚填的内容都还在这一页上" in page.words("page-alert")
    assert 'href="/login/"' in page.text


def test_other_redirects_in_the_background_are_left_alone(world: World, filing: Filing, signed_in: SignedIn) -> None:
    response = signed_in(world.unit.preparer).get(f"/filings/{filing.public_id}/", headers={"HX-Request": "true"})
    assert response.status_code == 302


@pytest.mark.parametrize("address", ["/", "/login/", "/nowhere/"])
def test_pages_are_kept_nowhere(world: World, signed_in: SignedIn, address: str) -> None:
    response = signed_in(world.reviewer).get(address)
    assert "no-store" in response["Cache-Control"]
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert response["X-Frame-Options"] == "DENY"


def test_c09_a_database_that_is_busy_is_no_fault(world: World, filing: Filing, signed_in: SignedIn) -> None:
    client, url = signed_in(world.unit.preparer), f"/filings/{filing.public_id}/send-for-signature/"
    failing = "selfeval.web.views.steps.perform"
    with patch(failing, side_effect=OperationalError("database is locked")):
        response = client.post(url, {"version": filing.version})
        told = client.post(url, {"version": filing.version}, headers={"Accept": "application/json"})
    assert response.status_code == told.status_code == 503
    assert "请稍等再点一次" in response.content.decode()
    assert "请稍等再点一次" in told.json()["words"]
    with patch(failing, side_effect=OperationalError("no such table")), pytest.raises(OperationalError):
        client.post(url, {"version": filing.version})
