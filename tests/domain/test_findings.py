"""error blocks submission, warning must be explained, info is for the reviewer."""

import pytest

from selfeval.domain.findings import Finding
from selfeval.domain.framework import Severity


@pytest.mark.parametrize(
    ("severity", "explanation", "blocks"),
    [
        (Severity.ERROR, None, True),
        (Severity.ERROR, "说明", True),
        (Severity.WARNING, None, True),
        (Severity.WARNING, "", True),
        (Severity.WARNING, "说明", False),
        (Severity.INFO, None, False),
    ],
)
def test_what_keeps_a_filing_from_being_submitted(severity: Severity, explanation: str | None, blocks: bool) -> None:
    finding = Finding(check="c", severity=severity, where=("fields.a",), message="m", explanation=explanation)

    assert finding.blocks_submission is blocks
