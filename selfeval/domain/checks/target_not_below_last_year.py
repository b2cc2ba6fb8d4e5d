"""A target is no easier than last year's for the same indicator."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import compared
from selfeval.domain.checks.case import Case
from selfeval.domain.checks.own_rows import own_rows, plain_name
from selfeval.domain.filing import OwnIndicator, TargetSign
from selfeval.domain.findings import Finding
from selfeval.domain.scoring.target import quantity_text

_MORE: Final = frozenset({TargetSign.AT_LEAST, TargetSign.MORE_THAN})
_LESS: Final = frozenset({TargetSign.AT_MOST, TargetSign.LESS_THAN})
Key = tuple[str, str, bool, bool]


def target_not_below_last_year(case: Case) -> Iterator[Finding]:
    """Lower where more is better, higher where less is; answered by the reason filed with the indicator.

    Two are the same where name, unit and direction agree and no other of that year has them too. `＝` has no direction.
    """
    if case.prior is None:
        return
    last = case.prior.filing.own_indicators
    counts = Counter(_key(own) for own in last)
    before = {key: own for own in last if (key := _key(own)) is not None and counts[key] == 1}
    for leaf, own in own_rows(case):
        key = _key(own)
        old = before.get(key) if key is not None else None
        aim, old_aim = own.target_in_force, None if old is None else old.target_in_force
        if aim is None or old_aim is None or not _is_easier(own, compared(aim.value), compared(old_aim.value)):
            continue
        yield case.finding(
            "target_not_below_last_year",
            f"indicators.{leaf.code}.target",
            expected=quantity_text(old_aim, own.unit),
            found=quantity_text(aim, own.unit),
            answer=case.entry(leaf.code).reason,
            name=case.name_of(leaf.code),
            direction="低于" if own.sign in _MORE else "高于",
        )


def _key(own: OwnIndicator) -> Key | None:
    aim = own.target_in_force
    if aim is None or own.sign not in _MORE | _LESS:
        return None
    return plain_name(own.name), own.unit.strip(), aim.is_percent, own.sign in _MORE


def _is_easier(own: OwnIndicator, aim: Decimal, before: Decimal) -> bool:
    return aim < before if own.sign in _MORE else aim > before
