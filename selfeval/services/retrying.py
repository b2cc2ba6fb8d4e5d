"""A write that the database gave up so that another could go on is made again, from its beginning.

PostgreSQL ends one of two transactions that wait for each other, and one that cannot be put into an order with others.
Services take rows in one order, so it is rare; the person who meets it has done nothing wrong and is not told.
"""

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import Final, ParamSpec, TypeVar

from django.db import OperationalError, connection

_P = ParamSpec("_P")
_R = TypeVar("_R")
TIMES: Final = 3
# serialization_failure and deadlock_detected, as PostgreSQL numbers them.
_GIVEN_UP: Final = frozenset({"40001", "40P01"})
_LONGEST_PAUSE: Final = 0.05  # seconds: two that meet again would wait for each other again


def was_given_up(error: BaseException) -> bool:
    """Whether the database ended the transaction in favour of another one, so that it may be made again."""
    return getattr(error.__cause__, "pgcode", None) in _GIVEN_UP


def is_busy(error: BaseException) -> bool:
    """Whether the database had no room for the write for now: it gave it up, or SQLite was waited for too long."""
    return was_given_up(error) or "database is locked" in str(error)


def retried(write: Callable[_P, _R]) -> Callable[_P, _R]:
    """`write`, made up to three times where the database gave it up. Outermost, around `transaction.atomic`.

    Inside a transaction of somebody else's it is made once: all of that is gone, and its owner begins again.
    """

    @wraps(write)
    def again(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        for _ in range(TIMES - 1):
            try:
                return write(*args, **kwargs)
            except OperationalError as error:
                if connection.in_atomic_block or not was_given_up(error):
                    raise
            time.sleep(random.uniform(0, _LONGEST_PAUSE))  # noqa: S311 - no secret
        return write(*args, **kwargs)

    return again
