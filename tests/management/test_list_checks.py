"""The command prints the table that the documentation includes, or the same as JSON."""

import json
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from selfeval.domain.checks.messages import CATALOGUE
from tests.factories import make_world


def printed(**options: bool | str) -> str:
    out = StringIO()
    call_command("list_checks", stdout=out, **options)
    return out.getvalue()


def test_the_table_is_the_one_in_the_documentation() -> None:
    table = printed()
    page = (settings.BASE_DIR / "docs" / "checks.md").read_text(encoding="utf-8")

    assert table.strip() in page
    assert len(table.strip().splitlines()) == len(CATALOGUE) + 2
    assert (
        "| 年末没有突击支出 | `year_end_rush` | 信息 | 12月支出占全年支出的比例不超过上限 | 12月支出占比上限25% |"
        in table
    )


def test_json() -> None:
    listed = json.loads(printed(json=True))

    assert [each["check"] for each in listed] == [*CATALOGUE]
    assert {
        "check": "execution_not_over_budget",
        "title": "预算执行率在合理范围",
        "severity": "warning",
        "must": "预算执行率（全年执行数÷全年预算数）在上下限之间，超出的说明原因",
        "thresholds": {"execution_least": "0.8", "execution_most": "1"},
    } in listed


@pytest.mark.django_db
def test_those_of_a_cycle_say_what_is_otherwise() -> None:
    cycle = make_world().cycle
    cycle.check_settings = {"thresholds": {"december_most": "0.3"}, "severities": {"year_end_rush": "warning"}}
    cycle.save()
    (line,) = [each for each in printed(cycle="2021").splitlines() if "`year_end_rush`" in each]

    assert "| 提醒 |" in line
    assert line.endswith("| 12月支出占比上限30%（级别一般为信息；12月支出占比上限一般为25%） |")
    assert {"check": "year_end_rush", "severity": "warning", "thresholds": {"december_most": "0.3"}} in [
        {key: each[key] for key in ("check", "severity", "thresholds")}
        for each in json.loads(printed(cycle="2021", json=True))
    ]


@pytest.mark.django_db
def test_what_a_cycle_cannot_mean_is_told_in_chinese() -> None:
    with pytest.raises(CommandError, match="没有编码为“2021”的自评批次；已有：一个也没有"):
        printed(cycle="2021")
    cycle = make_world().cycle
    cycle.check_settings = {"thresholds": {"december_most": "很多"}}
    cycle.save()
    with pytest.raises(CommandError, match=r"thresholds\.december_most：“很多”应为数"):
        printed(cycle="2021")
