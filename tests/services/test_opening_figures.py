"""Opening figures go into empty boxes of forms still with the unit; what is there is asked about, never lost."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from selfeval.domain.list_sheets import figures_sheet
from selfeval.domain.workflow import State
from selfeval.models import BoxStamp, Event, EventAction, Filing, FilingCycle, PendingUpload, User
from selfeval.queries.snapshots import filing_snapshot
from selfeval.services.changes import FigureChange
from selfeval.services.errors import NotAllowed
from selfeval.services.list_plans import PlanChanged
from selfeval.services.opening_figures import FigureRow, apply_figures, plan_figures
from selfeval.services.uploads import keep_upload
from selfeval.web.forms.lists import figure_rows
from tests.factories import NOW, World, bring_to, domain_framework, make_filing, save
from tests.lists import rows_of

BUDGET, SPENT = "original_budget", "actual_expenditure"


def heads(*codes: str) -> tuple[str, ...]:
    columns = {column.key: column.head for column in figures_sheet(domain_framework()).columns}
    return ("部门编码", "部门名称", *(columns[code] for code in codes))


def figures(*rows: tuple[Any, ...], codes: tuple[str, ...] = (BUDGET, SPENT)) -> list[FigureRow]:
    taken, faults = figure_rows(rows_of(figures_sheet(domain_framework()), heads(*codes), *rows), domain_framework())
    assert faults == []
    return taken


def apply(world: World, rows: list[FigureRow], *overwritten: str, actor: User | None = None) -> int:
    person = actor or world.administrator
    upload = keep_upload(
        actor=person, purpose=PendingUpload.Purpose.FIGURES, name="数.xlsx", content=b"x", now=NOW, cycle=world.cycle
    )
    return apply_figures(
        actor=person,
        upload=upload,
        cycle=world.cycle,
        rows=rows,
        seen=plan_figures(world.cycle, rows).fingerprint,
        overwritten=frozenset(overwritten),
        now=NOW,
    )


def stored(filing: Filing) -> Mapping[str, Any]:
    return filing_snapshot(filing=Filing.objects.get(pk=filing.pk)).fields


def test_empty_boxes_are_filled_as_if_typed(world: World) -> None:
    filing = make_filing(world)
    assert apply(world, figures(("001", "综合办", "3,043.01", 100))) == 1
    now = Filing.objects.get(pk=filing.pk)
    assert (stored(filing)[BUDGET], stored(filing)[SPENT]) == (Decimal("30430100"), Decimal("1000000"))
    assert (now.version, now.current_state, list(now.fillers.all())) == (2, State.TO_FILL, [])
    assert set(BoxStamp.objects.values_list("box", "version", "saved_by")) == {
        (f"fields.{code}", 2, world.administrator.pk) for code in (BUDGET, SPENT)
    }
    event = Event.objects.get(action=EventAction.FIGURES_IMPORTED)
    assert (event.actor, event.filing, event.version) == (world.administrator, filing, 2)
    assert {each["box"] for each in event.data["changes"]} == {f"fields.{BUDGET}", f"fields.{SPENT}"}


def test_the_same_list_twice_changes_nothing(world: World) -> None:
    filing = make_filing(world)
    rows = figures(("001", "", 10, 5))
    apply(world, rows)
    found = plan_figures(world.cycle, rows)
    assert (found.plan.rows, found.taken, found.plan.unchanged) == ((), (), 1)
    assert apply(world, rows) == 0
    assert Filing.objects.get(pk=filing.pk).version == 2


def test_another_value_stays_unless_it_is_ticked(world: World) -> None:
    filing = make_filing(world)
    save(filing, world.unit.preparer, "budget", FigureChange(code=BUDGET, value=Decimal(70000)))
    rows = figures(("001", "综合办", 10, 5))
    (taken,) = plan_figures(world.cycle, rows).taken
    assert (taken.department, taken.difference.old, taken.difference.new) == ("综合办", "7 万元", "10 万元")
    apply(world, rows)
    assert (stored(filing)[BUDGET], stored(filing)[SPENT]) == (Decimal(70000), Decimal(50000))
    apply(world, rows, taken.choice)
    assert stored(filing)[BUDGET] == Decimal(100000)
    assert Filing.objects.get(pk=filing.pk).current_state is State.FILLING


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (("99", "", 1, 1), "表一!A2：“99”系统里没有这个部门"),
        (("1", "", 1, 1), "是不是 001"),
        (("001", "服务中心", 1, 1), "表一!B2：“服务中心”和编码不一致：编码 001 是“综合办”"),
    ],
)
def test_who_is_meant_must_be_clear(world: World, row: tuple[Any, ...], words: str) -> None:
    make_filing(world)
    rows = figures(row)
    assert any(words in str(fault) for fault in plan_figures(world.cycle, rows).plan.faults)
    with pytest.raises(PlanChanged):
        apply(world, rows)


def test_a_unit_stands_in_the_list_once(world: World) -> None:
    found = plan_figures(world.cycle, figures(("001", "", 1, 1), ("001", "", 2, 2)))
    assert "和第2行的部门编码重复" in str(found.plan.faults[0])


def test_forms_that_are_gone_on_are_told_and_left(world: World) -> None:
    filing = bring_to(world, State.SUBMITTED)
    returned = bring_to(world, State.RETURNED, world.other)
    rows = figures(("001", "", 1, 1), ("002", "", 1, 1), ("003", "", 1, 1))
    found = plan_figures(world.cycle, rows)
    assert [(each.department, each.reason) for each in found.skipped] == [
        ("综合办", "是“已提交”，不能再改"),
        ("服务中心", "已退回修改，由单位自己改"),
        ("招商中心", "这个批次没有下达给它"),
    ]
    assert apply(world, rows) == 0
    for each in (filing, returned):
        assert Filing.objects.get(pk=each.pk).version == each.version


@pytest.mark.parametrize(
    ("value", "words"),
    [("12万元", "带了单位"), ("1.2345678", "细于1分"), ("abc", "不是数字"), (-5, "不能小于"), ("1 2", "中间有空格")],
)
def test_a_cell_is_taken_by_the_rules_of_the_page(value: object, words: str) -> None:
    read = rows_of(figures_sheet(domain_framework()), heads(BUDGET), ("001", "", value))
    _, faults = figure_rows(read, domain_framework())
    assert [fault.cell for fault in faults] == ["C2"]
    assert words in str(faults[0])


def test_what_the_unit_typed_meanwhile_is_looked_at_again(world: World) -> None:
    filing = make_filing(world)
    rows = figures(("001", "", 10, 5))
    seen = plan_figures(world.cycle, rows).fingerprint
    save(filing, world.unit.preparer, "budget", FigureChange(code=BUDGET, value=Decimal(70000)))
    upload = keep_upload(
        actor=world.administrator, purpose=PendingUpload.Purpose.FIGURES, name="数.xlsx", content=b"x", now=NOW
    )
    with pytest.raises(PlanChanged):
        apply_figures(
            actor=world.administrator,
            upload=upload,
            cycle=world.cycle,
            rows=rows,
            seen=seen,
            overwritten=frozenset(),
            now=NOW,
        )
    assert stored(filing)[BUDGET] == Decimal(70000)


def test_only_administrators_apply(world: World) -> None:
    make_filing(world)
    for person in (world.reviewer, world.unit.head, world.unit.preparer):
        with pytest.raises(NotAllowed):
            apply(world, figures(("001", "", 1, 1)), actor=person)


def test_looking_costs_the_same_for_one_and_for_three(world: World) -> None:
    def counted(*codes: str) -> int:
        rows = figures(*((code, "", 1, 1) for code in codes))
        with CaptureQueriesContext(connection) as queries:
            plan_figures(world.cycle, rows)
        return len(queries)

    for unit in (world.unit, world.other, world.third):
        make_filing(world, unit)
    assert counted("001") == counted("001", "002", "003") <= 4


def test_nothing_is_filled_in_a_year_that_is_over(world: World) -> None:
    filing = make_filing(world)
    FilingCycle.objects.update(stage="closed")
    world.cycle.refresh_from_db()
    rows = figures(("001", "综合办", 1, 2))
    assert [each.reason for each in plan_figures(world.cycle, rows).skipped] == [
        "这个自评批次已结束，不能再修改；已保存的内容都还在。"
    ]
    assert apply(world, rows) == 0
    assert Filing.objects.get(pk=filing.pk).version == 1
