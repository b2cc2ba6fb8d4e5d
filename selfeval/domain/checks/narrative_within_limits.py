"""No text is longer than the framework allows."""

from collections.abc import Iterator

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding


def narrative_within_limits(case: Case) -> Iterator[Finding]:
    """One finding for each text over its limit; characters are counted as read, white space included."""
    for narrative in case.framework.narratives:
        count = len(case.read.narratives.get(narrative.code, ""))
        if narrative.max_chars is not None and count > narrative.max_chars:
            yield case.finding(
                "narrative_within_limits",
                f"narratives.{narrative.code}",
                expected=str(narrative.max_chars),
                found=str(count),
                label=narrative.title,
                count=str(count),
                most=str(narrative.max_chars),
                over=str(count - narrative.max_chars),
            )
