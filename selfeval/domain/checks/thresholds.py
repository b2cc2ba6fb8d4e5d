"""The numbers that checks hold figures against, and the severities a bureau changed: data of a cycle, not of a check.

The defaults are those the documentation prints. Shares and completions are ratios, money is in the framework's unit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from selfeval.domain.framework import Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Each limit belongs still to what is in order; what lies beyond it is told."""

    money_tolerance: Decimal = Decimal("0.01")
    least_reason: int = 10
    execution_least: Decimal = Decimal("0.8")
    execution_most: Decimal = Decimal(1)
    december_most: Decimal = Decimal("0.25")
    completion_least: Decimal = Decimal("0.7")
    completion_most: Decimal = Decimal("1.3")
    three_public_change: Decimal = Decimal("0.2")
    score_over_execution: Decimal = Decimal("0.05")
    carryover_rate_difference: Decimal = Decimal("0.01")
    # 元 typed as 万元 is 10⁴ times too much; a figure within half to twice the factor is taken for a slip.
    slip_factors: tuple[Decimal, ...] = (Decimal(100), Decimal(10_000))
    slip_spread: Decimal = Decimal(2)
    # Few indicators may well all be reached.
    full_marks_from: int = 5


LABELS: Final = MappingProxyType(
    {
        "money_tolerance": "金额容差（金额单位）",
        "least_reason": "最少字数",
        "execution_least": "执行率下限",
        "execution_most": "执行率上限",
        "december_most": "12月支出占比上限",
        "completion_least": "完成比例下限",
        "completion_most": "完成比例上限",
        "three_public_change": "比上年变动上限",
        "score_over_execution": "得分率高出执行率的比例上限",
        "carryover_rate_difference": "结转结余率容差",
        "slip_factors": "疑似单位填错的倍数",
        "slip_spread": "倍数的浮动范围",
        "full_marks_from": "至少几项指标",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSettings:
    """Thresholds, and by code of a check the severity that replaces its usual one.

    A severity that a check itself raises or lowers in a case it knows stands as the check gives it.
    """

    thresholds: Thresholds = field(default_factory=Thresholds)
    severities: Mapping[str, Severity] = field(default_factory=lambda: MappingProxyType({}))


DEFAULT: Final = CheckSettings()
