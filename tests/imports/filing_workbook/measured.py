"""What reading a workbook takes; `measured` is run in the reader's own process. Seconds are for tests/bench."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from selfeval.imports.flat import flat_cells


def measured(name: str, content: bytes, options: Mapping[str, Any]) -> dict[str, float]:
    """Cells, seconds of the processor, megabytes at most in memory."""
    begun = time.process_time()
    found = flat_cells(name, content, options)
    return {
        "cells": sum(len(sheet["cells"]) for sheet in found["sheets"]),
        "seconds": time.process_time() - begun,
        "megabytes": _most_kilobytes() / 1024,
    }


def megabytes_of(work: Callable[[], object]) -> float:
    """Megabytes at most above what there is now that `work` takes in this process."""
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    before = _most_kilobytes()
    work()
    return (_most_kilobytes() - before) / 1024


def _most_kilobytes() -> int:
    """Of this process alone; getrusage begins with what the one that started it had."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith("VmHWM:")))
