"""A city of units with forms of several years, as rows: what pages over many units are measured on."""

from datetime import timedelta
from decimal import Decimal
from random import Random
from typing import Final

from selfeval.domain.workflow import State
from selfeval.models import Department, EventAction, Filing, FilingCycle
from selfeval.services.events import Happening, record_all
from tests.factories import NOW, make_framework

ABOVE: Final = 60
_STATES: Final = tuple(State)


def make_city(units: int, years: int) -> list[FilingCycle]:
    """`units` units under sixty supervising departments, a cycle a year with a form of each; newest first."""
    framework = make_framework()
    lucky = Random(20211)
    above = Department.objects.bulk_create(
        Department(code=f"A{number:03d}", name=f"主管局{number}") for number in range(min(ABOVE, units))
    )
    below = Department.objects.bulk_create(
        Department(code=f"B{number:05d}", name=f"下属单位{number}", supervisor=above[number % len(above)])
        for number in range(units - len(above))
    )
    cycles = []
    for back in range(years):
        opens_at = NOW - timedelta(days=20 + 365 * back)
        cycle = FilingCycle.objects.create(
            code=str(2021 - back),
            fiscal_year=2021 - back,
            title=f"{2021 - back}年度部门整体支出绩效自评",
            framework=framework,
            opens_at=opens_at,
            deadline=opens_at + timedelta(days=30),
        )
        cycle.units.set([*above, *below])
        _file(cycle, [*above, *below], lucky, is_over=back > 0)
        cycles.append(cycle)
    return cycles


def _file(cycle: FilingCycle, units: list[Department], lucky: Random, *, is_over: bool) -> None:
    filings = Filing.objects.bulk_create(
        [_filing(cycle, unit, lucky, is_over=is_over) for unit in units], batch_size=500
    )
    record_all(
        [
            Happening(action=EventAction.FILING_CREATED, filing=filing, version=1, to_state=filing.current_state)
            for filing in filings
        ],
        actor=None,
        now=cycle.opens_at,
    )


def _filing(cycle: FilingCycle, unit: Department, lucky: Random, *, is_over: bool) -> Filing:
    state = State.FINALISED if is_over else lucky.choice(_STATES)
    total = Decimal(lucky.randrange(5500, 10001)) / 100
    grade = "优" if total >= 90 else "良" if total >= 80 else "中" if total >= 60 else "差"
    is_final = state is State.FINALISED
    return Filing(
        cycle=cycle,
        department=unit,
        state=state.value,
        self_total=total,
        computed_total=total,
        grade=grade,
        final_total=total if is_final else None,
        final_grade=grade if is_final else "",
        risk=lucky.randrange(30),
        warning_count=lucky.randrange(5),
        created_at=cycle.opens_at,
        updated_at=cycle.opens_at,
    )
