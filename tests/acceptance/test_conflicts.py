"""Rows A07 and A08: nobody judges the work of their own unit or their own hand, by whatever account."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client

from selfeval.domain.workflow import Action, Role, State
from selfeval.models import Event, Filing, FilingCycle, ReviewRecord, Submission, User
from selfeval.review.batch import Chosen, pass_batch
from selfeval.review.transitions import mark_opened, perform
from selfeval.services.errors import NotAllowed
from tests.factories import NOW, World, bring_to, make_user

JUDGING = (Action.RETURN, Action.FINALISE)


def reviewer_now_of_the_unit(world: World) -> User:
    """Belongs to the unit today."""
    return make_user("inside", Role.REVIEWER, world.unit.department)


def reviewer_then_of_the_unit(world: World) -> User:
    """Belongs to the unit when it is submitted, and leaves it for the bureau then (`left_after_submission`)."""
    return make_user("left", Role.UNIT_HEAD, world.unit.department)


def second_account_of_the_head(world: World) -> User:
    """The head who signed has a second account, of a reviewer without a unit."""
    person = make_user("second", Role.REVIEWER)
    User.objects.filter(pk__in=(person.pk, world.unit.head.pk)).update(person_number="G0007")
    return person


def second_account_of_the_preparer(world: World) -> User:
    """Who filled it has a second account, and has left the unit with the first."""
    person = make_user("second", Role.REVIEWER)
    User.objects.filter(pk__in=(person.pk, world.unit.preparer.pk)).update(person_number="G0008")
    return person


def left_after_submission(world: World) -> User:
    User.objects.filter(username="left").update(role=Role.REVIEWER, department=None)
    return User.objects.get(username="left")


CONFLICTED: dict[str, Callable[[World], User]] = {
    "of the unit now": reviewer_now_of_the_unit,
    "of the unit then": reviewer_then_of_the_unit,
    "second account of who signed": second_account_of_the_head,
    "second account of who filled": second_account_of_the_preparer,
}


def work() -> Any:
    tables = (Filing, Submission, ReviewRecord)
    return [list(table._default_manager.order_by("pk").values()) for table in tables]


@pytest.mark.django_db
@pytest.mark.parametrize("who", CONFLICTED)
def test_a07_a_conflict_is_refused_by_every_way_and_recorded(world: World, who: str) -> None:
    make_person = CONFLICTED[who]
    # Who is of the unit when it is submitted must be there before.
    person = make_person(world) if who == "of the unit then" else None
    filing = bring_to(world, State.SUBMITTED)
    person = left_after_submission(world) if person else make_person(world)
    FilingCycle.objects.update(low_risk_at_most=1000)
    person.refresh_from_db()
    before = work()
    for action in JUDGING:
        with pytest.raises(NotAllowed, match="不能"):
            perform(
                actor=person,
                action=action,
                filing_id=filing.pk,
                expected_version=filing.version,
                comment="意见",
                confirmed_total=Decimal(92),
                now=NOW,
            )
    with pytest.raises(NotAllowed):
        mark_opened(actor=person, filing_id=filing.pk, now=NOW)
    (outcome,) = pass_batch(actor=person, chosen=[Chosen(filing_id=filing.pk, version=filing.version)], now=NOW)
    assert not outcome.is_passed
    client = Client()
    client.force_login(person)
    sent = {"version": filing.version, "confirmed_total": "92", "is_confirmed": "on", "comment": "同意"}
    response = client.post(f"/filings/{filing.public_id}/finalise-filing/", sent)
    assert response.status_code == 403
    refused = Event.objects.filter(is_refused=True).latest("id")
    assert (refused.actor, refused.filing) == (person, filing)
    assert work() == before


@pytest.mark.django_db
def test_a08_neither_another_role_nor_djangos_flags_nor_a_delegate_make_it_another_person(world: World) -> None:
    """Who filled becomes reviewer, superuser, and is given the filing by name."""
    filing = bring_to(world, State.SUBMITTED)
    person = world.unit.preparer
    User.objects.filter(pk=person.pk).update(
        role=Role.REVIEWER, department=world.other.department, is_superuser=True, is_staff=True
    )
    Filing.objects.filter(pk=filing.pk).update(reviewer=person)
    before = work()
    with pytest.raises(NotAllowed, match="您填报过这份自评表"):
        perform(
            actor=User.objects.get(pk=person.pk),
            action=Action.FINALISE,
            filing_id=filing.pk,
            expected_version=filing.version,
            confirmed_total=Decimal(92),
            now=NOW,
        )
    assert work() == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    "who", ["filled", "signed", "is of the unit", "filled by another account", "signed by another account"]
)
def test_a08_the_database_refuses_the_verdict_whoever_writes_it(world: World, who: str) -> None:
    filing = bring_to(world, State.SUBMITTED)
    person = {
        "filled": world.unit.preparer,
        "signed": world.unit.head,
        "is of the unit": make_user("inside", Role.REVIEWER, world.unit.department),
        "filled by another account": second_account_of_the_preparer(world),
        "signed by another account": make_user("third", Role.REVIEWER),
    }[who]
    if who == "signed by another account":
        User.objects.filter(pk__in=(person.pk, world.unit.head.pk)).update(person_number="G0009")
    if who in {"filled", "signed"}:
        User.objects.filter(pk=person.pk).update(role=Role.REVIEWER, department=None)

    def write(reviewer: User) -> None:
        with transaction.atomic():
            ReviewRecord.objects.create(
                submission=filing.submissions.get(),
                level="final",
                reviewer=reviewer,
                verdict="returned",
                comment="请补充",
                reason="other",
                at=NOW,
            )

    with pytest.raises(DatabaseError, match="不能审核"):
        write(person)
    write(world.reviewer)


@pytest.mark.django_db
def test_a08_the_database_refuses_the_signature_of_who_filled_it_but_where_the_cycle_gives_leave(world: World) -> None:
    filing = bring_to(world, State.SUBMITTED)
    row = Submission.objects.get()

    def write(signer: User) -> None:
        with transaction.atomic():
            Submission.objects.create(
                filing=filing,
                round=Submission.objects.count() + 1,
                document=row.document,
                result=row.result,
                sha256=row.sha256,
                verification_code=row.verification_code,
                framework=row.framework,
                submitted_by=signer,
                submitted_at=NOW,
            )

    second = make_user("second", Role.UNIT_HEAD, world.unit.department)
    write(second)
    User.objects.filter(pk__in=(second.pk, world.unit.preparer.pk)).update(person_number="G0010")
    for person in (world.unit.preparer, second):
        with pytest.raises(DatabaseError, match="填报的人不能签发"):
            write(person)
    FilingCycle.objects.update(allows_filler_to_sign=True)
    write(world.unit.preparer)
