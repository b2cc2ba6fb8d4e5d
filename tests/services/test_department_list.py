"""Departments from a list: planned in full, done in full or not at all, told row by row."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from selfeval.domain.list_sheets import DEPARTMENTS
from selfeval.models import Department, Event, EventAction, PendingUpload, User
from selfeval.services.department_list import apply_departments, plan_departments
from selfeval.services.errors import AlreadyThere, NotAllowed
from selfeval.services.list_plans import ListPlan, PlanChanged
from selfeval.services.uploads import keep_upload
from tests.factories import NOW, World
from tests.lists import DEPARTMENT_HEADS, rows_of

Row = tuple[Any, ...]


def upload_of(actor: User) -> PendingUpload:
    purpose = PendingUpload.Purpose.DEPARTMENTS
    return keep_upload(actor=actor, purpose=purpose, name="部门.xlsx", content=b"x", now=NOW)


def apply(world: World, *rows: Row, actor: User | None = None) -> ListPlan:
    read = rows_of(DEPARTMENTS, DEPARTMENT_HEADS, *rows)
    person = actor or world.administrator
    seen = plan_departments(read).plan.fingerprint
    return apply_departments(actor=person, upload=upload_of(person), rows=read, seen=seen, now=NOW)


def faults(*rows: Row) -> list[str]:
    return [str(fault) for fault in plan_departments(rows_of(DEPARTMENTS, DEPARTMENT_HEADS, *rows)).plan.faults]


def test_new_and_changed_rows_are_stored_in_any_order_and_recorded(world: World) -> None:
    plan = apply(
        world,
        ("0101", "下级的下级", "", "", "01"),
        ("001", "综合办公室", "清空", "", "01"),
        ("01", "新主管", "甲", "1"),
        ("002", "服务中心"),
    )
    assert (plan.new_count, plan.changed_count, plan.unchanged) == (2, 1, 1)
    assert Department.objects.get(code="0101").supervisor == Department.objects.get(code="01")
    unit = Department.objects.get(pk=world.unit.department.pk)
    assert (unit.name, unit.head, unit.phone, str(unit.supervisor)) == ("综合办公室", "", "0354-0000000", "新主管")
    assert Department.objects.get(code="003").name == "招商中心"
    actions = [EventAction.DEPARTMENT_CREATED, EventAction.DEPARTMENT_CREATED, EventAction.DEPARTMENT_CHANGED]
    told = list(Event.objects.filter(data__file="部门.xlsx").order_by("-action", "id"))
    assert sorted(each.action for each in told) == sorted(actions)
    assert {each.actor for each in told} == {world.administrator}
    changed = next(each for each in told if each.action == EventAction.DEPARTMENT_CHANGED)
    assert {"label": "名称", "old": "综合办", "new": "综合办公室"} in changed.data["changes"]


def test_the_same_list_twice_changes_nothing(world: World) -> None:
    row = ("01", "新主管", "甲", "1", "001")
    apply(world, row)
    count = Event.objects.count()
    plan = apply(world, row)
    assert (plan.rows, plan.unchanged, Event.objects.count()) == ((), 1, count)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("01", "甲"), ("02", "乙"), ("01", "丙")], "表一!A4：“01”和第2行的编码重复"),
        ([("01", "甲", "", "", "99")], "表一!E2：“99”没有这个部门：系统里没有，这张表里也没有"),
        ([("01", "甲", "", "", "01")], "表一!E2：“01”主管部门是它自己"),
        ([("01", "甲", "", "", "02"), ("02", "乙", "", "", "01")], "主管关系绕成了圈：01 → 02 → 01"),
        ([("001", "综合办", "", "", "002"), ("002", "服务中心", "", "", "001")], "绕成了圈：001 → 002 → 001"),
        ([(1, "综合办")], "表一!A2：“1”系统里的编码是 001：前面的 0 被 Excel 去掉了"),
        ([("01", "甲", "", "", "1")], "是不是 001，前面的 0"),
        ([("0 1", "甲")], "编码中间有空格"),
        ([("9" * 31, "甲")], "共31字，太长：最多30字"),
        ([("01", "名" * 101)], "共101字，太长：最多100字"),
        ([("01", "甲\n乙")], "含有换行"),
    ],
)
def test_each_fault_has_its_cell_and_its_words(world: World, rows: list[Row], words: str) -> None:
    found = faults(*rows)
    assert any(words in fault for fault in found), found


def test_one_fault_keeps_everything_out(world: World) -> None:
    with pytest.raises(PlanChanged):
        apply(world, ("01", "甲"), ("02", "乙", "", "", "99"))
    assert not Department.objects.filter(code="01").exists()


def test_what_changed_meanwhile_is_looked_at_again(world: World) -> None:
    read = rows_of(DEPARTMENTS, DEPARTMENT_HEADS, ("01", "甲"))
    seen = plan_departments(read).plan.fingerprint
    Department.objects.create(code="01", name="别人建的")
    with pytest.raises(PlanChanged, match="重新对照"):
        apply_departments(
            actor=world.administrator, upload=upload_of(world.administrator), rows=read, seen=seen, now=NOW
        )
    assert Department.objects.get(code="01").name == "别人建的"


def test_an_upload_is_applied_once(world: World) -> None:
    read = rows_of(DEPARTMENTS, DEPARTMENT_HEADS, ("01", "甲"))
    upload, seen = upload_of(world.administrator), plan_departments(read).plan.fingerprint
    apply_departments(actor=world.administrator, upload=upload, rows=read, seen=seen, now=NOW)
    with pytest.raises(AlreadyThere):
        apply_departments(actor=world.administrator, upload=PendingUpload(pk=10**9), rows=read, seen=seen, now=NOW)


def test_only_administrators_apply(world: World) -> None:
    for person in (world.reviewer, world.unit.head, world.unit.preparer):
        with pytest.raises(NotAllowed):
            apply(world, ("01", "甲"), actor=person)


def test_queries_grow_with_batches_only(world: World) -> None:
    def counted(first: int, count: int) -> int:
        rows = [(f"N{first + number}", "甲", "", "", "001") for number in range(count)]
        with CaptureQueriesContext(connection) as queries:
            apply(world, *rows)
        return len(queries)

    few, many = counted(0, 3), counted(1000, 300)
    assert many - few <= 12
    assert Department.objects.filter(supervisor__code="001").count() == 303
