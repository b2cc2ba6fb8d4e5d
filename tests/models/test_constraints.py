"""What the database itself refuses, whoever writes."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models.deletion import ProtectedError

from selfeval.domain.workflow import State
from selfeval.models import Department, Event, Filing, FilingCycle, FilingSection, ReviewRecord, Submission, User
from tests.factories import NOW, World, bring_to, make_filing


def refused(write: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        write()


def test_a_person_of_a_unit_has_a_unit(world: World) -> None:
    refused(lambda: User.objects.filter(pk=world.unit.preparer.pk).update(department=None))
    refused(lambda: User.objects.filter(pk=world.unit.head.pk).update(department=None))


def test_a_role_is_one_of_the_known(world: World) -> None:
    refused(lambda: User.objects.filter(pk=world.reviewer.pk).update(role="janitor"))
    refused(lambda: User.objects.create_user("somebody"))


def test_a_state_is_one_of_the_known(world: World) -> None:
    filing = make_filing(world)
    refused(lambda: Filing.objects.filter(pk=filing.pk).update(state="approved"))


def test_a_unit_has_one_filing_a_cycle(world: World) -> None:
    filing = make_filing(world)
    refused(
        lambda: Filing.objects.create(cycle=filing.cycle, department=filing.department, created_at=NOW, updated_at=NOW)
    )


def test_a_deadline_is_after_the_opening(world: World) -> None:
    refused(lambda: FilingCycle.objects.update(deadline=world.cycle.opens_at))
    FilingCycle.objects.update(deadline=world.cycle.opens_at + timedelta(seconds=1))


def test_a_department_is_not_its_own_supervisor(world: World) -> None:
    department = world.unit.department
    refused(lambda: Department.objects.filter(pk=department.pk).update(supervisor=department))
    Department.objects.filter(pk=department.pk).update(supervisor=world.other.department)


def test_a_page_that_was_saved_says_when_and_by_whom(world: World) -> None:
    make_filing(world)
    refused(lambda: FilingSection.objects.update(version=1))
    refused(lambda: FilingSection.objects.update(saved_at=NOW))


def test_two_writes_do_not_make_the_same_version(world: World) -> None:
    filing = make_filing(world)
    refused(
        lambda: Event.objects.create(
            action="filing.section_saved", at=NOW, filing=filing, version=filing.version, actor=None
        )
    )


def test_an_event_is_one_of_the_known(world: World) -> None:
    refused(lambda: Event.objects.create(action="filing.vanished", at=NOW))


def test_a_submission_has_one_verdict_and_it_is_complete(world: World) -> None:
    filing = bring_to(world, State.FINALISED)
    submission = filing.submissions.get()
    verdict: dict[str, Any] = {"submission": submission, "reviewer": world.reviewer, "at": NOW}
    refused(lambda: ReviewRecord.objects.create(verdict="returned", comment="意见", **verdict))
    other = bring_to(world, State.SUBMITTED, world.other).submissions.get()
    verdict["submission"] = other
    refused(lambda: ReviewRecord.objects.create(verdict="returned", comment="", **verdict))
    refused(lambda: ReviewRecord.objects.create(verdict="finalised", comment="意见", **verdict))
    refused(lambda: ReviewRecord.objects.create(verdict="finalised", confirmed_total=-1, **verdict))


def test_a_round_has_one_submission(world: World) -> None:
    submission = bring_to(world, State.SUBMITTED).submissions.get()
    copy = {
        field.attname: getattr(submission, field.attname)
        for field in Submission._meta.concrete_fields
        if field.name != "id"
    }
    refused(lambda: Submission.objects.create(**copy))


def test_what_the_history_names_cannot_be_deleted(world: World) -> None:
    filing = make_filing(world)
    for row in (world.administrator, filing, world.cycle, world.unit.department, world.framework):
        with pytest.raises(ProtectedError):
            row.delete()


def test_who_creates_the_superuser_is_an_administrator(db: None) -> None:
    user = User.objects.create_superuser("root", password="a-Password-of-tests-1", full_name="系统安装人")
    assert user.role == "administrator"
    assert (user.get_full_name(), user.get_short_name()) == ("系统安装人", "系统安装人")
