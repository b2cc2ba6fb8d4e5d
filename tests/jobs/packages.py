"""What tests of batches share: asking, running in this process, and reading the package."""

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from datetime import datetime
from typing import Any

from django.db import connection

from selfeval.domain.export_batches import BatchState, DocumentKind
from selfeval.jobs.batches import run_batch
from selfeval.jobs.drawing import Drawn, InThisProcess, Job
from selfeval.models import ExportBatch, User
from selfeval.models.evidence import private_storage
from selfeval.queries.export_batches import BatchFilter
from selfeval.services.export_batches import ask_for_batch
from tests.factories import NOW

FORMS = (DocumentKind.FORM_PDF, DocumentKind.FORM_EXCEL)


def asked(actor: User, *kinds: DocumentKind, now: datetime = NOW, **parts: str) -> ExportBatch:
    """A batch that waits to be made."""
    return ask_for_batch(actor=actor, asked=BatchFilter(**parts), kinds=kinds or (DocumentKind.FORM_EXCEL,), now=now)


def run(batch: ExportBatch, *, is_stopping: Callable[[], bool] = lambda: False, drawers: Any = None) -> ExportBatch:
    """Make it here, as far as it comes; the batch as it is then."""
    run_batch(batch.pk, drawers=nullcontext(drawers or InThisProcess()), is_stopping=is_stopping)
    batch.refresh_from_db()
    return batch


def package_of(batch: ExportBatch) -> zipfile.ZipFile:
    """The package of a batch that is done."""
    assert batch.current_state is BatchState.DONE, (batch.state, batch.reason)
    with private_storage().open(batch.path, "rb") as file:
        content = file.read()
    assert (hashlib.sha256(content).hexdigest(), len(content)) == (batch.sha256, batch.size)
    package = zipfile.ZipFile(io.BytesIO(content))
    assert package.testzip() is None
    return package


def manifest_of(batch: ExportBatch) -> dict[str, Any]:
    """The list in the package, held against the files in it."""
    package = package_of(batch)
    manifest: dict[str, Any] = json.loads(package.read("manifest.json"))
    files = {each["name"]: (each["size"], each["sha256"]) for each in manifest["files"]}
    inside = [name for name in package.namelist() if name not in ("manifest.json", "清单.csv")]
    assert list(files) == inside
    for name, (size, sha256) in files.items():
        content = package.read(name)
        assert (len(content), hashlib.sha256(content).hexdigest()) == (size, sha256)
    assert manifest["written"] == len(files) == batch.written
    assert manifest["skipped"] == len(manifest["left_out"]) == batch.skipped
    assert manifest["expected"] == batch.expected == batch.written + batch.skipped
    return manifest


class Drawing:
    """Draws without drawing: answers what it is told for an item, in the order it is asked."""

    def __init__(self, answer: Callable[[Job], Drawn]) -> None:
        self.answer, self.asked = answer, list[int]()

    def draw(self, jobs: Iterator[Job], *, tick: Callable[[], bool]) -> Iterator[Drawn]:
        for job in jobs:
            self.asked.append(job.item)
            yield self.answer(job)
            if not tick():
                return


def units_of(manifest: dict[str, Any], part: str = "files") -> Sequence[str]:
    """The codes of the units, in their order."""
    return [each["department_code"] for each in manifest[part]]


def is_postgresql() -> bool:
    """Whether the tests run on PostgreSQL."""
    return connection.vendor == "postgresql"
