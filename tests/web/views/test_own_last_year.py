"""Last year's own indicators: beside this year's of the same name, and carried over as this year's plan."""

import pytest
from django.test import Client

from selfeval.domain.filing import IndicatorEntry
from selfeval.models import Filing
from selfeval.services.changes import OwnIndicatorsChange
from tests.factories import World, make_filing, save
from tests.goals_2020 import make_goals_world, own
from tests.two_years import submitted_as, year_before
from tests.web.pages import Page, section_url, stored

BOX = "own_indicators.outputs"
THEN = (own("培训人次", 20, entry=IndicatorEntry(reason="少办一期")), own("调研报告", 30, group="质量指标"))


@pytest.fixture
def world(db: None) -> World:
    return make_goals_world()


@pytest.fixture
def filing(world: World) -> Filing:
    before = make_filing(year_before(world))
    before = save(before, world.unit.preparer, "outputs", OwnIndicatorsChange(under="outputs", own=THEN)).filing
    submitted_as(before, world.unit.head)
    return make_filing(world)


def carry(client: Client, filing: Filing, **sent: str) -> Page:
    return Page(client.post(f"/filings/{filing.public_id}/carry-texts/", {"box": BOX, **sent}, follow=True))


def test_they_begin_this_years_plan_without_results(preparer: Client, filing: Filing) -> None:
    assert "数量指标　培训人次" in Page(preparer.get(section_url(filing, "outputs"))).text
    page = carry(preparer, filing)
    assert page.words(f"carried-{BOX}") == "上年带入·未改动"
    assert "上年：指标值" in page.text
    first, second = stored(filing).own_indicators
    assert (first.name, first.target, first.points) == ("培训人次", THEN[0].target, 20)
    assert (first.actual, first.entry) == (None, IndicatorEntry())
    assert second.group == "质量指标"


def test_what_was_begun_is_never_replaced(world: World, preparer: Client, filing: Filing) -> None:
    mine = OwnIndicatorsChange(under="outputs", own=(own("自己的", 50),))
    save(filing, world.unit.preparer, "outputs", mine)
    assert "带入上年的指标" not in Page(preparer.get(section_url(filing, "outputs"))).text
    filing.refresh_from_db()
    assert "没有带入" in carry(preparer, filing, replace=str(filing.version)).text
    assert [each.name for each in stored(filing).own_indicators] == ["自己的"]
