"""All checks on whole forms: the order, the catalogue, no false alarm, and never an exception."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from selfeval.domain.checks import CHECKS
from selfeval.domain.checks.messages import CATALOGUE
from selfeval.domain.checks.review_checks import REVIEW_CHECKS
from selfeval.domain.files import Plain
from selfeval.domain.framework import FieldKind, Severity
from tests.domain.checks.real_form import assessed
from tests.fixtures_data.published import framework

CODES = [field.code for field in framework("jinzhong-2021").fields if field.kind in (FieldKind.MONEY, FieldKind.COUNT)]
COUNTS = {field.code for field in framework("jinzhong-2021").fields if field.kind is FieldKind.COUNT}
SIGNED = {"budget_adjustment", "other_adjustment", "closing_balance"}


def test_the_published_form_raises_five_answered_warnings_two_notes_and_nothing_else() -> None:
    findings = assessed().findings

    assert [each.check for each in findings] == [
        "self_score_matches_computed",
        "points_not_moved_off_failing_indicators",
        "score_consistent_with_execution",
        "carryover_agrees_with_closing_balance",
        "spending_items_were_budgeted",
        "year_end_rush",
        "budget_parts_agree_with_full_year_budget",
    ]
    assert assessed().blocking == ()


def test_a_form_that_agrees_throughout_raises_nothing() -> None:
    """The carry-over stated is the balance, the score filed the computed one, the parts the whole.

    That 91 points stand beside an execution of 82 % is so, and for the reviewer to know.
    """
    clean = assessed(
        fields={
            "spent_by_november": "2300",
            "carryover_balance": "547.84",
            "other_adjustment": None,
            "original_budget": "2559.01",
            "project_expenditure_budget": "2715.55",
            "project_budget_items": [{"label": "全部项目", "amount": "2715.55"}],
            "project_actual_items": [{"label": "全部项目", "amount": "2198.03"}],
        },
        entries={
            "process.budget_execution.carryover_rate": {
                "self_score": "2",
                "analysis": None,
                "reason": "部分尾款按合同跨年支付，结余偏多",
            },
            "process.budget_execution.adjustment_rate": {"self_score": None},
            # Set points as the reference has them.
            "process.budget_execution.three_public_control_rate": {"set_points": None, "self_score": None},
            "process.asset_management.asset_safety": {"set_points": None, "points": "3", "self_score": None},
            "process.asset_management.fixed_asset_utilisation_rate": {"set_points": None},
            "output.duty_performance.key_tasks_completion": {"set_points": None, "points": "6", "self_score": "6"},
        },
        # Its texts tell of other figures.
        narratives=dict.fromkeys(("mandate", "staffing", "budget_execution", "performance_analysis"), "内容如表中所列"),
        explanations=None,
    )

    assert [(each.check, each.severity) for each in clean.findings] == [
        ("score_consistent_with_execution", Severity.INFO)
    ]


def test_indicators_of_one_name_are_told_apart() -> None:
    """Both 预算管理 and 资产管理 have a 管理制度健全性."""
    codes = ("process.budget_management.system_soundness", "process.asset_management.system_soundness")
    findings = assessed(entries={code: {"ticked": ["1"], "self_score": None} for code in codes}).findings

    assert [each.message for each in findings if each.check == "lost_points_explained"] == [
        "预算管理的管理制度健全性失2.00分，没写扣分原因",
        "资产管理的管理制度健全性失2.00分，没写扣分原因",
    ]


def test_every_check_has_a_word_in_the_catalogue() -> None:
    own = {check.__name__ for check in (*CHECKS, *REVIEW_CHECKS) if check.__name__ != "framework_checks"}

    assert own | {"check_failed"} == set(CATALOGUE)
    assert all(message.title and message.text for message in CATALOGUE.values())


def test_findings_come_in_the_order_of_the_checks() -> None:
    findings = assessed(fields=dict.fromkeys(CODES), entries={}, narratives={}, evaluators=[]).findings
    order = [check.__name__ for check in CHECKS]
    places = [order.index(each.check) if each.check in order else len(order) for each in findings]

    assert places == sorted(places)


@st.composite
def figures(draw: st.DrawFn) -> dict[str, Plain]:
    typed: dict[str, Plain] = {}
    for code in CODES:
        least = -10_000 if code in SIGNED else 0
        places = 0 if code in COUNTS else 6
        value = draw(st.none() | st.just(Decimal(0)) | st.decimals(least, 10**9, places=places))
        typed[code] = None if value is None else f"{value:f}"
    return typed


@given(fields=figures())
def test_whatever_is_typed_is_scored_and_checked_without_an_exception(fields: dict[str, Plain]) -> None:
    assessment = assessed(fields=fields)

    assert len(assessment.sheet.indicators) == 26
    for score in assessment.sheet.indicators.values():
        assert score.trace
        assert score.computed_score is None or 0 <= score.computed_score <= score.points
    assert all(each.message and each.where for each in assessment.findings)
