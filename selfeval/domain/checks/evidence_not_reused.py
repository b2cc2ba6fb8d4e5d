"""Evidence is of this filing: the same file does not stand in another one (佐证材料没有重复使用)."""

from collections.abc import Iterator

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding


def evidence_not_reused(case: Case) -> Iterator[Finding]:
    """Information for the reviewer on each file whose bytes were attached elsewhere as well."""
    for each in case.evidence or ():
        if each.also_in:
            yield case.finding(
                "evidence_not_reused",
                *each.places,
                found=each.name,
                also="、".join(each.also_in),
            )
