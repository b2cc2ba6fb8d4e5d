"""Every item of spending has an item of the budget (支出项目都有预算)."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.amounts import ZERO
from selfeval.domain.checks.case import Case
from selfeval.domain.filing import Item
from selfeval.domain.findings import Finding

_LISTS: Final = (("project_actual_items", "project_budget_items"),)
_NAMED: Final = 3
# Words that stand with one name and not with the other for the same thing.
_FILLING: Final = re.compile(r"用于|专项|经费|资金|支出|项目|事务|工作|[\W_]|以及|及|和")


def spending_items_were_budgeted(case: Case) -> Iterator[Finding]:
    """A finding for each row of spending whose name no row of the budget bears. Silent while either list is empty.

    Lists with no row in common are kept by different heads, which is told once.
    """
    for spent_code, budget_code in _LISTS:
        spent, budgeted = _items(case, spent_code), _items(case, budget_code)
        if not spent or not budgeted:
            continue
        spent = [each for each in spent if each.amount > 0]
        alone = [each for each in spent if not any(_is_same(each.label, other.label) for other in budgeted)]
        if len(alone) > 1 and len(alone) == len(spent):
            names = "、".join(each.label for each in alone[:_NAMED])
            alone = [Item(label=f"{names}等{len(alone)}项", amount=sum((each.amount for each in alone), ZERO))]
        for item in alone:
            yield case.finding(
                "spending_items_were_budgeted",
                f"fields.{spent_code}",
                f"fields.{budget_code}",
                found=item.amount / case.framework.money_unit.yuan,
                name=item.label,
                label=case.framework.label_of(spent_code),
                budget=case.framework.label_of(budget_code),
            )


def _items(case: Case, code: str) -> list[Item]:
    stored = case.filing.fields.get(code)
    return [each for each in stored if isinstance(each, Item)] if isinstance(stored, tuple) else []


def _is_same(one: str, other: str) -> bool:
    """Whether two names mean one item: the same, or one within the other, filling words left out."""
    first, second = _FILLING.sub("", one), _FILLING.sub("", other)
    if not first or not second:
        return one == other
    return first in second or second in first
