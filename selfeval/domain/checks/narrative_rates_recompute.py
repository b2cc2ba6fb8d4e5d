"""A percentage stated in a text recomputes from the numbers it is stated with, within 0.01 percentage point."""

from collections.abc import Iterator

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.claims import rates
from selfeval.domain.narrative.printing import as_quoted
from selfeval.domain.narrative.statements import stated_sentences


def narrative_rates_recompute(case: Case) -> Iterator[Finding]:
    """A finding for each rate that no two numbers around it give, where it is plain which two should.

    A rate cut off instead of rounded is accepted.
    """
    for passage in case.passages:
        for rate in rates(stated_sentences(passage.text)):
            if rate.pair is None or rate.expected is None or rate.recomputed() is not None:
                continue
            numerator, base = rate.pair
            stated = rate.stated.quantity
            start = min(numerator.start, base.start)
            yield case.finding(
                "narrative_rates_recompute",
                passage.box,
                expected=as_quoted(rate.expected, stated),
                found=stated.quote,
                quote=passage.text[start : stated.end],
                offset=start,
                name=rate.stated.label,
                arithmetic=f"{numerator.quantity.quote}÷{base.quantity.quote}",
            )
