"""A cycle changes thresholds and severities as data; what it cannot mean is refused with its place."""

from dataclasses import fields
from decimal import Decimal
from typing import Any

import pytest

from selfeval.domain.assessment import assess
from selfeval.domain.check_settings import settings_from_document, settings_words
from selfeval.domain.checks.thresholds import DEFAULT, LABELS, Thresholds
from selfeval.domain.files import FileFaults
from selfeval.domain.framework import Severity
from tests.factories import domain_framework, sample


def test_nothing_said_is_as_usual() -> None:
    assert settings_from_document({}) == DEFAULT
    assert settings_words(DEFAULT) == ()


def test_what_is_said_replaces_the_usual_and_is_told() -> None:
    settings = settings_from_document(
        {
            "thresholds": {"december_most": "0.3", "least_reason": 20, "slip_factors": ["10000"]},
            "severities": {"not_all_full_marks": "info"},
        }
    )
    assert settings.thresholds.december_most == Decimal("0.3")
    assert (settings.thresholds.least_reason, settings.thresholds.slip_factors) == (20, (Decimal(10_000),))
    assert settings.thresholds.execution_least == DEFAULT.thresholds.execution_least
    assert settings.severities == {"not_all_full_marks": Severity.INFO}
    words = settings_words(settings)
    assert len(words) == 4
    assert any(each.startswith("最少字数 20（一般为 10") for each in words)
    assert any(each.endswith("信息（一般为提醒）") for each in words)


def test_every_threshold_has_a_name_for_people() -> None:
    assert {field.name for field in fields(Thresholds)} == set(LABELS)


@pytest.mark.parametrize(
    ("document", "path"),
    [
        ([], ""),
        ({"limits": {}}, "limits"),
        ({"thresholds": []}, "thresholds"),
        ({"thresholds": {"nothing": "1"}}, "thresholds.nothing"),
        ({"thresholds": {"december_most": 0.3}}, "thresholds.december_most"),
        ({"thresholds": {"december_most": True}}, "thresholds.december_most"),
        ({"thresholds": {"december_most": "NaN"}}, "thresholds.december_most"),
        ({"thresholds": {"december_most": "-1"}}, "thresholds.december_most"),
        ({"thresholds": {"december_most": "三成"}}, "thresholds.december_most"),
        ({"thresholds": {"least_reason": "1.5"}}, "thresholds.least_reason"),
        ({"thresholds": {"slip_factors": "100"}}, "thresholds.slip_factors"),
        ({"severities": {"nothing": "info"}}, "severities.nothing"),
        ({"severities": {"not_all_full_marks": "fatal"}}, "severities.not_all_full_marks"),
        ({"severities": {"not_all_full_marks": []}}, "severities.not_all_full_marks"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_place(document: Any, path: str) -> None:
    with pytest.raises(FileFaults) as refusal:
        settings_from_document(document)
    assert [fault.path for fault in refusal.value.faults] == [path]


def test_a_severity_changes_what_blocks() -> None:
    found = assess(domain_framework(), sample()).findings
    code = next(each.check for each in found if each.check == "carryover_agrees_with_closing_balance")
    settings = settings_from_document({"severities": {code: "error"}})
    changed = assess(domain_framework(), sample(), settings=settings)
    assert [each.check for each in changed.blocking] == [code]
