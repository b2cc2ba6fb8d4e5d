"""A stated rate is computed on the base its name asks for: payment progress over the budget, not the spending."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.expressions import Binary, Name
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.claims import agrees, is_cut_off
from selfeval.domain.narrative.passages import Passage
from selfeval.domain.narrative.printing import as_quoted
from selfeval.domain.narrative.quantities import QuantityKind
from selfeval.domain.narrative.rates import Rate, rates
from selfeval.domain.scoring.rules import Milestones

# What a rate may have been computed on by mistake.
_BASES: Final = ("actual_expenditure", "original_budget", "full_year_budget")
_PROGRESS: Final = frozenset({"达到全年", "占全年", "进度"})
_CARRYOVER: Final = "结余率"


def rate_base_is_right(case: Case) -> Iterator[Finding]:
    """A finding for each rate that recomputes from the number before it and another base only; both bases are named.

    That its last digit was cut off is accepted there, and noted.
    """
    for passage, sentences in case.stated:
        for rate in rates(sentences):
            base = _right_base(case, rate)
            amount = next((each for each in rate.candidates if each.quantity.kind is QuantityKind.MONEY), None)
            if base is not None and amount is not None and rate.recomputed() is None:
                yield from _compared(case, passage, rate, amount.quantity.value, base)


def _compared(case: Case, passage: Passage, rate: Rate, amount: Decimal, base: str) -> Iterator[Finding]:
    stated = rate.stated.quantity
    right = _yuan(case, base)
    if not right or agrees(stated, amount / right):
        return
    for used in _BASES:
        other = _yuan(case, used)
        if used == base or not other or not agrees(stated, amount / other):
            continue
        start = min(each.start for each in rate.candidates if each.quantity.value == amount)
        yield case.finding(
            "rate_base_is_right",
            passage.box,
            expected=as_quoted(amount / right, stated),
            found=stated.quote,
            quote=passage.text[start : stated.end] if start < stated.end else stated.quote,
            offset=min(start, stated.start),
            name=rate.stated.label,
            used=case.framework.label_of(used),
            used_amount=case.money(other / case.framework.money_unit.yuan),
            note="（末位舍去，可以接受）" if is_cut_off(stated, amount / other) else "",
            base=case.framework.label_of(base),
            base_amount=case.money(right / case.framework.money_unit.yuan),
        )
        return


def _right_base(case: Case, rate: Rate) -> str | None:
    """The code of the base the framework declares for a rate of this name; None where the name tells none."""
    if rate.name in _PROGRESS:
        return _progress_base(case)
    return _carryover_base(case) if rate.name == _CARRYOVER else None


def _progress_base(case: Case) -> str | None:
    for leaf in case.framework.leaves:
        if isinstance(leaf.rule, Milestones) and isinstance(leaf.rule.of.root, Name):
            return leaf.rule.of.root.code
    return "full_year_budget" if case.has_figure("full_year_budget") else None


def _carryover_base(case: Case) -> str | None:
    """The denominator of the framework's 结转结余率."""
    for leaf in case.framework.leaves:
        root = leaf.formula.root if leaf.formula is not None and leaf.name.endswith("结转结余率") else None
        if isinstance(root, Binary) and root.operator == "/" and isinstance(root.right, Name):
            return root.right.code
    return None


def _yuan(case: Case, code: str) -> Decimal | None:
    value = case.figure(code)
    return None if value is None else value * case.framework.money_unit.yuan
