"""A province: 30,000 units chosen, published, reminded. By `make bench`; seconds are of this process's processor."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from selfeval.domain.workflow import Role, State
from selfeval.models import Department, Event, EventAction, Filing, FilingCycle, User
from tests.bench.city import ABOVE
from tests.factories import NOW, make_framework, make_user
from tests.queued import run_queued
from tests.web.cycle_pages import boxes

UNITS: Final = 30_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """An answer and what it took."""

    status: int
    text: str
    queries: int
    seconds: float

    def told(self, what: str) -> str:
        """For people."""
        size = len(self.text.encode()) / 1024
        return f"\n{what}：{self.status}，{self.queries} 次查询，{self.seconds:.2f} 秒处理器时间，{size:.0f} KB"


def taken(client: Client, method: str, path: str, data: Mapping[str, Any] | None = None) -> Taken:
    with CaptureQueriesContext(connection) as queries:
        started = time.process_time()
        response = getattr(client, method)(path, data or {})
        seconds = time.process_time() - started
    return Taken(status=response.status_code, text=response.content.decode(), queries=len(queries), seconds=seconds)


def worked_off() -> Taken:
    """What the background process takes for what is queued."""
    with CaptureQueriesContext(connection) as queries:
        started = time.process_time()
        run_queued()
        seconds = time.process_time() - started
    return Taken(status=200, text="", queries=len(queries), seconds=seconds)


def make_province() -> None:
    above = Department.objects.bulk_create(
        Department(code=f"A{number:03d}", name=f"主管局{number}") for number in range(ABOVE)
    )
    Department.objects.bulk_create(
        Department(code=f"B{number:05d}", name=f"下属单位{number}", supervisor=above[number % ABOVE])
        for number in range(UNITS - ABOVE)
    )


@pytest.mark.django_db
def test_a_province_begins(monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    framework = make_framework()
    make_province()
    client = Client()
    client.force_login(make_user("administrator", Role.ADMINISTRATOR))
    steps: dict[str, Taken] = {}
    steps["新建批次的页面"] = page = taken(client, "get", "/cycles/new/")
    typed = boxes(page.text) | {"framework": str(framework.pk), "code": "2021", "units_base": "all"}
    typed |= {"units_without": "A012*\nB00777", "units_besides": "下属单位12"}
    steps["存为草稿，除去一个主管局及其下级"] = taken(client, "post", "/cycles/new/", typed)
    cycle = FilingCycle.objects.get()
    below = Department.objects.filter(supervisor__code="A012").count()
    assert cycle.units.count() == UNITS - 1 - below - 1 + 1
    steps["草稿的页面"] = page = taken(client, "get", "/cycles/2021/")
    typed = boxes(page.text) | {"units_besides": "A012*"}
    steps["草稿加回那个主管局"] = taken(client, "post", "/cycles/2021/", typed)
    assert cycle.units.count() == UNITS - 1
    steps["发布前的页面"] = page = taken(client, "get", "/cycles/2021/publish/")
    steps["发布并下达头一批"] = taken(client, "post", "/cycles/2021/publish/", boxes(page.text))
    steps["下达下一批"] = taken(client, "post", "/cycles/2021/issue/")
    issued = set(Filing.objects.values_list("department_id", flat=True))
    left = [each for each in cycle.units.all() if each.pk not in issued]
    Filing.objects.bulk_create(
        [
            Filing(cycle=cycle, department=each, state=State.TO_FILL.value, created_at=NOW, updated_at=NOW)
            for each in left
        ],
        batch_size=500,
    )
    steps["单位名单"] = taken(client, "get", "/cycles/2021/units/")
    FilingCycle.objects.update(opens_at=NOW, stage="published")
    User.objects.bulk_create(
        User(username=f"p{each.pk}", full_name="填报人", role=Role.PREPARER.value, department=each) for each in left
    )
    steps["全部催报：先看名单"] = page = taken(client, "post", "/board/remind/", {"all": "1", "cycle": "2021"})
    with django_capture_on_commit_callbacks(execute=True):
        steps["全部催报"] = taken(client, "post", "/board/remind/", boxes(page.text) | {"confirmed": "1"})
    steps["全部催报：后台进程"] = worked_off()
    assert Event.objects.filter(action=EventAction.REMINDED).count() == len(left)
    for what, each in steps.items():
        print(each.told(what), end="")  # noqa: T201
    assert {each.status for each in steps.values()} <= {200, 302}
    # Pages do not grow with the province, but for the keys of all that are reminded, in one box.
    assert all(len(each.text) < 150_000 for what, each in steps.items() if what != "全部催报：先看名单")
