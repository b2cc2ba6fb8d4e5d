"""Where rights are asked. The whole table of rights is fixtures/permissions.yaml.

Its tests: tests/management/test_permission_table.py and tests/acceptance/test_access_matrix.py.
"""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from selfeval.domain.rights import Right
from selfeval.domain.workflow import Action, Role, State
from selfeval.models import Event, Filing, ReviewRecord, Submission, User
from selfeval.queries.filings import visible_filings
from selfeval.review.permissions import known_action, may, why_refused
from tests.factories import bring_to, make_filing, make_world

EVERYTHING = (*Right, *Action)


def rows() -> Any:
    tables = (Filing, Submission, ReviewRecord, Event)
    return [list(table._default_manager.order_by("pk").values()) for table in tables]


@pytest.mark.django_db
def test_an_action_nobody_knows_is_refused() -> None:
    world = make_world()
    filing = make_filing(world)
    for action in ("delete", "", "__class__", "VIEW"):
        assert known_action(action) is None
        assert not may(user=world.administrator, action=action, filing=filing)
        assert why_refused(user=world.administrator, action=action, filing=filing) == "没有这种操作。"
    assert may(user=world.administrator, action="view", filing=filing)


@pytest.mark.django_db
def test_a08_a_change_of_role_does_not_make_anyone_forget_who_filled() -> None:
    world = make_world()
    filing = bring_to(world, State.SUBMITTED)
    User.objects.filter(pk=world.unit.preparer.pk).update(role=Role.REVIEWER, department=world.other.department)
    person = User.objects.get(pk=world.unit.preparer.pk)
    reason = why_refused(user=person, action=Action.FINALISE, filing=filing)
    assert reason == "您填报过这份自评表，不能由您签发或审核。"


@pytest.mark.django_db
def test_a14_a_right_ends_with_the_account() -> None:
    world = make_world()
    filing = make_filing(world)
    assert may(user=world.unit.preparer, action="edit", filing=filing)
    User.objects.filter(pk=world.unit.preparer.pk).update(is_active=False)
    assert not may(user=User.objects.get(pk=world.unit.preparer.pk), action="edit", filing=filing)


@pytest.mark.django_db
def test_asking_for_all_rights_takes_no_query_on_a_listed_filing() -> None:
    world = make_world()
    make_filing(world)
    filing = visible_filings(user=world.administrator).get()
    with CaptureQueriesContext(connection) as captured:
        for action in EVERYTHING:
            may(user=world.unit.preparer, action=action, filing=filing)
    assert len(captured) == 0
