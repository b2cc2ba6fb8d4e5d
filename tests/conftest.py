"""Fixtures every test may use."""

import gc
import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.backends.base import VALID_KEY_CHARS
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from django.utils.crypto import get_random_string
from pytest_django import DjangoDbBlocker

from tests import fonts, fresh, replay
from tests.browser.chromium import chromium
from tests.factories import World, make_world

# The first judges a whole run: nothing of the pages may be left untouched.
pytest_plugins = ["tests.exercised", "tests.once", "tests.repeated"]

# pytest-playwright keeps an event loop running in the thread of the tests; Django would refuse to touch the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


# While ten thousand tests are read nothing becomes rubbish.
gc.set_threshold(200_000, 20, 20)


def pytest_collection_finish() -> None:
    """Ten thousand tests lie there until the end: looking through them for rubbish again and again costs a tenth."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    # A plug-in: imported at the top, it would be there before pytest can rewrite what it asserts.
    from tests.once import uses_database

    replay.begin_test()
    if uses_database(item):
        fresh.sweep_now_and_then()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """The empty database of the tests, and a copy of it that tests which commit leave behind."""
    with django_db_blocker.unblock():
        fresh.keep_a_copy()


@pytest.fixture(scope="session", autouse=True)
def _signed_in_at_one_moment() -> None:
    """Who is signed in without a password was so when the tests began, or no test had the same record as another.

    See tests/replay.py. A test that sets the time itself keeps it. What Django does for somebody who comes with a
    password (seventeen statements: an empty session, another one, its removal, a log of attempts) is left to the tests
    of the page on which people sign in; here are its session and its time.
    """
    began, now = timezone.now(), timezone.now

    def force_login(client: Client, user: AbstractBaseUser, backend: str | None = None) -> None:
        moment = began if timezone.now is now else timezone.now()
        session = SessionStore(get_random_string(32, VALID_KEY_CHARS))
        said = {
            SESSION_KEY: user._meta.pk.value_to_string(user),
            BACKEND_SESSION_KEY: backend or settings.AUTHENTICATION_BACKENDS[-1],
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
        Session.objects.bulk_create(
            [
                Session(
                    session_key=session.session_key,
                    session_data=session.encode(said),
                    expire_date=timezone.now() + timedelta(seconds=settings.SESSION_COOKIE_AGE),
                )
            ]
        )
        user.last_login = moment
        type(user)._base_manager.filter(pk=user.pk).update(last_login=moment)
        client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key

    Client.force_login = force_login  # type: ignore[method-assign, assignment]


@pytest.fixture(autouse=True)
def _nobody_asked_before() -> None:
    """How often a person asked in the last minute is counted by their key, which is the same one in every test."""
    cache.clear()


@pytest.fixture
def world(db: None) -> World:
    """Three units, a reviewer, an administrator, an open cycle."""
    return make_world()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """The Chromium of this machine, or Playwright's own where it has none."""
    own = chromium()
    return {
        **browser_type_launch_args,
        **({"executable_path": own} if own else {}),
        "env": fonts.environment(),
        # Chromium has no sandbox for root, and containers give it little shared memory.
        "args": ["--no-sandbox", "--disable-dev-shm-usage"],
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, object]) -> dict[str, object]:
    return {
        **browser_context_args,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1440, "height": 900},
    }


@pytest.fixture
def picture_folder(tmp_path: Path) -> Path:
    """Where a browser test leaves its pictures: docs/images under `make screenshots`, otherwise a scratch folder."""
    folder = Path(os.environ.get("SELFEVAL_SCREENSHOTS") or tmp_path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
