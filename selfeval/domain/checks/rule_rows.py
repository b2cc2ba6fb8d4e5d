"""The table of checks in words: severities and thresholds as people read them, and what a cycle has otherwise."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from selfeval.domain.amounts import plain_percent_text
from selfeval.domain.checks.requirements import Rule, rules
from selfeval.domain.checks.thresholds import DEFAULT, LABELS, CheckSettings
from selfeval.domain.framework import Severity

SEVERITY_WORDS: Final = MappingProxyType({Severity.ERROR: "错误", Severity.WARNING: "提醒", Severity.INFO: "信息"})
# Thresholds that are numbers as they stand; the others are ratios.
_NUMBERS: Final = frozenset({"money_tolerance", "least_reason", "slip_factors", "slip_spread", "full_marks_from"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """One check in words. `usual` says what is otherwise than usual, as `级别一般为信息`; empty where nothing is."""

    code: str
    title: str
    severity: str
    must: str
    limits: str
    usual: str


def rule_rows(settings: CheckSettings = DEFAULT) -> Iterator[RuleRow]:
    """Every check as `settings` have it, in the order of the catalogue."""
    for rule, usual in zip(rules(settings), rules(), strict=True):
        yield RuleRow(
            code=rule.code,
            title=rule.title,
            severity=SEVERITY_WORDS[rule.severity],
            must=rule.must,
            limits="；".join(f"{LABELS[name]}{_value(name, value)}" for name, value in rule.thresholds.items()),
            usual="；".join(_differences(rule, usual)),
        )


def _differences(rule: Rule, usual: Rule) -> Iterator[str]:
    if rule.severity is not usual.severity:
        yield f"级别一般为{SEVERITY_WORDS[usual.severity]}"
    for name, value in rule.thresholds.items():
        if value != usual.thresholds[name]:
            yield f"{LABELS[name]}一般为{_value(name, usual.thresholds[name])}"


def _value(name: str, value: str) -> str:
    return value if name in _NUMBERS else plain_percent_text(Decimal(value))
