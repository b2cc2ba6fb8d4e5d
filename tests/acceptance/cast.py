"""Everybody of the table of rights as real accounts, and the life of one filing through all its states."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.contrib.auth.models import AnonymousUser

from selfeval.domain.workflow import SEPARATE_ROLES, Action, Role
from selfeval.models import (
    BusinessOffice,
    Filing,
    FilingCycle,
    Notice,
    ReviewRecord,
    SpotCheck,
    SpotCheckItem,
    Submission,
    User,
)
from selfeval.services.changes import NarrativeChange
from selfeval.services.departments import create_department
from tests.factories import NOW, World, fill, make_filing, make_user, make_world, move, name_accountant, save

Person = User | AnonymousUser
Cast = Mapping[str, tuple[Person, ...]]


def three_levels() -> World:
    """A world in which the first unit's filing goes past its supervisor (the third unit), its office and the bureau."""
    world = make_world()
    top = create_department(actor=None, code="000", name="市政府", head="", phone="", now=NOW)
    office = BusinessOffice.objects.create(code="jj", name="经济建设科")
    FilingCycle.objects.update(has_supervisor_review=True, has_office_review=True)
    world.cycle.refresh_from_db()
    # The first two are sisters below the third, which is below the top.
    for department, above in ((world.unit, world.third.department), (world.other, world.third.department)):
        department.department.supervisor = above
        department.department.business_office = office if department is world.unit else None
        department.department.save()
    world.third.department.supervisor = top
    world.third.department.save()
    return world


def cast_of(world: World) -> Cast:
    """Accounts for the principals of fixtures/permissions.yaml by their codes, but those who need another arrangement.

    Who "filled" is put among the fillers by `life`.
    """
    unit, parent = world.unit.department, world.third.department
    top = parent.supervisor
    office = BusinessOffice.objects.get()
    other_office = BusinessOffice.objects.create(code="sb", name="社会保障科")
    disabled = make_user("disabled", Role.PREPARER, unit)
    disabled.is_active = False
    disabled.save()
    return {
        "nobody": (AnonymousUser(), disabled),
        "unassigned": (make_user("unassigned", Role.UNASSIGNED),),
        "preparer": (make_user("colleague", Role.PREPARER, unit),),
        "head": (world.unit.head,),
        "head_who_filled": (make_user("head_filled", Role.UNIT_HEAD, unit),),
        # Of a sister, and of the unit above: nothing goes up or down by itself.
        "other_preparer": (world.other.preparer, world.third.preparer),
        "other_head": (world.other.head, world.third.head),
        "supervisor": (make_user("supervisor", Role.SUPERVISOR, parent),),
        "supervisor_higher": (make_user("higher", Role.SUPERVISOR, top),),
        "supervisor_of_another": (make_user("elsewhere", Role.SUPERVISOR, world.other.department),),
        "supervisor_who_filled": (make_user("supervisor_filled", Role.SUPERVISOR, parent),),
        "office_reviewer": (make_user("office", Role.OFFICE_REVIEWER, office=office),),
        "office_reviewer_of_another": (make_user("office2", Role.OFFICE_REVIEWER, office=other_office),),
        "reviewer": (world.reviewer,),
        "reviewer_of_unit": (make_user("inside", Role.REVIEWER, unit),),
        "reviewer_who_filled": (make_user("filled", Role.REVIEWER),),
        "administrator": (world.administrator,),
        "administrator_of_unit": (make_user("administrator_inside", Role.ADMINISTRATOR, unit),),
        "third_party": (make_user("drawn", Role.THIRD_PARTY),),
        "third_party_without": (make_user("not_drawn", Role.THIRD_PARTY),),
        "auditor": (make_user("auditor", Role.AUDITOR),),
        **{role.value: (make_user(role.value, role),) for role in SEPARATE_ROLES},
    }


def life(world: World, cast: Cast) -> Iterator[Filing]:
    """The first unit's filing, once in each state."""
    preparer, head = world.unit.preparer, world.unit.head
    (supervisor,), (office,) = cast["supervisor"], cast["office_reviewer"]
    filing = make_filing(world)
    _mark_fillers(filing, cast)
    yield filing
    filing = move(filing, world.administrator, Action.EXEMPT, comment="本年新设，没有支出")
    yield filing
    filing = fill(move(filing, world.administrator, Action.END_EXEMPTION, comment="有支出"), preparer)
    yield filing
    name_accountant(world.unit, preparer)
    filing = move(filing, preparer, Action.SEND_FOR_INTERNAL_REVIEW)
    name_accountant(world.unit, None)
    yield Filing.objects.get(pk=filing.pk)
    filing = move(filing, preparer, Action.TAKE_BACK)
    for number in (1, 2):
        filing = move(filing, preparer, Action.SEND_FOR_SIGNATURE)
        if number == 1:
            yield filing
        filing = move(filing, head, Action.SIGN)
        draw(filing, cast)
        for judge in (supervisor, office):
            if number == 1:
                yield filing
            filing = move(filing, judge, Action.PASS)  # type: ignore[arg-type]  # an account
        if number == 1:
            yield filing
            filing = move(filing, world.reviewer, Action.RETURN, comment="请补充")
            yield filing
            filing = save(filing, preparer, "narratives", NarrativeChange(code="other", text="已补充")).filing
    yield move(filing, world.reviewer, Action.FINALISE, confirmed_total=filing.self_total)


def _mark_fillers(filing: Filing, cast: Cast) -> None:
    people = [person for code, each in cast.items() if code.endswith("_who_filled") for person in each]
    filing.fillers.add(*people)  # type: ignore[arg-type]  # accounts, all of them


def draw(filing: Filing, cast: Cast) -> None:
    """A spot check of the newest submission, given to the third party; once."""
    if SpotCheckItem.objects.exists():
        return
    check = SpotCheck.objects.create(
        cycle=filing.cycle, title="抽查", method="random", seed="1", size=1, population=[], drawn_by_id=1, drawn_at=NOW
    )
    SpotCheckItem.objects.create(
        spot_check=check,
        filing=filing,
        submission=filing.submissions.latest("round"),
        position=1,
        checker=cast["third_party"][0],  # type: ignore[misc]  # an account
    )


def rows() -> Any:
    """What no refusal may change."""
    tables = (Filing, Submission, ReviewRecord, SpotCheckItem, Notice)
    return [list(table._default_manager.order_by("pk").values()) for table in tables]
