"""A difference stated in a text is the difference of the two numbers it stands beside (预算A，实际B，节约C)."""

from collections.abc import Iterator

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.claims import agrees, differences
from selfeval.domain.narrative.printing import as_quoted
from selfeval.domain.narrative.statements import stated_sentences


def narrative_arithmetic_holds(case: Case) -> Iterator[Finding]:
    """A finding for each stated difference that the two numbers before it do not give, rounding allowed."""
    for passage in case.passages:
        for sentence in stated_sentences(passage.text):
            for claim in differences(sentence):
                stated = claim.stated.quantity
                if agrees(stated, claim.exact):
                    continue
                greater, smaller = sorted((claim.first, claim.second), key=lambda each: -each.quantity.value)
                yield case.finding(
                    "narrative_arithmetic_holds",
                    passage.box,
                    expected=as_quoted(claim.exact, stated),
                    found=stated.quote,
                    quote=passage.text[claim.first.start : claim.stated.end],
                    offset=claim.first.start,
                    arithmetic=f"{greater.quantity.quote}－{smaller.quantity.quote}",
                )
