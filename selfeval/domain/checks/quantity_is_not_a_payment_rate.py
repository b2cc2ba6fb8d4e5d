"""A quantity indicator (数量指标) counts what was done, not how much of the money was paid."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.checks.own_rows import own_rows
from selfeval.domain.findings import Finding

_PAYMENT_RATE: Final = re.compile(
    r"(?:预算|资金|经费|专款|支出)[^，,；;、]{0,6}?(?:执行|支付|支出|拨付|使用|到位|完成)(?:率|进度|比例)"
    r"|(?:支付|支出|拨付)(?:率|进度)"
)


def quantity_is_not_a_payment_rate(case: Case) -> Iterator[Finding]:
    """A finding for each indicator of a quantity group that is named after the use of money."""
    for leaf, own in own_rows(case):
        if "数量" in own.group and _PAYMENT_RATE.search("".join(own.name.split())):
            yield case.finding(
                "quantity_is_not_a_payment_rate",
                f"indicators.{leaf.code}.name",
                found=own.name,
                answer=case.entry(leaf.code).reason,
                name=case.name_of(leaf.code),
                group=own.group,
            )
