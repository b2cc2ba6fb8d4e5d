"""A world with a year behind it, for tests of what is compared or carried over."""

from dataclasses import replace
from datetime import timedelta

from selfeval.domain.workflow import State
from selfeval.services.cycles import create_cycle
from tests.factories import NOW, Unit, World, bring_to


def year_before(world: World) -> World:
    """The world a year earlier: the same people in the cycle of 2020."""
    cycle = create_cycle(
        actor=None,
        code="2020",
        fiscal_year=2020,
        title="2020年度部门整体支出绩效自评",
        framework=world.framework,
        opens_at=NOW - timedelta(days=400),
        deadline=NOW - timedelta(days=300),
        now=NOW,
    )
    return replace(world, cycle=cycle)


def with_last_year(world: World, unit: Unit | None = None) -> World:
    """`world`, whose first unit submitted the published form for 2020."""
    bring_to(year_before(world), State.SUBMITTED, unit)
    return world
