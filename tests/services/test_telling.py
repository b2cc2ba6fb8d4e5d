"""Who is told of each step: whose turn it is, and the unit of what became of its form."""

from datetime import timedelta

import pytest

from selfeval.domain.workflow import Action, Level, Role, State
from selfeval.models import BusinessOffice, Department, Filing, FilingCycle, Notice, User
from selfeval.review import transitions
from selfeval.services.departments import create_department
from selfeval.services.extending import extend_filings
from selfeval.services.issuing import issue_filings
from selfeval.services.telling import reviewers_of
from tests.factories import NOW, World, bring_to, make_filing, make_user, move, name_accountant


def told(kind: Notice.Kind | None = None) -> dict[str, list[str]]:
    """The accounts that were told, by the title up to its colon."""
    found: dict[str, list[str]] = {}
    for notice in Notice.objects.filter(**({"kind": kind.value} if kind else {})).order_by("pk"):
        found.setdefault(notice.title.split("：")[0], []).append(notice.user.username)
    return {title: sorted(people) for title, people in found.items()}


def forget() -> None:
    Notice.objects.all().delete()


def test_sending_for_signature_is_the_heads_turn(world: World) -> None:
    bring_to(world, State.AWAITING_SIGNATURE)
    assert told() == {"等您签发": ["head001"]}
    assert Notice.objects.get().address.endswith("/sign-off/")


def test_sending_inside_is_the_accountants_turn(world: World) -> None:
    accountant = make_user("accountant", Role.PREPARER, world.unit.department)
    name_accountant(world.unit, accountant)
    filing = bring_to(world, State.FILLING)
    move(filing, world.unit.preparer, Action.SEND_FOR_INTERNAL_REVIEW)
    assert told() == {"等您内部审核": ["accountant"]}


def test_signing_is_the_reviewers_turn_where_there_is_one_level(world: World) -> None:
    bring_to(world, State.SUBMITTED)
    assert told()["等您审核"] == ["reviewer"]


def test_each_level_is_told_in_its_turn(world: World) -> None:
    """Three levels: the supervising department, the office, the performance office."""
    bureau = BusinessOffice.objects.create(code="01", name="行政政法科")
    above = create_department(actor=None, code="900", name="主管局", now=NOW)
    Department.objects.filter(pk=world.unit.department.pk).update(supervisor=above, business_office=bureau)
    FilingCycle.objects.filter(pk=world.cycle.pk).update(has_supervisor_review=True, has_office_review=True)
    supervisor = make_user("supervisor", Role.SUPERVISOR, above)
    office = make_user("office", Role.OFFICE_REVIEWER, office=bureau)
    make_user("other-supervisor", Role.SUPERVISOR, world.other.department)
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    forget()
    filing = move(filing, world.unit.head, Action.SIGN)
    assert told() == {"等您审核": ["supervisor"]}
    forget()
    filing = move(filing, supervisor, Action.PASS)
    assert told() == {"等您审核": ["office"]}
    forget()
    move(filing, office, Action.PASS)
    assert told() == {"等您审核": ["reviewer"]}


def test_a_return_is_told_to_the_unit_with_its_words(world: World) -> None:
    bring_to(world, State.RETURNED)
    assert told(Notice.Kind.RETURNED) == {"审核退回，请修改后再报": ["head001", "preparer001"]}
    assert set(Notice.objects.filter(kind=Notice.Kind.RETURNED.value).values_list("words", flat=True)) == {
        "请补充项目支出的说明"
    }


def test_a_decline_of_the_head_is_told_to_who_fills(world: World) -> None:
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    move(filing, world.unit.head, Action.DECLINE, comment="结余没有说清")
    assert told(Notice.Kind.RETURNED) == {"负责人退回，请修改": ["preparer001"]}


def test_the_end_is_told_to_the_unit(world: World) -> None:
    bring_to(world, State.FINALISED)
    assert told(Notice.Kind.FINALISED) == {"审核通过，已定稿": ["head001", "preparer001"]}


def test_exemption_and_its_end(world: World) -> None:
    filing = move(make_filing(world), world.administrator, Action.EXEMPT, comment="本年新设立")
    assert told(Notice.Kind.EXEMPTED) == {"本次免评，不用填报": ["head001", "preparer001"]}
    move(filing, world.administrator, Action.END_EXEMPTION, comment="仍要填报")
    assert "不再免评，请填报" in told()


def test_unlocking_is_asked_of_administrators_and_answered_to_the_unit(world: World) -> None:
    filing = bring_to(world, State.FINALISED)
    forget()
    filing = move(filing, world.unit.head, Action.ASK_UNLOCK, comment="决算数更正")
    assert told() == {"等您答复解锁申请": ["administrator"]}
    forget()
    filing = move(filing, world.administrator, Action.REFUSE_UNLOCK, comment="不影响得分")
    assert told() == {"财政局不同意解锁": ["head001", "preparer001"]}
    filing = move(filing, world.unit.head, Action.ASK_UNLOCK, comment="影响得分")
    forget()
    move(filing, world.administrator, Action.UNLOCK, comment="同意")
    assert told() == {"已解锁，可以修改": ["head001", "preparer001"]}


def test_nobody_is_told_of_a_step_that_was_refused(world: World) -> None:
    filing = bring_to(world, State.SUBMITTED)
    forget()
    with pytest.raises(transitions.NotAllowed):
        move(filing, world.unit.head, Action.FINALISE)
    assert told() == {}


def test_the_bureaus_own_form_is_told_to_whom_it_was_given(world: World) -> None:
    department = world.unit.department
    department.is_finance_bureau = True
    department.save(update_fields=["is_finance_bureau"])
    outside = make_user("outside", Role.REVIEWER, world.other.department)
    filing = Filing.objects.select_related("department", "cycle").get(pk=make_filing(world).pk)
    assert list(reviewers_of(filing, Level.FINAL)) == []
    filing.reviewer = outside
    filing.save(update_fields=["reviewer"])
    assert list(reviewers_of(filing, Level.FINAL)) == [outside]


def test_a_reviewer_is_not_told_of_their_own_department(world: World) -> None:
    own = make_user("own", Role.REVIEWER, world.unit.department)
    filing = make_filing(world)
    found: set[User] = set(reviewers_of(filing, Level.FINAL))
    assert found == {world.reviewer}
    assert own not in found


def test_issuing_tells_the_units(world: World) -> None:
    world.cycle.units.add(world.unit.department, world.other.department)
    issue_filings(actor=world.administrator, cycle_id=world.cycle.pk, now=NOW)
    issue_filings(actor=world.administrator, cycle_id=world.cycle.pk, now=NOW)
    assert told() == {"请填报": ["head001", "head002", "preparer001", "preparer002"]}


def test_extending_tells_the_unit_until_when_and_why(world: World) -> None:
    filing = make_filing(world)
    due_at = NOW + timedelta(days=20)
    extend_filings(
        actor=world.administrator, versions={filing.pk: filing.version}, due_at=due_at, reason="机构合并", now=NOW
    )
    assert told() == {"已延期到 2022年3月21日 09:30": ["head001", "preparer001"]}
    assert Notice.objects.first().words == "机构合并"
