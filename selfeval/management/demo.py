"""The demo of fixtures/demo/demo.yaml, played through the services as its people would have worked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone

from selfeval.domain import filing as domain
from selfeval.domain.files import filing_from_document, load
from selfeval.domain.framework import Framework
from selfeval.domain.workflow import Action, ReturnReason, Role
from selfeval.management.demo_after import After
from selfeval.management.demo_evidence import drawn
from selfeval.management.files import read_text
from selfeval.models import BusinessOffice, Department, Filing, FilingCycle, FrameworkVersion, User
from selfeval.queries.cycles import settings_of
from selfeval.queries.snapshots import framework_snapshot
from selfeval.review import transitions
from selfeval.services.accounts import create_user
from selfeval.services.cycles import create_cycle, prepare_cycle
from selfeval.services.departments import create_department
from selfeval.services.evidence import add_evidence
from selfeval.services.filings import open_filing, save_boxes
from selfeval.services.kept_files import received
from selfeval.services.pins import add_pin
from selfeval.services.units import assign_office, belonging_of, change_belonging, create_office
from selfeval.services.whole_filings import changes_by_section

_A_PAGE_TAKES = timedelta(minutes=14)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One line of the list of demo accounts."""

    username: str
    full_name: str
    role: Role
    department: str


class Demo:
    """The plan read from the file. Dates count back from `now`."""

    def __init__(self, *, now: datetime) -> None:
        self.now = now
        self._plan = _read_plan()
        self.password = str(self._plan["password"])
        # One for all: the password is public, and making it is slow on purpose.
        self._password_hash = make_password(self.password)

    @property
    def is_loaded(self) -> bool:
        """Whether the demo's cycle is there; the whole demo comes and goes with it."""
        return FilingCycle.objects.filter(code=self._plan["cycle"]["code"]).exists()

    def accounts(self) -> list[Account]:
        """The demo's people, unit by unit, as stored."""
        names = [person["username"] for unit in self._plan["units"] for person in unit["people"]]
        names += [person["username"] for person in self._plan["bureau"]]
        people = User.objects.select_related("department", "business_office").in_bulk(names, field_name="username")
        return [_account(people[name]) for name in names if name in people]

    @transaction.atomic
    def play(self) -> None:
        """Make everything, or nothing. Raises what the services raise, and FrameworkVersion.DoesNotExist."""
        departments = {plan["code"]: self._place(plan) for plan in self._plan["departments"]}
        offices = {plan["code"]: self._office(plan) for plan in self._plan["offices"]}
        people = {
            person["username"]: self._person(
                person, departments.get(person.get("department", "")), offices.get(person.get("office", ""))
            )
            for person in self._plan["bureau"]
        }
        years = [(self._cycle(year["cycle"]), year["units"]) for year in (self._plan["last_year"], self._plan)]
        for unit in self._plan["units"]:
            content = _content(years[-1][0], unit)
            above = departments.get(self._plan["supervisors"].get(content.department.code, ""))
            department = departments[content.department.code] = self._department(content.department, above)
            people |= {person["username"]: self._person(person, department) for person in unit["people"]}
        for cycle, units in years:
            framework = framework_snapshot(version=cycle.framework)
            for unit in units:
                content = _content(cycle, unit)
                department = departments[content.department.code]
                filing = open_filing(actor=None, cycle=cycle, department=department, now=cycle.opens_at)
                for step in unit["steps"]:
                    self._step(filing, framework, content, people[step["by"]], step)
        self._belong(departments, offices)
        After(cycle=years[0][0], people=people, ago=self._ago).play(self._plan["after_last_year"])
        self._next_year(years[-1][0], departments)

    def attach(self) -> None:
        """Attach the papers to what was played. Not in that transaction: files are kept whatever becomes of rows."""
        for unit in self._plan["units"]:
            if papers := unit.get("evidence"):
                self._attach(User.objects.get(username=papers["by"]), papers["papers"])

    def _attach(self, actor: User, papers: Sequence[Mapping[str, Any]]) -> None:
        filing = Filing.objects.get(cycle__code=self._plan["cycle"]["code"], department=actor.department)
        for number, paper in enumerate(papers, 1):
            content = drawn(paper)
            add_evidence(
                actor=actor,
                filing_id=filing.pk,
                file=received(paper["name"], BytesIO(content), size=len(content)),
                codes=paper["indicators"],
                now=filing.updated_at + number * _A_PAGE_TAKES,
            )

    @property
    def _began_at(self) -> datetime:
        """When people and departments were entered: before the first cycle opened."""
        return self._ago(self._plan["last_year"]["cycle"]["opened_days_ago"])

    def _ago(self, days: str) -> datetime:
        return self.now - timedelta(days=int(days))

    def _cycle(self, plan: Mapping[str, str]) -> FilingCycle:
        opens_at = self._ago(plan["opened_days_ago"])
        return create_cycle(
            actor=None,
            code=plan["code"],
            fiscal_year=int(plan["fiscal_year"]),
            title=plan["title"],
            framework=_framework(plan),
            opens_at=opens_at,
            deadline=self.now + timedelta(days=int(plan["days_left"])),
            now=opens_at,
        )

    def _next_year(self, this_year: FilingCycle, departments: Mapping[str, Department]) -> None:
        """Next year's as a draft, made from this year's."""
        plan = self._plan["next_year"]
        cycle = plan["cycle"]
        deadline = _at(self.now + timedelta(days=int(cycle["days_left"])), hour=18)
        settings = replace(
            settings_of(this_year),
            title=cycle["title"],
            opens_at=_at(self._ago(cycle["opened_days_ago"]), hour=9),
            deadline=deadline,
            late_until=deadline + timedelta(days=int(plan["late_days"])),
            has_supervisor_review=True,
            has_office_review=True,
        )
        prepare_cycle(
            actor=None,
            code=cycle["code"],
            fiscal_year=int(cycle["fiscal_year"]),
            framework=_framework(cycle),
            settings=settings,
            units=[departments[code] for code in plan["units"]],
            based_on=this_year,
            now=self.now,
        )

    def _place(self, plan: Mapping[str, str]) -> Department:
        """A department that is not one of the units that file."""
        return create_department(actor=None, code=plan["code"], name=plan["name"], now=self._began_at)

    def _office(self, plan: Mapping[str, str]) -> BusinessOffice:
        return create_office(actor=None, code=plan["code"], name=plan["name"], now=self._began_at)

    def _belong(self, departments: Mapping[str, Department], offices: Mapping[str, BusinessOffice]) -> None:
        """Which office looks after which unit, and which department is the finance bureau."""
        for plan in self._plan["offices"]:
            units = [departments[code].pk for code in plan["units"]]
            assign_office(actor=None, units=units, office=offices[plan["code"]], now=self.now)
        bureau = departments[self._plan["finance_bureau"]]
        change_belonging(
            actor=None,
            department_id=bureau.pk,
            seen=belonging_of(bureau),
            wanted=replace(belonging_of(bureau), is_finance_bureau=True),
            now=self.now,
        )

    def _department(self, unit: domain.FiledDepartment, above: Department | None) -> Department:
        return create_department(
            actor=None,
            code=unit.code,
            name=unit.name,
            head=unit.head,
            phone=unit.phone,
            supervisor=above,
            now=self._began_at,
        )

    def _person(
        self, person: Mapping[str, str], department: Department | None, office: BusinessOffice | None = None
    ) -> User:
        return create_user(
            actor=None,
            username=person["username"],
            full_name=person["full_name"],
            role=Role(person["role"]),
            password=self.password,
            password_hash=self._password_hash,
            department=department,
            business_office=office,
            person_number=person.get("person_number", ""),
            now=self._began_at,
        )

    def _step(
        self, filing: Filing, framework: Framework, content: domain.Filing, actor: User, step: Mapping[str, str]
    ) -> None:
        at = self._ago(step["days_ago"])
        match step["do"]:
            case "fill":
                self._fill(filing, framework, content, actor, at)
            case "open":
                transitions.mark_opened(actor=actor, filing_id=filing.pk, now=at)
            case "pin":
                copy = filing.submissions.latest("round")
                add_pin(actor=actor, submission_id=copy.pk, place=step["place"], words=step["words"], now=at)
            case action:
                filing.refresh_from_db(fields=["version"])
                transitions.perform(
                    actor=actor,
                    action=Action(action),
                    filing_id=filing.pk,
                    expected_version=filing.version,
                    comment=step.get("comment", ""),
                    confirmed_total=Decimal(step["confirmed_total"]) if "confirmed_total" in step else None,
                    reason=ReturnReason(step["reason"]) if "reason" in step else None,
                    now=at,
                )

    def _fill(
        self, filing: Filing, framework: Framework, content: domain.Filing, actor: User, begun_at: datetime
    ) -> None:
        filing.refresh_from_db(fields=["version"])
        for place, (section, changes) in enumerate(changes_by_section(framework, content).items()):
            save_boxes(
                actor=actor,
                filing_id=filing.pk,
                section=section,
                seen=filing.version,
                changes=changes,
                now=begun_at + place * _A_PAGE_TAKES,
            )


def _at(moment: datetime, *, hour: int) -> datetime:
    """That day at a full hour, local time."""
    return timezone.localtime(moment).replace(hour=hour, minute=0, second=0, microsecond=0)


def _framework(plan: Mapping[str, str]) -> FrameworkVersion:
    slug, _, version = plan["framework"].partition("@")
    return FrameworkVersion.objects.get(slug=slug, version=version)


def _content(cycle: FilingCycle, unit: Mapping[str, Any]) -> domain.Filing:
    text = read_text(settings.BASE_DIR / "fixtures" / unit["filing"])
    return filing_from_document(framework_snapshot(version=cycle.framework), load(text))


def _read_plan() -> Any:
    return load(read_text(settings.BASE_DIR / "fixtures" / "demo" / "demo.yaml"))


def _account(user: User) -> Account:
    return Account(
        username=user.username,
        full_name=user.full_name,
        role=Role(user.role),
        department=_place_of(user),
    )


def _place_of(user: User) -> str:
    """Where they sit, in words."""
    place = user.department or user.business_office
    if place is not None:
        return place.name
    return "第三方机构" if user.role == Role.THIRD_PARTY else "财政局"
