"""What must hold before a filing moves on. Values only, no database."""

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.files import filing_to_document
from selfeval.domain.framework import Severity
from selfeval.domain.verification import content_hash
from selfeval.domain.workflow import BY_ACTION, Action
from selfeval.review.preconditions import Refusal, refusals
from tests.factories import domain_framework, sample

COMPLETE = assess(domain_framework(), sample())


def with_content(**changed: Any) -> Assessment:
    return assess(domain_framework(), replace(sample(), **changed))


def submission(assessment: Assessment, verdict: str | None) -> Any:
    """A stand-in for the newest frozen copy, with its verdict."""
    document = filing_to_document(assessment.framework, assessment.filing)
    review = SimpleNamespace(verdict=verdict, comment="请补充项目支出的说明") if verdict else None
    return SimpleNamespace(sha256=content_hash(document), evidence=[], review=review)


def found(action: Action, assessment: Assessment = COMPLETE, **given: Any) -> tuple[Refusal, ...]:
    return refusals(action=action, assessment=assessment, **given)


@pytest.mark.parametrize("action", [Action.SEND_FOR_SIGNATURE, Action.SIGN])
def test_a_complete_form_may_go(action: Action) -> None:
    assert found(action) == ()


@pytest.mark.parametrize("action", [Action.SEND_FOR_SIGNATURE, Action.SIGN])
def test_every_blocking_finding_is_a_refusal_with_its_box(action: Action) -> None:
    fields = {code: value for code, value in sample().fields.items() if code != "original_budget"}
    assessment = with_content(fields=fields, explanations={})
    reasons = found(action, assessment)
    assert len(reasons) == len(assessment.blocking) > 1
    assert [reason.box for reason in reasons] == [finding.where[0] for finding in assessment.blocking]
    assert reasons[0].box == "fields.original_budget"
    warned = [finding for finding in assessment.blocking if finding.severity is Severity.WARNING]
    assert warned
    for finding in warned:
        message = f"{finding.message}请核对改正，或在“检查与提交”页写明理由。"
        assert Refusal(message=message, box=finding.where[0]) in reasons


@pytest.mark.parametrize("action", [Action.TAKE_BACK, Action.DECLINE, Action.WITHDRAW, Action.RETURN])
def test_sending_back_does_not_ask_for_a_clean_form(action: Action) -> None:
    assert found(action, with_content(fields={}), comment="意见") == ()


@pytest.mark.parametrize("action", [action for action, row in BY_ACTION.items() if row.needs_comment])
@pytest.mark.parametrize("comment", ["", "  \n　"])
def test_a_comment_is_asked_for(action: Action, comment: str) -> None:
    assert found(action, comment=comment) == (
        Refusal(message=f"“{action.label}”须写明意见，请填写后再办理。", box="comment"),
    )
    assert found(action, comment="意见") == ()


@pytest.mark.parametrize("comment", ["意见\x00", "\x1b[31m意见", "\ud800"])
def test_a_comment_is_printable(comment: str) -> None:
    assert found(Action.RETURN, comment=comment) == (
        Refusal(message="意见含有看不见的控制字符，请删去后再保存。", box="comment"),
    )


def test_a_comment_has_an_end() -> None:
    assert found(Action.RETURN, comment="字" * 2000) == ()
    assert found(Action.RETURN, comment="字" * 2001)[0].message == "意见共2001字，太长：最多2000字。"


@pytest.mark.parametrize("action", [Action.SEND_FOR_SIGNATURE, Action.SIGN])
def test_a_returned_form_must_come_back_different(action: Action) -> None:
    reasons = found(action, last_submission=submission(COMPLETE, "returned"))
    assert [reason.message for reason in reasons] == [
        "退回后还没有任何修改，不能再次提交。请按审核意见修改：请补充项目支出的说明"
    ]
    narratives = {**sample().narratives, "other": "已按意见补充"}
    assert found(action, with_content(narratives=narratives), last_submission=submission(COMPLETE, "returned")) == ()
    assert found(action, evidence=[{"name": "补充.pdf"}], last_submission=submission(COMPLETE, "returned")) == ()


@pytest.mark.parametrize("action", [Action.SEND_FOR_SIGNATURE, Action.SIGN])
def test_a_form_the_unit_withdrew_may_come_back_as_it_was(action: Action) -> None:
    assert found(action, last_submission=submission(COMPLETE, None)) == ()


@pytest.mark.parametrize("total", ["92", "92.00", "92.000"])
def test_the_self_total_is_confirmed_without_words(total: str) -> None:
    assert found(Action.FINALISE, confirmed_total=Decimal(total)) == ()


@pytest.mark.parametrize("total", ["0", "91.99", "92.01", "100"])
def test_another_total_is_explained(total: str) -> None:
    reasons = found(Action.FINALISE, confirmed_total=Decimal(total))
    assert [reason.box for reason in reasons] == ["comment"]
    assert "与自评总分 92.00 不同，请写明理由" in reasons[0].message
    assert found(Action.FINALISE, confirmed_total=Decimal(total), comment="扣分过少") == ()


@pytest.mark.parametrize(
    ("total", "message"),
    [
        (None, "请填写复核总分。"),
        (Decimal("-0.01"), "应在 0 到 100 之间"),
        (Decimal("100.01"), "应在 0 到 100 之间"),
        (Decimal("NaN"), "应在 0 到 100 之间"),
        (Decimal("Infinity"), "应在 0 到 100 之间"),
        (Decimal("91.995"), "最多2位"),
    ],
)
def test_a_total_that_is_none(total: Decimal | None, message: str) -> None:
    reasons = found(Action.FINALISE, confirmed_total=total, comment="意见")
    assert [reason.box for reason in reasons] == ["confirmed_total"]
    assert message in reasons[0].message
