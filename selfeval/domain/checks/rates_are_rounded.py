"""The last digit of a stated rate is rounded, not cut off (81.9968 % is 82.00 %, not 81.99 %); accepted and noted."""

from collections.abc import Iterator

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.claims import is_cut_off
from selfeval.domain.narrative.printing import as_quoted
from selfeval.domain.narrative.rates import rates


def rates_are_rounded(case: Case) -> Iterator[Finding]:
    """Information on each rate that is right but for its last digit."""
    for passage, sentences in case.stated:
        for rate in rates(sentences):
            known = rate.recomputed()
            if known is None or not known.is_plain or not is_cut_off(rate.stated.quantity, known.exact):
                continue
            start = min(known.first.start, known.second.start, rate.stated.start)
            end = max(known.first.end, known.second.end, rate.stated.end)
            yield case.finding(
                "rates_are_rounded",
                passage.box,
                expected=as_quoted(known.exact, rate.stated.quantity),
                found=rate.stated.quantity.quote,
                quote=passage.text[start:end],
                offset=start,
                name=rate.stated.label,
                arithmetic=f"{known.first.quantity.quote}÷{known.second.quantity.quote}",
            )
