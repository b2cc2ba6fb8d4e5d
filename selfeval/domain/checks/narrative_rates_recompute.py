"""A percentage stated in a text recomputes from the numbers it is stated with, within 0.01 percentage point."""

from collections.abc import Iterator

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.changes import Change, changes
from selfeval.domain.narrative.passages import Passage
from selfeval.domain.narrative.printing import as_quoted
from selfeval.domain.narrative.rates import Pair, Rate, rates

_CHECK = "narrative_rates_recompute"


def narrative_rates_recompute(case: Case) -> Iterator[Finding]:
    """A finding for each rate that no two numbers around it give, where it is plain which two should.

    A rate cut off instead of rounded is accepted.
    """
    for passage, sentences in case.stated:
        for rate in rates(sentences):
            if rate.pair is not None and (rate.is_over_zero or rate.expected is not None) and rate.recomputed() is None:
                yield _of_rate(case, passage, rate, rate.pair)
        for change in changes(sentences):
            if change.is_plain and change.expected is not None and not change.holds:
                yield _of_change(case, passage, change, as_quoted(change.expected, change.percent.quantity))


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
