"""Reminding very many in the background: a portion at a time, left to the next process, told to whoever asked."""

import pytest

from selfeval.domain.workflow import Role
from selfeval.jobs import tasks
from selfeval.models import Department, Event, EventAction, User
from selfeval.services import reminding
from tests.factories import World, make_filing, make_user
from tests.queued import run_queued

pytestmark = pytest.mark.django_db


def reminded() -> int:
    return Event.objects.filter(action=EventAction.REMINDED).count()


@pytest.fixture
def keys(world: World, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Three filings, which are three portions."""
    monkeypatch.setattr(reminding, "PORTION", 1)
    return [make_filing(world, unit).pk for unit in (world.unit, world.other, world.third)]


def test_f04_a_process_that_ends_leaves_the_rest_to_the_next(
    world: World, keys: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.filter(department=world.unit.department).update(is_active=False)
    asked = iter((False, False, True))
    monkeypatch.setattr(tasks, "is_told_to_stop", lambda: next(asked, False))
    tasks.remind_units.enqueue(world.administrator.pk, keys, "n", {})
    assert (run_queued(), reminded(), world.administrator.notices.count()) == (1, 1, 0)
    assert (run_queued(), reminded()) == (1, 2)
    (told,) = world.administrator.notices.all()
    assert (told.title, told.words) == (
        "催报做完了，共催报 2 家",
        "通知了 4 人。没有可用账号、请电话联系：综合办。",
    )


def test_e08_who_may_not_any_more_reminds_nobody_and_is_told(world: World, keys: list[int]) -> None:
    tasks.remind_units.enqueue(world.administrator.pk, keys, "n", {})
    User.objects.filter(pk=world.administrator.pk).update(role=Role.AUDITOR.value)
    assert (run_queued(), reminded()) == (1, 0)
    (told,) = world.administrator.notices.all()
    assert told.title == "催报没有做完，已催报 0 家"
    assert told.words.startswith("催报由管理员、主管部门审核人办理。没有催完的，在列表里再点一次催报")


def test_e08_a_key_put_into_the_task_does_not_reach_another_unit(world: World, keys: list[int]) -> None:
    above = Department.objects.create(code="900", name="主管局")
    Department.objects.filter(pk=world.unit.department.pk).update(supervisor=above)
    supervisor = make_user("supervisor", Role.SUPERVISOR, above)
    tasks.remind_units.enqueue(supervisor.pk, keys, "n", {})
    run_queued()
    # The first is theirs; nothing is done from where the keys are another's.
    assert reminded() == 1
    assert "不是您所属的单位" in supervisor.notices.get().words


def test_what_breaks_is_told_and_stays_a_failure(
    world: World, keys: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> None:
        raise OSError("disk")

    monkeypatch.setattr(tasks, "remind_many", broken)
    result = tasks.remind_units.enqueue(world.administrator.pk, keys, "n", {})
    run_queued()
    result.refresh()
    assert result.status.name == "FAILED"
    assert world.administrator.notices.get().words.startswith("后台出错，请告知管理员查看日志。没有催完的")
