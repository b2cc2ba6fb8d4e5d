"""Which workers are alive: each holds a lock on a file of its own, and the kernel lets go of it however one ends.

A worker on another machine that shares no folder with this one has no file here: nothing is known of it.
"""

import fcntl
import os
import time
from pathlib import Path
from typing import Final

from django.conf import settings

_FOLDER: Final = "workers"
_KEPT: Final = 24 * 60 * 60  # seconds; by then whatever a killed one had in hand was taken up
# Held for as long as this process lives; what it forks does not hold them.
_held: dict[str, int] = {}


def stay_alive(worker_id: str) -> None:
    """Let others see that the worker lives, until this process ends."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    for other in folder.iterdir():
        if time.time() - other.stat().st_mtime > _KEPT and is_dead(other.name):
            other.unlink(missing_ok=True)
    descriptor = os.open(folder / worker_id, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.lockf(descriptor, fcntl.LOCK_EX)
    _held[worker_id] = descriptor


def is_dead(worker_id: str) -> bool:
    """Whether the worker ended, in whatever way; False where nothing is known of it."""
    # Closing its file would let go of a lock of this process's own.
    if not worker_id.isalnum() or worker_id in _held:
        return False
    try:
        descriptor = os.open(_folder() / worker_id, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(descriptor)
    return True


def _folder() -> Path:
    return Path(settings.DATA_DIR) / _FOLDER
