"""A batch of real forms whose worker is killed with -9 three times, against one that nobody disturbs.

Run by `make bench`; SELFEVAL_BENCH_KILLED says how many forms (300).
"""

import os
import signal
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from django.utils import timezone

from selfeval.domain.export_batches import DocumentKind
from selfeval.jobs import documents
from selfeval.models import Filing, Submission
from selfeval.services import export_runs
from tests.factories import make_world
from tests.jobs.many import many_submitted
from tests.jobs.packages import asked, manifest_of
from tests.jobs.test_processes import keep_nothing, worker_at
from tests.stores import keep_in

pytestmark = pytest.mark.django_db(transaction=True)
FORMS: Final = int(os.environ.get("SELFEVAL_BENCH_KILLED", "300"))
_PATIENCE: Final = 3600


@pytest.fixture
def nothing_kept(settings: Any, tmp_path: Path) -> Path:
    """A private storage with nothing in it."""
    keep_in(tmp_path, settings)
    return tmp_path


def test_killed_three_times(nothing_kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = make_world()
    many_submitted(world, FORMS - 1)
    started = time.monotonic()
    undisturbed = asked(world.administrator, DocumentKind.FORM_PDF)
    assert worker_at(undisturbed, patience=_PATIENCE) == 0
    undisturbed.refresh_from_db()
    expected = manifest_of(undisturbed)
    alone = time.monotonic() - started
    assert len(expected["files"]) == FORMS
    keep_nothing(nothing_kept)
    ends = {f"M{FORMS * part // 4:05d}" for part in (1, 2, 3)}
    monkeypatch.setattr(documents, "MAKERS", {DocumentKind.FORM_PDF: _deadly(ends, nothing_kept)})
    started = time.monotonic()
    batch = asked(world.administrator, DocumentKind.FORM_PDF)
    for _ in range(3):
        assert worker_at(batch, patience=_PATIENCE) == -signal.SIGKILL
        assert export_runs.take_up_lapsed(now=timezone.now() + timedelta(minutes=2)) == [batch.pk]
    assert worker_at(batch, patience=_PATIENCE) == 0
    batch.refresh_from_db()
    assert manifest_of(batch) == expected
    assert batch.sha256 == undisturbed.sha256
    told = f"{FORMS} 份：没被打扰 {alone:.0f} 秒；被杀三次 {time.monotonic() - started:.0f} 秒，每个字节都一样"
    print(f"\n{told}", end="")  # noqa: T201


def _deadly(ends: set[str], marks: Path) -> Callable[[Filing, Submission], bytes]:
    """Makes real forms; at each of `ends` it kills the worker, once."""
    make = documents.MAKERS[DocumentKind.FORM_PDF]

    def deadly(filing: Filing, submission: Submission) -> bytes:
        mark = marks / f"killed-at-{filing.department.code}"
        if filing.department.code in ends and not mark.exists():
            mark.touch()
            os.kill(os.getppid(), signal.SIGKILL)
        return make(filing, submission)

    return deadly
