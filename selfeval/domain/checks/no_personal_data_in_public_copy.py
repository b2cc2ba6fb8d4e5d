"""No mobile number, identity number or bank card stands in what is published."""

from collections.abc import Iterator

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Severity
from selfeval.domain.personal_data import personal_data


def no_personal_data_in_public_copy(case: Case) -> Iterator[Finding]:
    """An error in a copy that is to be published, information in the filing, which may hold them.

    The number is masked: a finding is kept longer than the text.
    """
    severity = Severity.ERROR if case.is_public_copy else None
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
