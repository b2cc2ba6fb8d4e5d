"""Whoever meets a form in its life, from its preparer to the second administrator, under one, two or three levels."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from selfeval.domain.workflow import Role
from selfeval.models import BusinessOffice, Filing, FilingCycle, User
from selfeval.services.cycles import create_cycle
from selfeval.services.departments import create_department
from selfeval.services.filings import open_filing
from tests.factories import NOW, fill, make_framework, make_user
from tests.replay import replayed

UNIT = "晋中开发区综合办"
# Who passes it on before the performance office sees it, by how many levels there are.
BELOW = {1: (), 2: ("supervisor",), 3: ("supervisor", "officer")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The people by who they are, and the form the life is of."""

    people: dict[str, User]
    filing: Filing


def make_cast(levels: int, *, is_filled: bool) -> Cast:
    """A year with so many levels of review, and one unit's form in it, with the real figures or without any."""
    # The levels are set afterwards: filling takes long, and is the same for all.
    cast = replayed(f"cast of lives {is_filled}", lambda: _made(is_filled))
    FilingCycle.objects.update(has_supervisor_review=levels > 1, has_office_review=levels > 2)
    return cast


def _made(is_filled: bool) -> Cast:
    cycle = _cycle()
    above = create_department(actor=None, code="900", name="开发区管委会", now=NOW)
    office = BusinessOffice.objects.create(code="jj", name="经济建设科")
    unit = create_department(actor=None, code="001001", name=UNIT, now=NOW)
    unit.supervisor, unit.business_office = above, office
    unit.save(update_fields=["supervisor", "business_office"])
    people = {
        "preparer": make_user("preparer", Role.PREPARER, unit),
        "head": make_user("head", Role.UNIT_HEAD, unit),
        "supervisor": make_user("supervisor", Role.SUPERVISOR, above),
        "officer": make_user("officer", Role.OFFICE_REVIEWER, office=office),
        "reviewer": make_user("reviewer", Role.REVIEWER),
        "administrator": make_user("administrator", Role.ADMINISTRATOR),
        "second": make_user("second", Role.ADMINISTRATOR),
        "checker": make_user("checker", Role.THIRD_PARTY),
    }
    filing = open_filing(actor=None, cycle=cycle, department=unit, now=NOW)
    return Cast(people=people, filing=fill(filing, people["preparer"]) if is_filled else filing)


def _cycle() -> FilingCycle:
    now = timezone.now()
    return create_cycle(
        actor=None,
        code="2021",
        fiscal_year=2021,
        title="2021年度部门整体支出绩效自评",
        framework=make_framework(),
        # Open when the factories fill it in, and when somebody sits down at a browser.
        opens_at=NOW - timedelta(days=20),
        deadline=now + timedelta(days=10),
        now=now,
    )
