"""Documents of many filings that were made a short while ago: asked for again, nothing having changed, they are there.

content = made_lately(lately_key(*all_it_depends_on), make=…)

Other than `kept_documents`, which are for good, these go after an hour. Of many who ask at once one makes it, in
whatever process of this machine; the others wait for it.
"""

import fcntl
import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from selfeval.models.evidence import private_storage
from selfeval.services.kept_documents import key_of
from selfeval.services.whole_files import NoRoom, names_in, written_whole

_LOG: Final = logging.getLogger(__name__)
FOLDER: Final = "lately"
KEPT: Final = timedelta(hours=1)
_DIGITS: Final = 64


def lately_key(*parts: str) -> str:
    """The key of what depends on `parts`, and on the edition of the product."""
    return key_of("lately", *parts)


def made_lately(key: str, *, make: Callable[[], bytes]) -> bytes:
    """The document kept under `key`. What cannot be kept on a full disk is handed out all the same."""
    with _one_at_a_time(key):
        found = read_lately(key)
        if found is not None:
            return found
        made = make()
        try:
            with written_whole(_path(key)) as file:
                file.write(_digest(made))
                file.write(made)
        except NoRoom:
            _LOG.exception("a document of many filings could not be kept")
        return made


def purge_lately(*, now: datetime) -> int:
    """Take away what was made more than an hour ago; how many files went."""
    storage, count = private_storage(), 0
    for name in names_in(FOLDER)[1]:
        path = f"{FOLDER}/{name}"
        if storage.get_modified_time(path) < now - KEPT:
            storage.delete(path)
            count += 1
    return count


def read_lately(key: str) -> bytes | None:
    """What is kept under `key`; None where there is nothing, or not what was kept."""
    if not private_storage().exists(_path(key)):
        return None
    with private_storage().open(_path(key), "rb") as file:
        whole: bytes = file.read()
    told, content = whole[:_DIGITS], whole[_DIGITS:]
    return content if told == _digest(content) else None


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest().encode()


def _path(key: str) -> str:
    return f"{FOLDER}/{key}"


@contextmanager
def _one_at_a_time(key: str) -> Iterator[None]:
    folder = Path(settings.DATA_DIR) / "locks"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / f"lately-{key[:2]}").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
