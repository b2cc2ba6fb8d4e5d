"""Makes what tests need through the services, so that no test stands on rows the product would never write.

world = make_world()                             # three units, a reviewer, an administrator, an open cycle
filing = make_filing(world)                      # the empty form of the first unit
filing = fill(filing, world.unit.preparer)       # every box of a sample file
filing = move(filing, world.unit.preparer, Action.SEND_FOR_SIGNATURE)
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.contrib.auth.hashers import make_password

from selfeval.domain import filing as domain
from selfeval.domain.files import read_filing, read_framework
from selfeval.domain.framework import Framework
from selfeval.domain.workflow import Action, Role, State
from selfeval.models import BusinessOffice, Department, Filing, FilingCycle, FrameworkVersion, User
from selfeval.review import transitions
from selfeval.services.accounts import create_user
from selfeval.services.changes import Change, ExplanationChange
from selfeval.services.cycles import create_cycle
from selfeval.services.departments import create_department
from selfeval.services.filings import SavedBoxes, open_filing, save_boxes
from selfeval.services.frameworks import load_framework
from selfeval.services.whole_filings import changes_by_section
from tests.replay import replayed

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
NOW = datetime(2022, 3, 1, 1, 30, tzinfo=UTC)
PASSWORD = "a-Password-of-tests-1"
COPIED = "not_copied_from_another_unit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A department with its two people."""

    department: Department
    preparer: User
    head: User


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everybody a test may need, and an open cycle. `unit` and `other` are two units that must not meet."""

    framework: FrameworkVersion
    cycle: FilingCycle
    unit: Unit
    other: Unit
    third: Unit
    reviewer: User
    administrator: User


@cache
def framework_text(slug: str = "jinzhong-2021") -> str:
    """A shipped framework file."""
    return (FIXTURES / "frameworks" / f"{slug}.yaml").read_text(encoding="utf-8")


@cache
def domain_framework(slug: str = "jinzhong-2021") -> Framework:
    """A shipped framework as the domain reads it."""
    return read_framework(framework_text(slug))


@cache
def sample(name: str = "jinzhong-2021") -> domain.Filing:
    """A shipped sample filing as the domain reads it."""
    return read_filing(domain_framework(), (FIXTURES / "filings" / f"{name}.yaml").read_text(encoding="utf-8"))


def make_framework(slug: str = "jinzhong-2021") -> FrameworkVersion:
    """A published framework in the database."""
    return load_framework(text=framework_text(slug), path=f"{slug}.yaml", actor=None, now=NOW).version


def make_user(
    username: str, role: Role, department: Department | None = None, office: BusinessOffice | None = None
) -> User:
    """An account with the password of all tests."""
    user = create_user(
        actor=None,
        username=username,
        full_name=f"{username}甲",
        role=role,
        password=PASSWORD,
        password_hash=_password_hash(),
        department=department,
        business_office=office,
        now=NOW,
    )
    # A moment of its own would make it another world to `replayed`.
    user.date_joined = NOW
    user.save(update_fields=["date_joined"])
    return user


@cache
def _password_hash() -> str:
    """One for all accounts: with a salt of its own each would be another world to `replayed`."""
    return make_password(PASSWORD)


def make_unit(code: str, name: str) -> Unit:
    """A department with a preparer and a head, named after its code."""
    department = create_department(
        actor=None, code=code, name=name, head=f"{name}负责人", phone="0354-0000000", now=NOW
    )
    return Unit(
        department=department,
        preparer=make_user(f"preparer{code}", Role.PREPARER, department),
        head=make_user(f"head{code}", Role.UNIT_HEAD, department),
    )


def make_world() -> World:
    """Three units, a reviewer and an administrator of the bureau, a cycle of 2021."""
    return replayed("world", _new_world)


def _new_world() -> World:
    framework = make_framework()
    return World(
        framework=framework,
        cycle=create_cycle(
            actor=None,
            code="2021",
            fiscal_year=2021,
            title="2021年度部门整体支出绩效自评",
            framework=framework,
            opens_at=NOW - timedelta(days=20),
            deadline=NOW + timedelta(days=10),
            now=NOW,
        ),
        unit=make_unit("001", "综合办"),
        other=make_unit("002", "服务中心"),
        third=make_unit("003", "招商中心"),
        reviewer=make_user("reviewer", Role.REVIEWER),
        administrator=make_user("administrator", Role.ADMINISTRATOR),
    )


def make_filing(world: World, unit: Unit | None = None) -> Filing:
    """The empty form of `unit`, of the first unit by default."""
    filing = bring_to(world, State.TO_FILL, unit)
    # Who changes the cycle of the world changes that of the filing.
    filing.cycle, filing.department = world.cycle, (unit or world.unit).department
    return filing


def save(filing: Filing, actor: User, section: str | None, *changes: Change, seen: int | None = None) -> SavedBoxes:
    """Save boxes of a page, or of all pages, as seen now, or at the version `seen` of the filing."""
    version = Filing.objects.values_list("version", flat=True).get(pk=filing.pk) if seen is None else seen
    return save_boxes(actor=actor, filing_id=filing.pk, section=section, seen=version, changes=changes, now=NOW)


def fill(filing: Filing, actor: User, name: str = "jinzhong-2021") -> Filing:
    """Save all pages of the sample `name`."""
    return replayed(f"fill {filing.pk} {actor.pk} {name}", lambda: _filled(filing, actor, name))


def _filled(filing: Filing, actor: User, name: str) -> Filing:
    # In one write, as a workbook comes in: each would be scored and checked as a whole.
    pages = changes_by_section(domain_framework(), sample(name)).values()
    kept = save(filing, actor, None, *(change for changes in pages for change in changes))
    if any(finding.check == COPIED for finding in kept.assessment.findings):
        # A second unit with the same sample answers for it.
        kept = save(kept.filing, actor, "check", ExplanationChange(check=COPIED, text="两个单位合署办公"))
    return kept.filing


def move(
    filing: Filing, actor: User, action: Action, *, comment: str = "", confirmed_total: Decimal | None = None
) -> Filing:
    """Do `action` at the version `filing` has."""
    return transitions.perform(
        actor=actor,
        action=action,
        filing_id=filing.pk,
        expected_version=filing.version,
        comment=comment,
        confirmed_total=confirmed_total,
        now=NOW,
    )


def name_accountant(unit: Unit, person: User | None) -> None:
    """Make `person` the one who reviews inside `unit`."""
    unit.department.accountant = person
    unit.department.save(update_fields=["accountant"])


def bring_to(world: World, state: State, unit: Unit | None = None) -> Filing:
    """A filing of `unit` in `state`, by the way the work goes."""
    people = unit or world.unit
    if state is State.INTERNAL_REVIEW:
        name_accountant(people, people.preparer)
    return replayed(f"{state} {people.department.code} {world.cycle.code}", lambda: _brought_to(world, state, people))


# Which state comes before, on the way the work goes.
_BEFORE = {
    State.FILLING: State.TO_FILL,
    State.INTERNAL_REVIEW: State.FILLING,
    State.AWAITING_SIGNATURE: State.FILLING,
    State.RETURNED: State.SUBMITTED,
    State.FINALISED: State.SUBMITTED,
}


def _brought_to(world: World, state: State, people: Unit) -> Filing:
    if state is State.TO_FILL:
        return open_filing(actor=world.administrator, cycle=world.cycle, department=people.department, now=NOW)
    # Once signed it waits for the first review there is.
    filing = bring_to(world, _BEFORE.get(state, State.AWAITING_SIGNATURE), people)
    if state is State.FILLING:
        return fill(filing, people.preparer)
    if state is State.INTERNAL_REVIEW:
        return move(filing, people.preparer, Action.SEND_FOR_INTERNAL_REVIEW)
    if state is State.AWAITING_SIGNATURE:
        return move(filing, people.preparer, Action.SEND_FOR_SIGNATURE)
    if state is State.RETURNED:
        return move(filing, world.reviewer, Action.RETURN, comment="请补充项目支出的说明")
    if state is State.FINALISED:
        return move(filing, world.reviewer, Action.FINALISE, confirmed_total=filing.self_total)
    return move(filing, people.head, Action.SIGN)
