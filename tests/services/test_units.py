"""Where units belong: changed with what was seen, never into a ring, never so that a form waits for nobody."""

from dataclasses import replace

import pytest

from selfeval.domain.workflow import State
from selfeval.models import BusinessOffice, Department, Event, EventAction, Filing
from selfeval.services.errors import AlreadyThere, NotAllowed, StaleVersion, Unfit
from selfeval.services.units import Belonging, assign_office, belonging_of, change_belonging, create_office
from tests.factories import NOW, World, make_filing


def change(world: World, department: Department, wanted: Belonging, seen: Belonging | None = None) -> int:
    return len(
        change_belonging(
            actor=world.administrator,
            department_id=department.pk,
            seen=seen or belonging_of(Department.objects.get(pk=department.pk)),
            wanted=wanted,
            now=NOW,
        )
    )


def office_of(world: World, code: str = "01", name: str = "预算科") -> BusinessOffice:
    return create_office(actor=world.administrator, code=code, name=name, now=NOW)


def test_each_change_is_one_event_old_and_new(world: World) -> None:
    office, unit = office_of(world), world.other.department
    before = belonging_of(unit)
    wanted = Belonging(supervisor=world.unit.department.pk, office=office.pk, is_finance_bureau=True)
    assert change(world, unit, wanted) == 3
    assert change(world, unit, wanted) == 0
    (event,) = Event.objects.filter(action=EventAction.DEPARTMENT_CHANGED)
    told = {each["label"]: (each["old"], each["new"]) for each in event.data["changes"]}
    assert told == {"主管部门": ("无", "综合办"), "业务科室": ("无", "预算科"), "财政部门": ("否", "是")}
    assert belonging_of(Department.objects.get(pk=unit.pk)) == wanted
    with pytest.raises(StaleVersion):
        change(world, unit, before, seen=before)


def test_nobody_is_above_oneself_and_there_is_one_finance_bureau(world: World) -> None:
    above, below = world.unit.department, world.other.department
    nothing = belonging_of(above)
    change(world, below, replace(nothing, supervisor=above.pk, is_finance_bureau=True))
    with pytest.raises(Unfit, match="不能是它自己"):
        change(world, above, replace(nothing, supervisor=above.pk))
    with pytest.raises(Unfit, match="绕成圈"):
        change(world, above, replace(nothing, supervisor=below.pk))
    with pytest.raises(Unfit, match="已经有一个部门是财政部门"):
        change(world, above, replace(nothing, is_finance_bureau=True))
    assert belonging_of(Department.objects.get(pk=above.pk)) == nothing


def test_a_form_in_review_keeps_whom_it_waits_for(world: World) -> None:
    office, unit = office_of(world), world.unit.department
    filing = make_filing(world)
    wanted = Belonging(supervisor=world.other.department.pk, office=office.pk, is_finance_bureau=False)
    change(world, unit, wanted)
    for state, part, words in (
        (State.SUPERVISOR_REVIEW, {"supervisor": None}, "不能没有主管部门"),
        (State.OFFICE_REVIEW, {"office": None}, "不能没有业务科室"),
    ):
        Filing.objects.filter(pk=filing.pk).update(state=state.value)
        with pytest.raises(Unfit, match=words):
            change(world, unit, replace(wanted, **part))
    # Another office may take it over.
    assert change(world, unit, replace(wanted, office=office_of(world, "02", "农业科").pk)) == 1


def test_offices_are_made_once_and_take_many_units(world: World) -> None:
    office = office_of(world)
    with pytest.raises(AlreadyThere, match="已有编码为“01”的业务科室"):
        office_of(world)
    with pytest.raises(Unfit, match="请写名称"):
        office_of(world, "03", " ")
    units = [world.unit.department.pk, world.other.department.pk]
    assert assign_office(actor=world.administrator, units=units, office=office, now=NOW) == 2
    assert assign_office(actor=world.administrator, units=units, office=office, now=NOW) == 0
    told = Event.objects.filter(action=EventAction.DEPARTMENT_CHANGED)
    assert {event.department_id for event in told} == set(units)
    with pytest.raises(NotAllowed):
        assign_office(actor=world.reviewer, units=units, office=office, now=NOW)
