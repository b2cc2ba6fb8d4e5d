"""`manage.py load_demo`: a year of three units that looks alive, made once."""

from datetime import timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from PIL import Image

from selfeval.domain.workflow import Role, State
from selfeval.models import (
    Department,
    Disclosure,
    Event,
    EvidenceFile,
    Filing,
    FilingCycle,
    RectificationItem,
    ReviewPin,
    ReviewRecord,
    SpotCheck,
    Submission,
    User,
)
from selfeval.queries.snapshots import assessment_of
from selfeval.services.kept_files import opened
from selfeval.services.pdf import page_picture
from tests.replay import replayed

PASSWORD = "selfeval-demo-2021"
ROLES = {
    "office_preparer": Role.PREPARER,
    "office_head": Role.UNIT_HEAD,
    "service_preparer": Role.PREPARER,
    "service_head": Role.UNIT_HEAD,
    "market_preparer": Role.PREPARER,
    "market_head": Role.UNIT_HEAD,
    "reviewer": Role.REVIEWER,
    "administrator": Role.ADMINISTRATOR,
    "administrator_2": Role.ADMINISTRATOR,
    "supervisor": Role.SUPERVISOR,
    "office_reviewer": Role.OFFICE_REVIEWER,
    "third_party": Role.THIRD_PARTY,
    "auditor": Role.AUDITOR,
    "system_admin": Role.SYSTEM_ADMINISTRATOR,
    "security_admin": Role.SECURITY_ADMINISTRATOR,
    "audit_admin": Role.AUDIT_ADMINISTRATOR,
}


def load_demo() -> str:
    out = StringIO()
    call_command("load_demo", stdout=out)
    return out.getvalue()


@pytest.fixture
def demo(db: None) -> str:
    return replayed("demo", _made)


def _made() -> str:
    call_command("load_frameworks", stdout=StringIO())
    return load_demo()


def of(code: str) -> Filing:
    return Filing.objects.get(department__code=code, cycle__fiscal_year=2021)


def test_an_account_for_every_role_is_printed_and_works(demo: str) -> None:
    assert f"示例账号（口令都是 {PASSWORD}）" in demo
    people = {user.username: user for user in User.objects.all()}
    assert {name: user.role for name, user in people.items()} == ROLES
    for name, user in people.items():
        assert user.check_password(PASSWORD)
        line = next(line for line in demo.splitlines() if line.split()[:1] == [name])
        assert line.split()[1:3] == [Role(user.role).label, user.full_name]
        places = {Role.OFFICE_REVIEWER: "经济建设科", Role.THIRD_PARTY: "第三方机构"}
        assert line.split()[3] == (user.department.name if user.department else places.get(Role(user.role), "财政局"))


def test_the_first_filing_is_finalised_with_its_warnings_explained(demo: str) -> None:
    filing = of("001001")
    assert (filing.state, filing.self_total, filing.computed_total, filing.grade) == (State.FINALISED, 92, 91, "优")
    assert (filing.blocking_count, filing.warning_count > 0) == (0, True)
    record = ReviewRecord.objects.get(submission__filing=filing)
    assert (record.verdict, record.confirmed_total, record.reviewer.username) == ("finalised", 92, "reviewer")
    assert record.submission.submitted_by.username == "office_head"


def test_the_second_filing_is_half_filled(demo: str) -> None:
    filing = of("001002")
    assert (filing.state, filing.round) == (State.FILLING, 1)
    assert filing.blocking_count > 0
    assert not Submission.objects.filter(filing=filing).exists()


def test_the_second_filing_has_evidence_that_can_be_looked_at(demo: str) -> None:
    ledger, contents = EvidenceFile.objects.filter(filing=of("001002"))
    assert (ledger.page_count, contents.media_type) == (2, "image/png")
    with opened(ledger) as stream:
        page = Image.open(BytesIO(page_picture(stream.read(), 1)))
    assert len(page.convert("1").getcolors() or ()) == 2
    assert [each.links.count() for each in (ledger, contents)] == [1, 1]


def test_the_third_filing_was_returned_with_a_comment(demo: str) -> None:
    filing = of("001003")
    assert (filing.state, filing.round) == (State.RETURNED, 2)
    record = ReviewRecord.objects.get(submission__filing=filing)
    assert record.verdict == "returned"
    assert "预决算信息公开性" in record.comment


def test_the_return_opens_what_is_pinned(demo: str) -> None:
    pins = ReviewPin.objects.filter(submission__filing=of("001003")).order_by("pk")
    assert [pin.place.rpartition(".")[2] for pin in pins] == ["information_disclosure", "other"]
    assert all(pin.sent_at and not pin.answer for pin in pins)
    assert ReviewRecord.objects.get(submission__filing=of("001003")).opens


def test_last_year_was_drawn_put_right_and_published(demo: str) -> None:
    check = SpotCheck.objects.get()
    units = check.items.select_related("filing__department").order_by("filing__department__code")
    assert [(item.filing.department.code, item.state) for item in units] == [
        ("001002", "settled"),
        ("001003", "objected"),
    ]
    assert RectificationItem.objects.get().state == "closed"
    published = Disclosure.objects.get()
    assert (published.state, published.filing.department.code) == ("published", "001002")
    assert Client().get("/public/2020/").content.decode().count("晋中开发区财政服务中心") >= 1


def test_two_units_have_last_years_form_to_compare_with(demo: str) -> None:
    for code in ("001002", "001003"):
        before = Filing.objects.get(department__code=code, cycle__fiscal_year=2020)
        assert (before.state, before.blocking_count, before.grade) == (State.FINALISED, 0, "优")
        found = assessment_of(filing=of(code), texts=False)
        assert found.prior is not None
        # What came in this year is what was left, and nothing is a hundred times last year's.
        told = {finding.check for finding in found.findings}
        assert not told & {"opening_matches_last_year", "unit_slip", "three_public_within_budget"}
    assert assessment_of(filing=of("001001"), texts=False).prior is None


def test_every_filing_belongs_to_its_unit_as_the_file_names_it(demo: str) -> None:
    for filing in Filing.objects.select_related("department"):
        content = assessment_of(filing=filing).filing
        assert (content.department.code, content.department.name) == (filing.department.code, filing.department.name)
        assert {filler.department for filler in filing.fillers.all()} == {filing.department}


def test_a_department_is_above_the_units_and_offices_look_after_them(demo: str) -> None:
    units = Department.objects.filter(code__in=("001001", "001002", "001003"))
    assert {unit.supervisor.code for unit in units if unit.supervisor} == {"001"}
    assert User.objects.get(username="supervisor").department_id == Department.objects.get(code="001").pk
    office = User.objects.get(username="office_reviewer").business_office
    assert office is not None
    assert office.departments.count() == 2
    assert Department.objects.get(is_finance_bureau=True).code == "002"


def test_next_years_cycle_is_prepared_and_issued_to_nobody(demo: str) -> None:
    cycle = FilingCycle.objects.get(code="2022")
    assert (cycle.stage, cycle.units.count(), cycle.filings.count()) == ("draft", 4, 0)
    assert cycle.based_on == FilingCycle.objects.get(code="2021")
    levels = cycle.levels_for(Department.objects.get(code="001002"))
    assert [level.value for level in levels] == ["supervisor", "office", "final"]


def test_the_year_is_alive(demo: str) -> None:
    now = timezone.now()
    cycle = FilingCycle.objects.get(code="2021")
    assert cycle.fiscal_year == 2021
    assert timedelta(days=5) < cycle.deadline - now <= timedelta(days=6)
    assert cycle.opens_at < now
    for filing in Filing.objects.all():
        times = list(Event.objects.filter(filing=filing).order_by("id").values_list("at", flat=True))
        assert times == sorted(times)
        assert times[-1] < now


def test_the_demo_went_through_the_services(demo: str) -> None:
    for filing in Filing.objects.all():
        written = Event.objects.filter(filing=filing, version__isnull=False)
        versions = list(written.order_by("id").values_list("version", flat=True))
        assert versions == list(range(1, filing.version + 1))


def test_a_second_run_changes_nothing_and_prints_the_accounts_again(demo: str) -> None:
    tables: list[Any] = [User, Department, FilingCycle, Filing, Submission, Event]
    before = [list(table.objects.order_by("pk").values()) for table in tables]
    printed = load_demo()
    assert "示例已经装入过，没有改动。" in printed
    assert printed.split("\n\n")[1] == demo.split("\n\n")[1]
    assert [list(table.objects.order_by("pk").values()) for table in tables] == before


@pytest.mark.django_db
def test_it_asks_for_the_frameworks_first() -> None:
    with pytest.raises(CommandError, match=r"请先运行：manage\.py load_frameworks"):
        load_demo()
    assert not User.objects.exists()
    assert not Event.objects.exists()


@pytest.mark.django_db
def test_a_demo_that_cannot_be_made_leaves_nothing_behind() -> None:
    call_command("load_frameworks", stdout=StringIO())
    User.objects.create_user("market_head", full_name="占用者", role=Role.REVIEWER)
    with pytest.raises(CommandError, match="示例没有装入：已有用户名为“market_head”的账号"):
        load_demo()
    assert not Filing.objects.exists()
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_production_has_no_demo(settings: Any) -> None:
    settings.IS_PRODUCTION = True
    with pytest.raises(CommandError, match="正式环境"):
        load_demo()
    assert not User.objects.exists()
