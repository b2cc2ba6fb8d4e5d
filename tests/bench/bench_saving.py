"""How long the server takes for an autosave and for a page of a filing, beside a bare view of one read and one write.

All three go through the same test client, middleware and database (SQLite, or what DATABASE_URL names) in one run.
Prints medians of real time; run by `make bench`. The ceilings catch a change of kind, not a slow machine.
"""

import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from uuid import uuid4

import pytest
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from selfeval.domain.workflow import Role, State
from selfeval.models import Filing
from tests.factories import bring_to, make_user, make_world
from tests.web.pages import section_url, version_of

pytestmark = pytest.mark.django_db(transaction=True)

BUDGET, EDITORS, SAVES = "fields.original_budget", 20, 5


@csrf_exempt
@login_not_required
def bare(request: HttpRequest) -> HttpResponse:
    """One read and one write."""
    filing = Filing.objects.get(pk=int(request.POST["filing"]))
    Filing.objects.filter(pk=filing.pk).update(round=F("round"))
    return HttpResponse(filing.head)


urlpatterns = [path("bare/", bare)]


def milliseconds(name: str, work: Callable[[], object], *, times: int = 40) -> float:
    """Median real time of `times` runs after three to warm up; also printed, with what of it this process computed."""
    taken, computed = [], []
    for number in range(times + 3):
        started, busy = time.perf_counter(), time.process_time()
        work()
        if number >= 3:
            taken.append((time.perf_counter() - started) * 1000)
            computed.append((time.process_time() - busy) * 1000)
    median, late, own = statistics.median(taken), sorted(taken)[int(times * 0.95)], statistics.median(computed)
    print(  # noqa: T201
        f"\n[{connection.vendor}] {name}：中位数 {median:.1f} 毫秒（本进程计算 {own:.1f}），95% 在 {late:.1f} 毫秒内",
        end="",
    )
    return median


@pytest.fixture
def filing() -> Filing:
    return bring_to(make_world(), State.FILLING)


@pytest.fixture
def client(filing: Filing) -> Client:
    made = Client()
    made.force_login(filing.department.people.get(role=Role.PREPARER))
    return made


def autosave(client: Client, filing: Filing, box: str, text: str, section: str = "budget") -> None:
    response = client.post(
        section_url(filing, section),
        {"seen": version_of(filing), "request_id": str(uuid4()), box: text},
        headers={"HX-Request": "true"},
    )
    assert response.status_code == 200
    assert '"saved"' in response["X-Selfeval-Saved"]


def of_bare_view(filing: Filing) -> float:
    client = Client()
    with override_settings(ROOT_URLCONF=__name__):
        return milliseconds("空视图，一读一写", lambda: client.post("/bare/", {"filing": filing.pk}))


def test_autosave_of_a_figure_and_of_a_text(filing: Filing, client: Client) -> None:
    base, numbers = of_bare_view(filing), count(1)
    figure = milliseconds("自动保存一个数", lambda: autosave(client, filing, BUDGET, str(next(numbers))))
    text = milliseconds(
        "自动保存一段文字",
        lambda: autosave(client, filing, "narratives.mandate", f"第{next(numbers)}稿的职能", "narratives"),
    )
    print(f"\n一个数是空视图的 {figure / base:.0f} 倍，一段文字是 {text / base:.0f} 倍", end="")  # noqa: T201
    assert max(figure, text) < 2000


@pytest.mark.parametrize("section", ["face", "budget", "process", "narratives", "check"])
def test_opening_a_page(filing: Filing, client: Client, section: str) -> None:
    base = of_bare_view(filing)
    page = milliseconds(f"打开“{section}”一页", lambda: client.get(section_url(filing, section)), times=20)
    print(f"\n是空视图的 {page / base:.0f} 倍", end="")  # noqa: T201
    assert page < 2000


def test_twenty_editors_at_once(filing: Filing) -> None:
    boxes = sorted(box for box in _text_boxes(filing))[:EDITORS]
    people = [make_user(f"editor{number}", Role.PREPARER, filing.department) for number in range(EDITORS)]

    def edit(place: int) -> list[float]:
        client = Client()
        client.force_login(people[place])
        taken = []
        for number in range(SAVES):
            started = time.perf_counter()
            autosave(client, filing, boxes[place], f"第{number}次", boxes[place].split(".")[1])
            taken.append((time.perf_counter() - started) * 1000)
        connection.close()
        return taken

    started = time.perf_counter()
    with ThreadPoolExecutor(max_workers=EDITORS) as pool:
        taken = sorted(each for editor in pool.map(edit, range(EDITORS)) for each in editor)
    whole = time.perf_counter() - started
    print(  # noqa: T201
        f"\n[{connection.vendor}] {EDITORS} 人同时各存 {SAVES} 次，没有一次锁库：每秒 {len(taken) / whole:.0f} 次，"
        f"中位数 {statistics.median(taken):.0f} 毫秒，最慢 {taken[-1]:.0f} 毫秒",
        end="",
    )
    assert len(taken) == EDITORS * SAVES


def _text_boxes(filing: Filing) -> list[str]:
    return [f"indicators.{row.code}.{name}" for row in filing.scores.all() for name in ("reason", "measure")]
