"""Giving a unit its empty form."""

import pytest

from selfeval.domain.sections import sections_of
from selfeval.domain.workflow import State
from selfeval.models import Event, Filing, IndicatorScore
from selfeval.services.errors import AlreadyThere, NotAllowed
from selfeval.services.filings import open_filing
from tests.factories import NOW, World, domain_framework, make_filing


def test_a_new_form_is_empty_and_has_its_face(world: World) -> None:
    filing = Filing.objects.get(pk=make_filing(world).pk)
    assert (filing.state, filing.version, filing.round) == (State.TO_FILL, 1, 1)
    assert (filing.head, filing.phone, filing.filed_on) == ("综合办负责人", "0354-0000000", None)
    assert (filing.self_total, filing.computed_total, filing.grade) == (0, 0, "")
    assert filing.blocking_count > 0
    assert [section.code for section in filing.sections.all()] == [
        each.code for each in sections_of(domain_framework())
    ]
    assert IndicatorScore.objects.filter(filing=filing).count() == 26
    assert not filing.fillers.exists()


def test_opening_is_one_event(world: World) -> None:
    before = Event.objects.count()
    filing = make_filing(world)
    event = Event.objects.latest("id")
    assert Event.objects.count() == before + 1
    assert (event.action, event.actor, event.filing, event.version) == (
        "filing.created",
        world.administrator,
        filing,
        1,
    )
    assert (event.from_state, event.to_state) == ("", "to_fill")


def test_a_unit_gets_one_form_a_cycle(world: World) -> None:
    make_filing(world)
    events = Event.objects.count()
    with pytest.raises(AlreadyThere, match="综合办在“2021年度部门整体支出绩效自评”里已经有一份填报"):
        make_filing(world)
    assert (Filing.objects.count(), Event.objects.count()) == (1, events)


def test_only_administrators_open_forms(world: World) -> None:
    world.administrator.is_active = False
    for actor in (world.unit.preparer, world.unit.head, world.reviewer, world.administrator):
        with pytest.raises(NotAllowed, match="由管理员办理"):
            open_filing(actor=actor, cycle=world.cycle, department=world.unit.department, now=NOW)
    assert not Filing.objects.exists()
    open_filing(actor=None, cycle=world.cycle, department=world.unit.department, now=NOW)
    assert Event.objects.latest("id").actor_name == "系统"
