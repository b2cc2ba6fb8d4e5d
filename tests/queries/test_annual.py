"""The rows of a year: exactly what somebody may see, filtered, with the figures of the frozen copies."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from selfeval.domain.annual import Chosen, Year
from selfeval.domain.workflow import Role, State
from selfeval.models import BusinessOffice, Department, Filing, ReviewScore, Submission, User
from selfeval.queries.annual import AnnualFilter, annual_filings, annual_year, page_figures, unfiled_units
from selfeval.queries.annual_rows import ChangedMeanwhile
from selfeval.queries.filings import UnknownChoice, visible_filings
from selfeval.services.departments import create_department
from tests.factories import NOW, Unit, World, bring_to, make_filing, make_framework, make_unit, make_user, make_world

pytestmark = pytest.mark.django_db
CHOSEN = Chosen(department="", grade="", state="", search="", asked_by="甲", asked_at="2022年3月1日")


@pytest.fixture
def world() -> World:
    return make_world()


def year(world: World, user: User, asked: AnnualFilter | None = None) -> Year:
    return annual_year(user=user, cycle=world.cycle, asked=asked or AnnualFilter(), chosen=CHOSEN, now=NOW)


def place_below(world: World, *units: Unit) -> Department:
    above = create_department(actor=None, code="900", name="主管局", now=NOW)
    Department.objects.filter(pk__in=[unit.department.pk for unit in units]).update(supervisor=above)
    return above


def test_a_reported_unit_has_its_figures_scores_and_totals(world: World) -> None:
    filing = bring_to(world, State.FINALISED)
    Department.objects.filter(pk=filing.department_id).update(name="改名后的单位")
    found = year(world, world.administrator)
    (unit,) = found.units
    assert (unit.name, unit.state, unit.self_score, unit.computed, unit.final, unit.grade) == (
        "改名后的单位", State.FINALISED, Decimal("92.00"), Decimal("91.00"), Decimal("92.00"), "优",
    )  # fmt: skip
    figures = {column.code: value for column, value in zip(found.head.figures, unit.figures, strict=True)}
    assert figures["original_budget"] == Decimal("2424.03")
    assert figures["budget_adjustment_items.total"] == Decimal(484)
    assert figures["full_year_budget"] == Decimal("3043.01")
    assert figures["opening_carryover"] is None
    assert sum(line.self_score or 0 for line in unit.scores if line) == unit.self_score == unit.itemised
    lost = {
        column.name: (line.lost, line.reason)
        for column, line in zip(found.head.indicators, unit.scores, strict=True)
        if line and line.lost
    }
    assert lost["预算完成率"][0] == Decimal("2.00")
    assert sum(points for points, _ in lost.values()) == Decimal(8)


def test_what_is_not_reported_is_missing_and_not_zero(world: World) -> None:
    filing = bring_to(world, State.FILLING)
    assert filing.self_total is not None
    (unit,) = year(world, world.administrator).units
    assert (unit.state, unit.self_score, unit.counted, unit.grade, unit.figures) == (State.FILLING, None, None, "", ())


def test_the_reviewers_scores_count_once_the_form_is_finalised(world: World) -> None:
    bring_to(world, State.FINALISED)
    copy = Submission.objects.get()
    code = "input.target_setting.indicator_clarity"
    ReviewScore.objects.create(submission=copy, code=code, score=Decimal("1.5"), by=world.reviewer, at=NOW)
    found = year(world, world.administrator)
    place = [each.code for each in found.head.indicators].index(code)
    (unit,) = found.units
    line = unit.scores[place]
    assert line is not None
    assert (line.self_score, line.review, line.lost) == (Decimal("3.00"), Decimal("1.5"), Decimal("1.5"))
    Filing.objects.update(state=State.SUBMITTED.value)
    (unit,) = year(world, world.administrator).units
    line = unit.scores[place]
    assert line is not None
    assert (line.review, line.lost) == (None, Decimal(0))


def test_scores_whose_form_has_gone_meanwhile_are_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    bring_to(world, State.FINALISED)
    ReviewScore.objects.create(
        submission=Submission.objects.get(), code="x", score=Decimal(1), by=world.reviewer, at=NOW
    )
    found = year(world, world.administrator)
    rows = iter(found.units)
    monkeypatch.setattr("selfeval.queries.annual_rows._Reviews.of", lambda *_: {})
    with pytest.raises(ChangedMeanwhile, match="再导出一次"):
        list(rows)


def test_e08_the_rows_are_what_each_role_may_see(world: World) -> None:
    bring_to(world, State.SUBMITTED)
    make_filing(world, world.other)
    bring_to(world, State.FILLING, world.third)
    above = place_below(world, world.unit, world.other)
    office = BusinessOffice.objects.create(code="KJ", name="经建科")
    Department.objects.filter(pk=world.unit.department.pk).update(business_office=office)
    people = [
        world.administrator,
        world.reviewer,
        make_user("auditor", Role.AUDITOR),
        make_user("supervisor", Role.SUPERVISOR, above),
        make_user("office", Role.OFFICE_REVIEWER, office=office),
        world.unit.preparer,
        world.unit.head,
        make_user("third", Role.THIRD_PARTY),
    ]
    expected = [["001", "002", "003"], ["001"], ["001"], ["001"], ["001"], ["001"], ["001"], []]
    for person, codes in zip(people, expected, strict=True):
        assert [unit.code for unit in year(world, person).units] == codes
        seen = visible_filings(user=person).filter(cycle=world.cycle)
        assert [each.department.code for each in seen.order_by("department__code")] == codes
    unfiled = [[unit.code for unit in year(world, person).unfiled] for person in people]
    assert unfiled == [["002", "003"], ["002", "003"], ["002", "003"], ["002"], [], [], [], []]


def test_filters(world: World) -> None:
    bring_to(world, State.SUBMITTED)
    make_filing(world, world.other)
    above = place_below(world, world.unit)

    def codes(**asked: object) -> list[str]:
        rows = annual_filings(user=world.administrator, cycle=world.cycle, asked=AnnualFilter(**asked))
        return [each.department.code for each in rows]

    assert codes() == ["001", "002"]
    assert codes(department=above) == ["001"]
    assert codes(department=world.other.department) == ["002"]
    assert codes(grade="优") == ["001"]
    assert codes(grade="差") == []
    assert codes(state="to_fill") == ["002"]
    assert codes(search="服务") == codes(search="002") == ["002"]
    with pytest.raises(UnknownChoice, match="没有“nothing”"):
        codes(state="nothing")
    asked = AnnualFilter(department=above)
    assert list(unfiled_units(user=world.administrator, cycle=world.cycle, asked=asked)) == []


def test_units_without_a_form_and_exempt_ones_are_named(world: World) -> None:
    filing = make_filing(world)
    Filing.objects.filter(pk=filing.pk).update(state=State.EXEMPT.value)
    world.cycle.units.set([world.unit.department, world.other.department])
    found = year(world, world.administrator).unfiled
    assert [(each.code, each.why, each.is_exempt) for each in found] == [
        ("001", "免评", True),
        ("002", "还没有下达", False),
    ]


def test_a_copy_under_another_framework_keeps_its_totals_only(world: World) -> None:
    bring_to(world, State.SUBMITTED)
    other = make_framework("mof-2013")
    type(world.cycle).objects.filter(pk=world.cycle.pk).update(framework=other)
    world.cycle.refresh_from_db()
    (unit,) = year(world, world.administrator).units
    assert (unit.self_score, unit.figures, unit.scores) == (Decimal("92.00"), (), ())
    assert "指标体系不同" in unit.note


def test_the_page_counts_what_is_shown(world: World) -> None:
    bring_to(world, State.SUBMITTED)
    make_filing(world, world.other)
    figures = page_figures(annual_filings(user=world.administrator, cycle=world.cycle, asked=AnnualFilter()))
    assert (figures.count, figures.states[State.SUBMITTED], figures.states[State.TO_FILL]) == (2, 1, 1)
    assert (figures.totals, figures.grades) == ((Decimal("92.00"),), ("优",))


@pytest.mark.parametrize("units", [1, 3])
def test_queries_do_not_depend_on_the_units(world: World, units: int) -> None:
    bring_to(world, State.FINALISED)
    for number in range(units - 1):
        make_filing(world, make_unit(f"10{number}", f"单位{number}"))
    with CaptureQueriesContext(
        connection,
    ) as taken:
        found = year(world, world.administrator)
        assert len(list(found.units)) == units
        list(found.rectified)
    assert len(taken) == 5
