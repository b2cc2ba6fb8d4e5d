"""A target that was approved stays what it was, or the approval of the change is named (批复后不得擅自调整)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Final

from selfeval.domain.amounts import compared
from selfeval.domain.checks.case import Case
from selfeval.domain.checks.own_rows import own_rows, plain_name
from selfeval.domain.filing import Filing, OwnIndicator, Quantity, TargetSign
from selfeval.domain.findings import Finding
from selfeval.domain.scoring.target import quantity_text

_ADJUSTED: Final = "全年调整为"
_BEFORE: Final = "上一轮报送的是"
Key = tuple[str, str, str]


def targets_not_changed_after_approval(case: Case) -> Iterator[Finding]:
    """A finding for each own indicator whose target was changed with no reason written beside it.

    Approved targets are not kept in the system: the budget's reply came before the filing. Two things can be known.
    The form itself states a change (`adjusted_target` beside `target`); and what the unit submitted in the round
    before, where it was returned, can be held against what it says now, of rows with the same node, group
    and name that no other row has. Whether the reason names a document that exists is for the reviewer to see.
    """
    before = {} if case.submitted is None else _by_key(case.submitted)
    now = _by_key(case.filing)
    for leaf, own in own_rows(case):
        if case.entry(leaf.code).reason.strip():
            continue
        old = before.get(_key(own)) if _key(own) in now else None
        if own.adjusted_target is not None or own.adjusted_target_words.strip():
            changed = _is_changed(own, own.target, own.target_words, own.adjusted_target, own.adjusted_target_words)
            if changed:
                yield _finding(case, leaf.code, own, _ADJUSTED, _printed(own), _printed(own, is_adjusted=True))
        elif old is not None and _is_changed(own, old.target, old.target_words, own.target, own.target_words):
            yield _finding(case, leaf.code, own, _BEFORE, _printed(own), _printed(old))


def _finding(case: Case, code: str, own: OwnIndicator, how: str, shown: str, other: str) -> Finding:
    is_adjusted = how is _ADJUSTED
    return case.finding(
        "targets_not_changed_after_approval",
        f"indicators.{code}.reason",
        f"indicators.{code}.{'adjusted_target' if is_adjusted else 'target'}",
        expected=shown if is_adjusted else other,
        found=other if is_adjusted else shown,
        name=own.name,
        shown=shown,
        how=how,
        other=other,
    )


def _by_key(filing: Filing) -> Mapping[Key, OwnIndicator]:
    counts = Counter(_key(own) for own in filing.own_indicators)
    return {_key(own): own for own in filing.own_indicators if counts[_key(own)] == 1}


def _key(own: OwnIndicator) -> Key:
    return own.under, own.group, plain_name(own.name)


def _is_changed(own: OwnIndicator, old: Quantity | None, old_words: str, new: Quantity | None, new_words: str) -> bool:
    """Whether both are there and differ; a target that was empty before is filled, not changed."""
    if own.sign is TargetSign.QUALITATIVE:
        before, after = plain_name(old_words), plain_name(new_words)
        return bool(before) and bool(after) and before != after
    if old is None or new is None:
        return False
    return (compared(old.value), old.is_percent) != (compared(new.value), new.is_percent)


def _printed(own: OwnIndicator, *, is_adjusted: bool = False) -> str:
    if own.sign is TargetSign.QUALITATIVE:
        return f"“{(own.adjusted_target_words if is_adjusted else own.target_words).strip()}”"
    quantity = own.adjusted_target if is_adjusted else own.target
    return "" if quantity is None else quantity_text(quantity, own.unit)
