"""Worlds and browsers for the tests of pages."""

from collections.abc import Callable

import pytest
from django.test import Client

from selfeval.domain.workflow import State
from selfeval.models import Filing, User
from tests.factories import World, bring_to, make_filing

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
def filing(world: World) -> Filing:
    """The empty form of the first unit."""
    return make_filing(world)


@pytest.fixture
def filled(world: World) -> Filing:
    """The real form of the first unit, every box filled."""
    return bring_to(world, State.FILLING)
