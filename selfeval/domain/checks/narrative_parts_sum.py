"""The parts a text lists under a whole sum to it (合计A，其中：甲B；乙C)."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.parts import Parts, parts
from selfeval.domain.narrative.printing import as_quoted
from selfeval.domain.narrative.quantities import QuantityKind

# 其中 may name only some of the parts. What misses the whole by little, or exceeds it in money, is a slip.
_NEAR: Final = Decimal("0.1")
_ROUGHLY: Final = Decimal("0.05")


def narrative_parts_sum(case: Case) -> Iterator[Finding]:
    """A finding for each list of parts that plainly is meant to be whole and does not come to it."""
    for passage, sentences in case.stated:
        for sentence in sentences:
            for claim in parts(sentence):
                if not _is_slip(claim):
                    continue
                yield case.finding(
                    "narrative_parts_sum",
                    passage.box,
                    expected=as_quoted(claim.exact, claim.whole.quantity),
                    found=claim.whole.quantity.quote,
                    quote=passage.text[_start(claim) : _end(claim)],
                    offset=_start(claim),
                    arithmetic="＋".join(part.quantity.quote for part in claim.parts),
                    label=claim.whole.label or "合计",
                )


def _start(claim: Parts) -> int:
    return min(claim.whole.start, claim.parts[0].start)


def _end(claim: Parts) -> int:
    return max(claim.whole.end, claim.parts[-1].end)


def _is_slip(claim: Parts) -> bool:
    whole = claim.whole.quantity
    missed = claim.exact - whole.value
    # Numbers with decimals were each rounded on their own: the sum may be off by half a last digit of every one.
    steps = [each.quantity.step for each in (claim.whole, *claim.parts) if each.quantity.places]
    slack = max(steps, default=Decimal(0)) * (len(claim.parts) + 1) / 2
    if not whole.places and steps:
        slack = max(slack, whole.step)
    if abs(missed) <= slack:
        return False
    if (
        any(each.quantity.is_rough for each in (claim.whole, *claim.parts))
        and abs(missed) <= abs(whole.value) * _ROUGHLY
    ):
        return False
    if claim.is_complete:
        return True
    is_near = not claim.is_open and abs(missed) <= abs(whole.value) * _NEAR
    return is_near or (missed > 0 and whole.kind is QuantityKind.MONEY)
