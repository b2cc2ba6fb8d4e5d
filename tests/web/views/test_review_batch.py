"""Several of low risk are passed at once, after asking; each outcome is told."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from selfeval.domain.workflow import State
from selfeval.models import Filing
from tests.factories import World, bring_to
from tests.web.conftest import SignedIn

BATCH = "/review-batch/"


@pytest.fixture
def submitted(world: World) -> Filing:
    world.cycle.low_risk_at_most = 1000
    world.cycle.save(update_fields=["low_risk_at_most"])
    return bring_to(world, State.SUBMITTED)


def ticked(*filings: Filing) -> list[str]:
    return [f"{filing.pk}.{filing.version}" for filing in filings]


def test_it_asks_first_then_passes_and_tells_each(world: World, submitted: Filing, reviewer: Client) -> None:
    assert "综合办" in reviewer.get(BATCH).content.decode()
    assert "低风险 1 家，批量通过…" in reviewer.get(f"/filings/{submitted.public_id}/bureau-review/").content.decode()
    assert "还没有勾选" in reviewer.post(BATCH).content.decode()
    submitted.refresh_from_db()
    asked = reviewer.post(BATCH, {"chosen": ticked(submitted)}).content.decode()
    assert "这一步不能撤销" in asked
    assert Filing.objects.get(pk=submitted.pk).current_state is State.SUBMITTED
    chosen = [*ticked(submitted), "1.x", "999999.1"]
    told = reviewer.post(BATCH, {"chosen": chosen, "is_confirmed": "on"}).content.decode()
    for words in ("通过 1 份", "已定稿", "没有这份自评表，或无权办理。"):
        assert words in told, words
    assert Filing.objects.get(pk=submitted.pk).current_state is State.FINALISED
    assert "没有可以批量通过的" in reviewer.get(BATCH).content.decode()


def test_the_list_of_work_tells_what_is_of_low_risk(world: World, submitted: Filing, reviewer: Client) -> None:
    assert '等您办理的低风险 <b class="tn">1</b> 份' in reviewer.get("/").content.decode()
    world.cycle.low_risk_at_most = 0
    world.cycle.save(update_fields=["low_risk_at_most"])
    text = reviewer.get("/?risk=low").content.decode()
    assert "不限风险" in text
    assert "没有符合条件的" in text or "没有待审的" in text


def test_only_reviewers_pass_in_batches(world: World, submitted: Filing, signed_in: SignedIn) -> None:
    for person in (world.administrator, world.unit.head):
        assert signed_in(person).get(BATCH).status_code == 403
    assert Client().get(BATCH).url.startswith("/login/")


def test_rows_cost_no_queries(world: World, submitted: Filing, reviewer: Client) -> None:
    with CaptureQueriesContext(connection) as one:
        reviewer.get(BATCH)
    bring_to(world, State.SUBMITTED, world.other)
    bring_to(world, State.SUBMITTED, world.third)
    with CaptureQueriesContext(connection) as three:
        reviewer.get(BATCH)
    assert len(one) == len(three)
