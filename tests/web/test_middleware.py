"""What every answer has in common."""

import pytest
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
