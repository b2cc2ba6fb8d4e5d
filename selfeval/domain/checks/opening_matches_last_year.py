"""What comes in from last year (上年结转) is what last year's form left (年末结余)."""

from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding

# This year's figure, and last year's it may be; the part taken back by the bureau is not carried over.
_PAIRS: Final = (
    ("opening_carryover", ("closing_balance", "carryover_balance")),
    ("carryover_balance_prior", ("carryover_balance",)),
)


def opening_matches_last_year(case: Case) -> Iterator[Finding]:
    """Silent without last year's filing, and while one of the figures is not filled."""
    for code, candidates in _PAIRS:
        filed = case.figure(code)
        known = [(each, value) for each in candidates if (value := case.prior_figure(each)) is not None]
        if case.prior is None or filed is None or not known:
            continue
        if any(abs(filed - value) <= case.thresholds.money_tolerance for _, value in known):
            continue
        before, expected = known[0]
        yield case.finding(
            "opening_matches_last_year",
            f"fields.{code}",
            expected=expected,
            found=filed,
            label=case.framework.label_of(code),
            before=case.prior.framework.label_of(before),
            difference=case.money(abs(filed - expected)),
        )
