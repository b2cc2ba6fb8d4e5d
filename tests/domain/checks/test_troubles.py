"""Findings about rates: out of range, not applicable without leave. Denominators and caps are tested with scoring."""

import pytest

from selfeval.domain.framework import Severity
from tests.domain.checks.real_form import found
from tests.domain.one_indicator import LEAF, assessed, framework_of


@pytest.mark.parametrize(("a", "is_fine"), [("0", True), ("1", True), ("1.000001", False), ("-0.000001", False)])
def test_rate_within_range(a: str, is_fine: bool) -> None:
    framework = framework_of({"kind": "proportional"}, range="[0%, 100%]")
    findings = found("rate_within_range", assessed(framework, {"a": a, "b": "1"}))

    assert (findings == []) is is_fine
    assert all(each.severity is Severity.ERROR and each.where == (f"indicators.{LEAF}",) for each in findings)


def test_the_range_is_told() -> None:
    framework = framework_of({"kind": "proportional"}, range="[0%, 100%]")
    (finding,) = found("rate_within_range", assessed(framework, {"a": "3", "b": "2"}))

    assert finding.message == "某率＝150.00%，超出可能的范围[0%, 100%]，请核对数据"
    assert (finding.expected, finding.found) == ("[0%, 100%]", "150.00%")


def test_not_applicable_by_its_figures_without_leave_says_why() -> None:
    framework = framework_of({"kind": "proportional"}, zero_denominator="not_applicable")
    (finding,) = found("not_applicable_is_allowed", assessed(framework, {"a": "0", "b": "0"}))

    assert finding.message == "某率不能按“不涉及”处理，指标体系不允许（分子、分母均为0，视为不涉及此项）"
    assert finding.where == (f"indicators.{LEAF}",)
