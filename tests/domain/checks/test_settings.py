"""Thresholds and severities are data: a cycle's own take the place of the defaults."""

from dataclasses import fields
from decimal import Decimal

import pytest

from selfeval.domain.checks import CheckSettings, Thresholds
from selfeval.domain.checks.messages import CATALOGUE
from selfeval.domain.checks.requirements import REQUIREMENTS, rules
from selfeval.domain.checks.thresholds import LABELS
from selfeval.domain.framework import Severity
from tests.domain.checks.real_form import assessed, found

LENIENT = CheckSettings(
    thresholds=Thresholds(december_most=Decimal("0.4"), money_tolerance=Decimal(600)),
    severities={
        "score_consistent_with_execution": Severity.WARNING,
        "budget_parts_agree_with_full_year_budget": Severity.INFO,
    },
)


def test_a_threshold_of_its_own() -> None:
    assert len(found("year_end_rush", assessed())) == 1
    assert found("year_end_rush", assessed(settings=LENIENT)) == []
    assert found("carryover_agrees_with_closing_balance", assessed(settings=LENIENT)) == []


def test_a_severity_of_its_own() -> None:
    told = {each.check: each for each in assessed(settings=LENIENT, explanations=None).findings}

    assert told["score_consistent_with_execution"].blocks_submission
    assert told["budget_parts_agree_with_full_year_budget"].severity is Severity.INFO


def test_a_severity_the_check_gives_itself_stands() -> None:
    """A self score above the computed one without a reason blocks, whatever the usual severity."""
    soft = CheckSettings(severities={"self_score_matches_computed": Severity.INFO})
    code = "process.budget_execution.carryover_rate"

    def severities(reason: str | None) -> list[Severity]:
        form = assessed(settings=soft, entries={code: {"reason": reason}})
        return [each.severity for each in found("self_score_matches_computed", form)]

    assert severities(None) == [Severity.ERROR]
    assert severities("按单位口径计算") == [Severity.INFO]


def test_least_words_of_a_reason() -> None:
    brief = {"process.budget_execution.completion_rate": {"reason": "项目延期实施，款项未付"}}

    def told(least: int) -> int:
        settings = CheckSettings(thresholds=Thresholds(least_reason=least))
        return len(found("reasons_are_substantive", assessed(entries=brief, settings=settings)))

    assert (told(10), told(11), told(12)) == (0, 0, 1)


def test_every_check_says_what_must_be_true() -> None:
    assert set(REQUIREMENTS) == set(CATALOGUE)
    assert [rule.code for rule in rules()] == [*CATALOGUE]


def test_every_threshold_has_a_label_and_a_check() -> None:
    names = {each.name for each in fields(Thresholds)}

    assert set(LABELS) == names
    assert {name for rule in rules() for name in rule.thresholds} == names


@pytest.mark.parametrize(
    ("code", "severity", "thresholds"),
    [
        ("year_end_rush", Severity.INFO, {"december_most": "0.4"}),
        ("score_consistent_with_execution", Severity.WARNING, {"score_over_execution": "0.05"}),
        ("unit_slip", Severity.WARNING, {"slip_factors": "100、10000", "slip_spread": "2"}),
        ("not_all_full_marks", Severity.WARNING, {"full_marks_from": "5"}),
        ("not_classified", Severity.ERROR, {}),
    ],
)
def test_the_table_of_a_cycle(code: str, severity: Severity, thresholds: dict[str, str]) -> None:
    (rule,) = [rule for rule in rules(LENIENT) if rule.code == code]

    assert (rule.severity, dict(rule.thresholds)) == (severity, thresholds)
