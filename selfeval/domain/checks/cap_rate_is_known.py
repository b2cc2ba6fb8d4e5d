"""The rate that a cap on the total looks at is known."""

from collections.abc import Iterator

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding


def cap_rate_is_known(case: Case) -> Iterator[Finding]:
    """A warning for a cap that was skipped because its rate is not known."""
    for code in case.sheet.skipped_caps:
        yield case.finding("cap_rate_is_known", f"indicators.{code}", name=case.name_of(code))
