"""Which settings of a cycle fit, and what may still be changed when."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from selfeval.domain.cycle import NEXT_STAGES, Stage
from selfeval.domain.cycle_settings import (
    LABELS,
    NAMES,
    STAGE_VERBS,
    STAGE_WORDS,
    Course,
    CycleSettings,
    changed_names,
    faults_of,
    fixed_faults,
    why_fixed,
)

OPENS = datetime(2023, 2, 1, tzinfo=UTC)
SETTINGS = CycleSettings(title="2022年度", opens_at=OPENS, deadline=OPENS + timedelta(days=30))


def test_the_usual_fits() -> None:
    assert faults_of(SETTINGS) == ()
    assert set(NAMES) | {"framework"} == set(LABELS)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("title", " ", "请写名称"),
        ("title", "年" * 101, "最多 100 个字"),
        ("deadline", OPENS, "晚于开始时间"),
        ("late_until", OPENS + timedelta(days=29), "不应早于截止时间"),
        ("reminder_days", (0,), "“0”不对"),
        ("reminder_days", (3, 3), "写了两次"),
        ("reminder_days", (31,), "还没有开始填报"),
        ("reminder_days", (1, 2, 3, 4, 5, 6, 7), "最多提醒 6 次"),
        ("low_risk_at_most", 1001, "0 到 1000"),
        ("difference_bounds", (Decimal(5), Decimal(5), Decimal(20)), "由小到大"),
        ("difference_bounds", (Decimal(5), Decimal(10)), "三个分数"),
    ],
)
def test_what_does_not_fit_is_told_at_its_box(name: str, value: Any, words: str) -> None:
    found = faults_of(replace(SETTINGS, **{name: value}))
    assert [each.name for each in found] == [name]
    assert words in found[0].message


def test_a_late_period_may_end_with_the_deadline() -> None:
    assert faults_of(replace(SETTINGS, late_until=SETTINGS.deadline)) == ()


@pytest.mark.parametrize("name", [*NAMES, "framework"])
def test_a_draft_may_be_changed_in_everything_a_closed_cycle_in_nothing(name: str) -> None:
    assert why_fixed(name, Course(stage=Stage.DRAFT, is_opened=True)) == ""
    assert why_fixed(name, Course(stage=Stage.CLOSED)) == "批次已结束，不能再改"
    assert why_fixed(name, Course(stage=Stage.ARCHIVED)) == "批次已归档，不能再改"


def test_what_is_fixed_grows_with_the_year() -> None:
    def fixed(**course: bool) -> set[str]:
        so_far = Course(stage=Stage.PUBLISHED, **course)
        return {name for name in LABELS if why_fixed(name, so_far)}

    levels = {"has_supervisor_review", "has_office_review", "allows_filler_to_sign"}
    assert fixed() == {"framework"}
    assert fixed(is_opened=True) == {"framework", "opens_at"}
    assert fixed(is_opened=True, is_submitted=True) == {"framework", "opens_at", *levels}
    whole = fixed(is_opened=True, is_submitted=True, is_finalised=True)
    assert whole == {"framework", "opens_at", *levels, "final_score_rule", "requires_sealed_scan"}


def test_only_what_was_changed_is_held_against_it() -> None:
    course = Course(stage=Stage.PUBLISHED, is_opened=True)
    later = replace(SETTINGS, deadline=SETTINGS.deadline + timedelta(days=1))
    assert changed_names(SETTINGS, later) == ("deadline",)
    assert fixed_faults(SETTINGS, later, course) == ()
    moved = replace(later, opens_at=OPENS - timedelta(days=1))
    assert [each.name for each in fixed_faults(SETTINGS, moved, course)] == ["opens_at"]


def test_every_step_between_stages_has_its_verb_and_what_it_means() -> None:
    steps = {(stage, following) for stage, ahead in NEXT_STAGES.items() for following in ahead}
    assert set(STAGE_VERBS) == steps
    # What publishing means is counted for each cycle.
    assert set(STAGE_WORDS) == steps - {(Stage.DRAFT, Stage.PUBLISHED)}
