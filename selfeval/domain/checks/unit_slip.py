"""No amount is typed in another unit than last year's: 元 in a column of 万元 is 10⁴ times too much."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import number_text
from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.framework import FieldKind

# Amounts that may well be a hundred times last year's.
_CHANGING: Final = (
    "budget_adjustment",
    "other_adjustment",
    "opening_carryover",
    "closing_balance",
    "carryover_balance",
    "capital_outlay",
    "vehicle_purchase",
    "overseas_travel",
    "procurement",
    "new_building",
    "payables",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Slip:
    code: str
    now: Decimal
    before: Decimal
    factor: Decimal

    @property
    def is_above(self) -> bool:
        return self.now > self.before


def unit_slip(case: Case) -> Iterator[Finding]:
    """One finding for all amounts that are off by the same factor in the same direction: they have one cause.

    Last year's amount is that of last year's filing, or the one the form itself asks for (`…_prior`).
    """
    told: dict[tuple[Decimal, bool], list[_Slip]] = {}
    for slip in _slips(case):
        told.setdefault((slip.factor, slip.is_above), []).append(slip)
    for slips in told.values():
        first, *others = slips
        yield case.finding(
            "unit_slip",
            *(f"fields.{slip.code}" for slip in slips),
            expected=first.before,
            found=first.now,
            label=case.framework.label_of(first.code),
            times=_times_text(first),
            others=f"（另有{len(others)}项也是这样）" if others else "",
        )


def _slips(case: Case) -> Iterator[_Slip]:
    spread = case.thresholds.slip_spread
    for field in case.framework.fields:
        if field.kind is not FieldKind.MONEY or field.code.startswith(_CHANGING):
            continue
        now = case.figure(field.code)
        before = case.prior_figure(field.code)
        if before is None:
            before = case.figure(f"{field.code}_prior")
        if now is None or before is None or now <= 0 or before <= 0:
            continue
        ratio = max(now, before) / min(now, before)
        for factor in case.thresholds.slip_factors:
            if factor / spread <= ratio <= factor * spread:
                yield _Slip(code=field.code, now=now, before=before, factor=factor)


def _times_text(slip: _Slip) -> str:
    wan = Decimal(10_000)
    words = f"{number_text(slip.factor / wan)}万" if slip.factor >= wan else number_text(slip.factor)
    return f"约为上年的{words}倍" if slip.is_above else f"约为上年的{words}分之一"
