"""No mobile number, identity number or bank card stands in what is published."""

from collections.abc import Iterator

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Severity
from selfeval.domain.personal_data import personal_data


def no_personal_data_in_public_copy(case: Case) -> Iterator[Finding]:
    """Information in the filing, which may hold them. The number is masked: a finding is kept longer than the text."""
    return _findings(case, None)


def personal_data_left_in_public_copy(case: Case) -> Iterator[Finding]:
    """The same of a copy that is to be published, where each is an error."""
    return _findings(case, Severity.ERROR)


def _findings(case: Case, severity: Severity | None) -> Iterator[Finding]:
    for passage in case.passages:
        for each in personal_data(passage.text):
            yield case.finding(
                "no_personal_data_in_public_copy",
                passage.box,
                severity=severity,
                found=each.masked,
                title=passage.title,
                kind=each.kind.label,
            )
