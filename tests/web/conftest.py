"""Worlds and browsers for the tests of pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from selfeval.domain.workflow import State
from selfeval.models import Filing, FilingCycle, User
from tests.factories import World, bring_to, make_filing
from tests.web.cycle_pages import running

SignedIn = Callable[[User], Client]


@pytest.fixture
def signed_in() -> SignedIn:
    """A browser in which a person is signed in."""

    def sign_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def preparer(world: World, signed_in: SignedIn) -> Client:
    """A browser of who fills the form of the first unit."""
    return signed_in(world.unit.preparer)


@pytest.fixture
def reviewer(world: World, signed_in: SignedIn) -> Client:
    """A browser of who reviews for the bureau."""
    return signed_in(world.reviewer)


@pytest.fixture
def administrator(world: World, signed_in: SignedIn) -> Client:
    """A browser of who runs the cycles."""
    return signed_in(world.administrator)


@pytest.fixture
def current(world: World) -> FilingCycle:
    """The cycle of the world, open today."""
    return running(world)


@pytest.fixture
def filing(world: World) -> Filing:
    """The empty form of the first unit."""
    return make_filing(world)


@pytest.fixture
def filled(world: World) -> Filing:
    """The real form of the first unit, every box filled."""
    return bring_to(world, State.FILLING)
