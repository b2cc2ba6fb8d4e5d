"""A live server, and people who sit down at browsers of their own under watch."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.http import HttpRequest, HttpResponseBase
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from selfeval.models import User
from tests.browser.unit import Unit, make_unit
from tests.browser.watch import Watch

# Two processes on two cores share them with a server and a Chromium each.
PATIENCE = 45_000

Seat = Callable[..., BrowserContext]
SitDown = Callable[..., Page]


def pytest_itemcollected(item: pytest.Item) -> None:
    """All of this folder drive a browser, and so run in the stage of SQLite only.

    One that was not marked ran among those of PostgreSQL: a browser leaves an event loop running in the thread of the
    tests, and processes that later tests forked then shared their connection to the database with this one.
    """
    item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session", autouse=True)
def patience() -> None:
    """States are waited for, never slept for; a slow machine is given time."""
    expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session", autouse=True)
def files_are_kept() -> Iterator[None]:
    """Browsers keep style sheets, scripts and fonts, as they do in production, where a changed file has a new name.

    A page has some thirty of them: to ask for each on every page cost more than the pages.
    """
    serve = StaticFilesHandler.serve

    def lasting(handler: StaticFilesHandler, request: HttpRequest) -> HttpResponseBase:
        answer = serve(handler, request)
        answer["Cache-Control"] = "max-age=3600, immutable"
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "serve", lasting)
        yield


@pytest.fixture(scope="session")
def base_url() -> None:
    """Each test has a server at an address of its own; pytest-playwright's one address for all is not used."""


@pytest.fixture
def unit(transactional_db: None) -> Unit:
    """The unit of the real figures, with an empty form."""
    return make_unit()


@pytest.fixture
def watch(live_server: LiveServer) -> Iterator[Watch]:
    """The watch over all pages of a test; gives its verdict at the end."""
    seen = Watch(live_server.url)
    yield seen
    seen.verdict()


@pytest.fixture
def seat(live_server: LiveServer, watch: Watch, new_context: Callable[..., BrowserContext]) -> Seat:
    """A new browser context on the live server, under watch."""

    def opened(**options: Any) -> BrowserContext:
        # Pages that glide to where one goes would be clicked at while they move.
        context = new_context(base_url=live_server.url, reduced_motion="reduce", **options)
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        return context

    return opened


@pytest.fixture
def sit_down(live_server: LiveServer, seat: Seat) -> SitDown:
    """A page of a browser in which `user` is signed in already."""

    def signed_in(user: User, **options: Any) -> Page:
        context = seat(**options)
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url, "httpOnly": True}])
        return context.new_page()

    return signed_in
