"""The table of checks as text, for the command that lists them and for the documentation."""

from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import plain_percent_text
from selfeval.domain.checks.requirements import rules
from selfeval.domain.checks.thresholds import LABELS
from selfeval.domain.framework import Severity

SEVERITY_WORDS: Final = {Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.INFO: "信息"}
# Thresholds that are numbers as they stand; the others are ratios.
_NUMBERS: Final = frozenset({"money_tolerance", "least_reason", "slip_factors", "slip_spread", "full_marks_from"})


def check_table() -> list[str]:
    """The lines of a Markdown table, one check a row."""
    lines = ["| 规则 | 编码 | 级别 | 应当如此 | 阈值 |", "|---|---|---|---|---|"]
    for rule in rules():
        limits = "；".join(f"{LABELS[name]}{_value(name, value)}" for name, value in rule.thresholds.items())
        severity = SEVERITY_WORDS[rule.severity]
        lines.append(f"| {rule.title} | `{rule.code}` | {severity} | {rule.must} | {limits} |")
    return lines


def _value(name: str, value: str) -> str:
    return value if name in _NUMBERS else plain_percent_text(Decimal(value))
