"""Taking turns to write, where the database has one writer at a time and does not queue.

SQLite lets whoever asks at the right moment go next: a writer that has waited asks ever more rarely, and among twenty
who save without pause one may wait until it is given up. A lock of the operating system on a file beside the database
wakes those who wait, in all processes. PostgreSQL queues by itself.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection


@contextmanager
def turn_to_write() -> Iterator[None]:
    """Wait for one's turn; to be entered before a transaction, not inside."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor != "sqlite" or connection.in_atomic_block or "memory" in name:
        yield
        return
    with Path(f"{name}-turn").open("ab") as queue:
        fcntl.flock(queue, fcntl.LOCK_EX)
        yield
