"""Runs of `manage.py score` on files, in this process or as a command of its own."""

import json
import subprocess
import sys
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

from tests.fixtures_data.published import ROOT

FILING = ROOT / "fixtures" / "filings" / "jinzhong-2021.yaml"
FRAMEWORK = ROOT / "fixtures" / "frameworks" / "jinzhong-2021.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a run left: the exit code and both streams."""

    code: int
    out: str
    error: str

    @property
    def result(self) -> Any:
        """The result document."""
        return json.loads(self.out)

    @property
    def reasons(self) -> list[str]:
        """The lines on standard error."""
        return self.error.splitlines()


def score(path: Path, *options: str) -> Run:
    """`manage.py score PATH OPTIONS…` in this process."""
    out, error = StringIO(), StringIO()
    try:
        call_command("score", str(path), *options, stdout=out, stderr=error)
    except SystemExit as ended:
        return Run(code=int(ended.code or 0), out=out.getvalue(), error=error.getvalue())
    return Run(code=0, out=out.getvalue(), error=error.getvalue())


def score_as_command(*arguments: str, folder: Path = ROOT, environment: dict[str, str] | None = None) -> Run:
    """`python manage.py score ARGUMENTS…` from `folder`, in a process of its own."""
    command = [sys.executable, str(ROOT / "manage.py"), "score", *arguments]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, timeout=60)
    return Run(code=done.returncode, out=done.stdout.decode(), error=done.stderr.decode())


def edited(folder: Path, *edits: tuple[str, str], source: Path = FILING) -> Path:
    """A copy of `source` in `folder` with every first `old` replaced by `new`."""
    text = source.read_text(encoding="utf-8")
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    path = folder / source.name
    path.write_text(text, encoding="utf-8")
    return path
