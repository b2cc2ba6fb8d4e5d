"""A percentage stated in a text recomputes from the numbers it is stated with, within 0.01 percentage point."""

from collections.abc import Iterator

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.changes import Change, changes
from selfeval.domain.narrative.claims import agrees
from selfeval.domain.narrative.named_figures import is_of_unit
from selfeval.domain.narrative.passages import Passage
from selfeval.domain.narrative.printing import as_quoted
from selfeval.domain.narrative.rate_pairs import Pair
from selfeval.domain.narrative.rates import Rate, rates

_CHECK = "narrative_rates_recompute"
# Whose base may be wrong, which `rate_base_is_right` tells.
_BASE_CHECKED = ("结转结余率", "进度率")


def narrative_rates_recompute(case: Case) -> Iterator[Finding]:
    """A finding for each rate that no two numbers around it give, where it is plain which two should.

    A rate cut off instead of rounded is accepted.
    """
    for passage, sentences in case.stated:
        for rate in rates(sentences):
            yield from _against_indicator(case, passage, rate)
            if rate.pair is not None and (rate.is_over_zero or rate.expected is not None) and rate.recomputed() is None:
                yield _of_rate(case, passage, rate, rate.pair)
        for change in changes(sentences):
            if change.is_plain and change.expected is not None and not change.holds:
                yield _of_change(case, passage, change, as_quoted(change.expected, change.percent.quantity))


def _against_indicator(case: Case, passage: Passage, rate: Rate) -> Iterator[Finding]:
    """A rate named like an indicator, of the whole unit, that neither the text nor the form's figures give."""
    stated = rate.stated.quantity
    if rate.pair is not None or stated.is_rough or rate.recomputed() is not None:
        return
    for leaf in case.framework.leaves:
        exact = case.sheet.indicators[leaf.code].rate if leaf.formula is not None else None
        if exact is None or leaf.name.endswith(_BASE_CHECKED) or not is_of_unit(rate.stated.label, leaf.name):
            continue
        if not agrees(stated, exact) and not agrees(stated, -exact):
            start = rate.stated.start
            yield case.finding(
                _CHECK,
                passage.box,
                f"indicators.{leaf.code}",
                expected=as_quoted(exact, stated),
                found=stated.quote,
                quote=stated.quote,
                offset=start,
                name=rate.stated.label,
                arithmetic=case.sheet.indicators[leaf.code].formula_figures.partition("＝")[0].strip() or leaf.name,
            )


def _of_rate(case: Case, passage: Passage, rate: Rate, pair: Pair) -> Finding:
    stated = rate.stated.quantity
    start = min(pair.part.start, pair.base.start)
    base = f"（{pair.part.quantity.quote}＋{pair.base.quantity.quote}）" if pair.over_both else pair.base.quantity.quote
    return case.finding(
        _CHECK,
        passage.box,
        expected="算不出来" if rate.expected is None else as_quoted(rate.expected, stated),
        found=stated.quote,
        quote=passage.text[start : stated.end],
        offset=start,
        name=rate.stated.label,
        arithmetic=f"{pair.part.quantity.quote}÷{base}",
    )


def _of_change(case: Case, passage: Passage, change: Change, expected: str) -> Finding:
    start = change.subject.start
    subject, amount = change.subject.quantity, change.amount.quantity
    base = as_quoted(change.base, subject)
    return case.finding(
        _CHECK,
        passage.box,
        expected=expected,
        found=change.percent.quantity.quote,
        quote=passage.text[start : change.percent.end],
        offset=start,
        name=change.percent.label,
        arithmetic=f"{amount.quote}÷{base}",
    )
