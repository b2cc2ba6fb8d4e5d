"""What the framework wants explained is explained, in as many characters as it asks for."""

import pytest

from selfeval.domain.framework import Severity
from tests.domain.checks.real_form import EXECUTION, assessed, found

CHECK = "explanation_given"
CODE = f"{EXECUTION}.completion_rate"  # explain: under 90 %, 10 characters


@pytest.mark.parametrize(
    ("reason", "count"),
    [
        ("因疫情影响", "5"),
        ("一二三四五六七八九", "9"),
        ("一 二 三 四 五 六 七 八 九", "9"),
        ("一二三四五六七八九十", None),
    ],
)
def test_too_few_characters(reason: str, count: str | None) -> None:
    findings = found(CHECK, assessed(entries={CODE: {"reason": reason}}))

    if count is None:
        assert findings == []
        return
    assert [(each.where, each.severity, each.expected, each.found) for each in findings] == [
        ((f"indicators.{CODE}.reason",), Severity.ERROR, "10", count)
    ]
    assert findings[0].message == f"预算完成率需要说明原因，不少于10个字，现有{count}个字"


@pytest.mark.parametrize(
    ("spent", "is_asked"), [("2738.709", False), ("2738.708999", True), ("2738.7", True), ("3043.01", False)]
)
def test_the_condition_decides(spent: str, is_asked: bool) -> None:
    """90 % of 3,043.01 is 2,738.709."""
    entry = {"reason": None, "self_score": "2"}

    assert bool(found(CHECK, assessed(fields={"actual_expenditure": spent}, entries={CODE: entry}))) is is_asked


def test_a_missing_figure_asks_for_nothing() -> None:
    assert found(CHECK, assessed(fields={"actual_expenditure": None}, entries={CODE: {"reason": None}})) == []


def test_not_applicable_asks_for_nothing() -> None:
    assert found(CHECK, assessed(entries={CODE: {"reason": None, "applicable": "false"}})) == []


def test_a_lost_point_without_a_word_is_asked_for_once() -> None:
    findings = assessed(entries={CODE: {"reason": None}}).findings

    assert [each.check for each in findings if each.where[0] == f"indicators.{CODE}.reason"] == [
        "lost_points_explained"
    ]
