"""The findings file (`selfeval-findings/1`): what was understood of a document, what was not, and the findings."""

from collections.abc import Sequence
from typing import Any, Final

from selfeval.domain.files.result_file import finding_to_document
from selfeval.domain.findings import Finding
from selfeval.imports.understood import Understood

FORMAT: Final = "selfeval-findings/1"


def findings_to_document(understood: Understood, findings: Sequence[Finding]) -> dict[str, Any]:
    """Ready for json.dumps."""
    return {
        "format": FORMAT,
        "understood": dict(understood.summary),
        "not_understood": [
            {"place": each.place, "words": each.words, "why": each.why} for each in understood.not_understood
        ],
        "findings": [finding_to_document(each) for each in findings],
    }
