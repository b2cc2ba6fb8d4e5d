"""Departments, cycles and accounts: made by administrators, once each, on record."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from selfeval.domain.workflow import Role
from selfeval.models import Department, Event, FilingCycle, User
from selfeval.services.accounts import create_user
from selfeval.services.cycles import create_cycle
from selfeval.services.departments import create_department
from selfeval.services.errors import AlreadyThere, NotAllowed
from tests.factories import NOW, PASSWORD, World


def a_user(world: World, **values: Any) -> User:
    given: dict[str, Any] = {
        "actor": world.administrator,
        "username": "newcomer",
        "full_name": "新来人",
        "role": Role.REVIEWER,
        "password": PASSWORD,
        "now": NOW,
    }
    return create_user(**{**given, **values})


def a_department(world: World, **values: Any) -> Department:
    return create_department(**{"actor": world.administrator, "code": "009", "name": "新部门", "now": NOW, **values})


def a_cycle(world: World, **values: Any) -> FilingCycle:
    given: dict[str, Any] = {
        "actor": world.administrator,
        "code": "2022",
        "fiscal_year": 2022,
        "title": "2022年度",
        "framework": world.framework,
        "opens_at": NOW,
        "deadline": NOW + timedelta(days=1),
        "now": NOW,
    }
    return create_cycle(**{**given, **values})


MAKERS = [a_user, a_department, a_cycle]


@pytest.mark.parametrize(
    ("make", "action"),
    [(a_user, "user.created"), (a_department, "department.created"), (a_cycle, "cycle.created")],
)
def test_one_event_each(world: World, make: Any, action: str) -> None:
    before = Event.objects.count()
    made = make(world)
    event = Event.objects.latest("id")
    assert made.pk
    assert Event.objects.count() == before + 1
    assert (event.action, event.actor) == (action, world.administrator)


@pytest.mark.parametrize("make", MAKERS)
def test_administrators_only(world: World, make: Any) -> None:
    before = Event.objects.count()
    for actor in (world.unit.preparer, world.unit.head, world.reviewer):
        with pytest.raises(NotAllowed):
            make(world, actor=actor)
    assert Event.objects.count() == before


@pytest.mark.parametrize("make", MAKERS)
def test_not_twice(world: World, make: Any) -> None:
    make(world)
    before = Event.objects.count()
    with pytest.raises(AlreadyThere, match="已有"):
        make(world)
    assert Event.objects.count() == before


def test_an_account_can_sign_in_and_its_password_is_on_no_record(world: World) -> None:
    user = a_user(world)
    assert user.check_password(PASSWORD)
    assert not user.is_staff
    assert not user.is_superuser
    assert PASSWORD not in str(Event.objects.latest("id").data)
    assert a_user(world, username="boss", role=Role.ADMINISTRATOR).is_staff


def test_a_weak_password_is_refused(world: World) -> None:
    with pytest.raises(ValidationError):
        a_user(world, password="12345678")
    assert not User.objects.filter(username="newcomer").exists()


@pytest.mark.parametrize("role", [Role.PREPARER, Role.UNIT_HEAD])
def test_a_person_of_a_unit_needs_a_unit(world: World, role: Role) -> None:
    with pytest.raises(ValueError, match="必须属于一个部门"):
        a_user(world, role=role)
    assert a_user(world, role=role, department=world.unit.department).department == world.unit.department


def test_a_deadline_before_the_opening_is_refused(world: World) -> None:
    with pytest.raises(ValueError, match="截止时间应晚于开始时间"):
        a_cycle(world, deadline=NOW)
