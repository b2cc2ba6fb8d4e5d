"""Points that are moved are marked, and seen to add up or not."""

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

from selfeval.domain.assessment import assess
from selfeval.web.presenters.addresses import Addresses
from selfeval.web.presenters.points import PointsTable, points_table
from tests.factories import domain_framework, sample

ID = UUID(int=3)
ACHIEVEMENT = "output.duty_performance.actual_achievement"
# name, level-1 indicator, reference points, points in force
MOVED = [
    ("“三公经费”控制率", "过程", "3", "4"),
    ("资产管理安全性", "过程", "3", "4"),
    ("固定资产利用率", "过程", "4", "1"),
    ("重点工作完成情况", "产出", "6", "7"),
    ("经济效益", "效果", "5", "0"),
    ("社会效益", "效果", "5", "10"),
    ("生态效益", "效果", "5", "0"),
    ("社会公众或服务对象满意度", "效果", "5", "10"),
]


def table(**set_points: str) -> PointsTable:
    """The table of the sample, `ACHIEVEMENT` with other set points where they are given."""
    filing = sample()
    entry = replace(filing.entry(ACHIEVEMENT), **{name: Decimal(text) for name, text in set_points.items()})
    changed = replace(filing, indicators={**filing.indicators, ACHIEVEMENT: entry})
    return points_table(assess(domain_framework(), changed), Addresses(public_id=ID, framework=domain_framework()))


def test_the_real_form_moved_points_and_still_adds_up() -> None:
    found = table()
    assert (found.total, found.should_be, found.adds_up) == ("100", "100", True)
    assert [(line.name, line.root, line.reference, line.points) for line in found.lines if line.is_moved] == MOVED


def test_a_point_too_many_is_seen() -> None:
    found = table(set_points="9")
    assert (found.total, found.adds_up) == ("101", False)


def test_each_line_leads_to_its_box() -> None:
    line = next(line for line in table().lines if line.name == "完成实绩情况")
    assert line.url == f"/filings/{ID}/output/#indicators.{ACHIEVEMENT}.set_points"
