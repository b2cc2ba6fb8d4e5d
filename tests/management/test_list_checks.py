"""The command prints the table that the documentation includes, or the same as JSON."""

import json
from io import StringIO

from django.conf import settings
from django.core.management import call_command

from selfeval.domain.checks.messages import CATALOGUE


def printed(**options: bool) -> str:
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
