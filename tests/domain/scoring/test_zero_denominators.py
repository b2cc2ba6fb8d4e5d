"""0÷0 and x÷0, anywhere in the formula or what it uses, under every policy."""

from typing import Any

import pytest

from selfeval.domain.files import Plain, framework_from_document
from selfeval.domain.framework import Severity
from tests.domain.one_indicator import LEAF, assessed, framework_document, framework_of, scored

RULE: dict[str, Plain] = {"kind": "deduct_above", "limit": "100%", "step": "1%", "deduct": "1"}
BOTH_ZERO: dict[str, Plain] = {"a": "0", "b": "0"}
ONLY_BELOW: dict[str, Plain] = {"a": "3", "b": "0"}


@pytest.mark.parametrize(
    ("policy", "points", "score", "is_applicable", "words"),
    [
        ("full", "10", "10.00", True, "分子、分母均为0，按满分计，得10.00分"),
        ("zero", "10", "0.00", True, "分子、分母均为0，无法计算，得0.00分"),
        ("not_applicable", "0.00", "0.00", False, "分子、分母均为0，视为不涉及此项"),
        ("refuse", "10", None, True, "分子、分母均为0，无法计算"),
    ],
)
def test_both_zero(policy: str, points: str, score: str | None, is_applicable: bool, words: str) -> None:
    framework = framework_of(RULE, zero_denominator={"both_zero": policy}, not_applicable="redistribute")
    found = scored(framework, BOTH_ZERO)

    assert str(found.points) == points
    assert (None if found.computed_score is None else str(found.computed_score)) == score
    assert (found.is_applicable, found.rate, found.rate_text, found.trace) == (is_applicable, None, "", words)


@pytest.mark.parametrize(
    ("policy", "score", "words"),
    [
        ("full", "10.00", "分母为0而分子不为0，按满分计，得10.00分"),
        ("zero", "0.00", "分母为0而分子不为0，无法计算，得0.00分"),
        ("not_applicable", "0.00", "分母为0而分子不为0，视为不涉及此项"),
        ("refuse", None, "分母为0而分子不为0，无法计算"),
    ],
)
def test_only_the_denominator_is_zero(policy: str, score: str | None, words: str) -> None:
    framework = framework_of(
        RULE, zero_denominator={"both_zero": "full", "otherwise": policy}, not_applicable="redistribute"
    )
    found = scored(framework, ONLY_BELOW)

    assert (None if found.computed_score is None else str(found.computed_score), found.trace) == (score, words)


def test_one_word_sets_both_zero_and_otherwise_is_zero() -> None:
    framework = framework_of(RULE, zero_denominator="full")

    assert str(scored(framework, BOTH_ZERO).computed_score) == "10.00"
    assert str(scored(framework, ONLY_BELOW).computed_score) == "0.00"


def test_what_counts_as_not_applicable_follows_the_indicators_own_policy() -> None:
    full = framework_of(RULE, zero_denominator="not_applicable", not_applicable="full")
    nothing = framework_of(RULE, zero_denominator="not_applicable", not_applicable="zero")

    assert scored(full, BOTH_ZERO).trace == "分子、分母均为0，视为不涉及此项，按满分计，得10.00分"
    assert scored(nothing, BOTH_ZERO).trace == "分子、分母均为0，视为不涉及此项，得0.00分"


@pytest.mark.parametrize(
    "formula", ["a / b", "1 + a / b", "1 - a / b * 2", "abs(a / b)", "if(a / b < 1, 1, 0)", "a / (b * 5)"]
)
def test_anywhere_in_the_formula(formula: str) -> None:
    assert (
        str(scored(framework_of(RULE, formula=formula, zero_denominator="full"), BOTH_ZERO).computed_score) == "10.00"
    )


def test_in_what_the_formula_uses() -> None:
    document: dict[str, Any] = framework_document(RULE, formula="ratio * 2", zero_denominator="full")
    document["derived"] = [{"code": "ratio", "label": "比", "kind": "number", "formula": "a / b"}]

    assert str(scored(framework_from_document(document), BOTH_ZERO).computed_score) == "10.00"


def test_what_is_missing_comes_before_a_zero_denominator() -> None:
    framework = framework_of(RULE, formula="a / b + c", zero_denominator="full")

    assert scored(framework, BOTH_ZERO).trace == "丙数未填，暂不能计算"


@pytest.mark.parametrize(
    ("fields", "policy", "severities"),
    [
        (ONLY_BELOW, {"both_zero": "full"}, [Severity.WARNING]),
        (ONLY_BELOW, {"both_zero": "full", "otherwise": "refuse"}, [Severity.ERROR]),
        (BOTH_ZERO, {"both_zero": "refuse"}, [Severity.ERROR]),
        (BOTH_ZERO, {"both_zero": "full"}, []),
        (BOTH_ZERO, {"both_zero": "zero"}, []),
        ({"a": "1", "b": "1"}, {"both_zero": "refuse", "otherwise": "refuse"}, []),
    ],
)
def test_findings(fields: dict[str, Plain], policy: dict[str, Plain], severities: list[Severity]) -> None:
    findings = assessed(framework_of(RULE, zero_denominator=policy), fields).findings
    found = [each for each in findings if each.check == "denominator_is_zero"]

    assert [each.severity for each in found] == severities
    assert all(each.where == ("fields.b", f"indicators.{LEAF}") for each in found)


def test_the_finding_leads_to_the_figure_that_is_zero() -> None:
    """Not to the last name of the formula: the box to look at is the one below the line."""
    document: dict[str, Any] = framework_document(RULE, formula="a / whole - c", zero_denominator="full")
    document["derived"] = [{"code": "whole", "label": "合计数", "kind": "number", "formula": "b + or_zero(people)"}]
    findings = assessed(framework_from_document(document), {"a": "3", "b": "0", "c": "1"}).findings

    found = next(each for each in findings if each.check == "denominator_is_zero")
    assert found.where[0] == "fields.b"
    assert found.message == (
        "某率算不出来：分母为0而分子不为0，无法计算，得0.00分（人数未填，按0计）；请核对数据，或写明理由"
    )


def test_a_reason_answers_the_warning() -> None:
    findings = assessed(
        framework_of(RULE, zero_denominator="full"), ONLY_BELOW, reason="年初没有安排预算，年中追加"
    ).findings

    found = next(each for each in findings if each.check == "denominator_is_zero")
    assert found.explanation == "年初没有安排预算，年中追加"
    assert not found.blocks_submission
