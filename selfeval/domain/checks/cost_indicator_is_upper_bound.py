"""A cost indicator (成本指标) sets an upper bound: ≤, not ≥ and not ＝."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.checks.own_rows import own_rows
from selfeval.domain.filing import TargetSign
from selfeval.domain.findings import Finding

_BOUNDED: Final = frozenset({TargetSign.AT_MOST, TargetSign.LESS_THAN, TargetSign.QUALITATIVE})
# More of these is better, and what a rule fixes is paid to the yuan.
_MORE_IS_BETTER: Final = re.compile(r"节约|节省|降低|下降|减少|压减|缩减|收回|回收|效率")
_FIXED_BY_RULE: Final = re.compile(r"标准|定额|单价")


def cost_indicator_is_upper_bound(case: Case) -> Iterator[Finding]:
    """A finding for each quantitative indicator of a cost group with another sign; savings may have a lower bound."""
    for leaf, own in own_rows(case):
        if "成本" not in own.group or own.sign in _BOUNDED or _MORE_IS_BETTER.search(own.name):
            continue
        if own.sign is TargetSign.EQUAL and _FIXED_BY_RULE.search(own.name):
            continue
        yield case.finding(
            "cost_indicator_is_upper_bound",
            f"indicators.{leaf.code}.sign",
            expected=TargetSign.AT_MOST.label,
            found=own.sign.label,
            answer=case.entry(leaf.code).reason,
            name=case.name_of(leaf.code),
        )
