"""A city's progress board: 1,500 units of three years. Run by `make bench`; seconds are of this process's processor."""

import time
from typing import Any, Final

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from selfeval.domain.workflow import Role
from selfeval.models import Department
from tests.bench.city import make_city
from tests.factories import NOW, make_user

UNITS: Final = 1_500
YEARS: Final = 3
_TIMES: Final = 5
PAGES: Final = (
    "/board/",
    "/board/?state=overdue&order=risk",
    "/board/?q=下属单位1&page=2",
    "/board/?cycle=2020",
    "/board/progress.xlsx",
)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "now", lambda: NOW)


def signed_in(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


def measured(client: Client, path: str) -> tuple[int, float]:
    """Queries of the page, and processor milliseconds: the least of a few."""
    spent = []
    for _ in range(_TIMES):
        with CaptureQueriesContext(connection) as taken:
            started = time.process_time()
            response = client.get(path)
            b"".join(response) if response.streaming else response.content
            spent.append(time.process_time() - started)
        assert response.status_code == 200
    return len(taken), min(spent) * 1000


@pytest.mark.django_db
def test_a_city_of_three_years() -> None:
    make_city(UNITS, YEARS)
    administrator = signed_in(make_user("administrator", Role.ADMINISTRATOR))
    above = Department.objects.get(code="A000")
    supervisor = signed_in(make_user("supervisor", Role.SUPERVISOR, above))
    found = {path: measured(administrator, path) for path in PAGES}
    # All the city is below one.
    Department.objects.filter(code__startswith="B").update(supervisor=above)
    found["/subordinates/"] = measured(supervisor, "/subordinates/")
    for path, (queries, milliseconds) in found.items():
        print(f"\n{UNITS} 家 {YEARS} 年 {path}：{queries} 次查询，{milliseconds:.0f} 毫秒处理器时间", end="")  # noqa: T201
    assert max(queries for queries, _ in found.values()) <= 16
    # Several times what an ordinary core needs: it catches a change of kind, not a slow machine.
    assert max(milliseconds for _, milliseconds in found.values()) < 5_000
