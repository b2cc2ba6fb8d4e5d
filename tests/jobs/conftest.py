"""Each test keeps its documents in a folder of its own, and draws nothing unless it is about drawing."""

from pathlib import Path
from typing import Any

import pytest

from selfeval.domain.export_batches import DocumentKind
from selfeval.jobs import documents
from selfeval.models import Filing, Submission
from tests.stores import keep_in


@pytest.fixture(autouse=True)
def nothing_kept(settings: Any, tmp_path: Path) -> Path:
    """A private storage with nothing in it; its folder."""
    keep_in(tmp_path, settings)
    return tmp_path


@pytest.fixture(autouse=True)
def quick(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents of a line, but for tests that ask for `drawn`."""
    if "drawn" not in request.fixturenames:
        made = {kind: _line(kind) for kind in documents.MAKERS}
        monkeypatch.setattr(documents, "MAKERS", made)


@pytest.fixture
def drawn() -> None:
    """The test is about the documents themselves."""


def _line(kind: DocumentKind) -> documents.Maker:
    def make(filing: Filing, submission: Submission) -> bytes:
        return f"{kind} {filing.pk} {submission.sha256}\n".encode()

    return make
