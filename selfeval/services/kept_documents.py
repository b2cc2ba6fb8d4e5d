"""Documents that are made once: of what is frozen or public, kept by the hash of all they depend on.

document = kept_document("form_pdf", submission.sha256, …, make=lambda: render_pdf(form))
content = read_kept(document.key)                     # None where it is gone or damaged: make it again

Each file begins with the hash of what follows, so a damaged one is found when it is read. Documents of another edition
of the product (`services.edition`) are not found; `purge_kept` takes them away.
"""

import fcntl
import hashlib
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings

from selfeval.models.evidence import private_storage
from selfeval.services.edition import edition
from selfeval.services.whole_files import NoRoom, names_in, written_whole

_LOG: Final = logging.getLogger(__name__)
FOLDER: Final = "documents"
_DIGITS: Final = 64
_HEAD: Final = _DIGITS + 1
# During an upgrade processes of two editions run side by side for a while.
_OTHER_EDITIONS: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDocument:
    """A document with the hash of its bytes, and the key by which it is read again; `was_kept` when it was there."""

    key: str
    content: bytes
    sha256: str
    was_kept: bool


def key_of(*parts: str) -> str:
    """The key of what depends on `parts` and on the edition of the product, and on nothing else."""
    return hashlib.sha256("\n".join((edition(), *parts)).encode()).hexdigest()


def kept_document(*parts: str, make: Callable[[], bytes]) -> KeptDocument:
    """The document that depends on `parts`; made and kept where nobody asked before.

    Of many who ask at once one makes it, in whatever process of this machine; the others wait for it. Raises NoRoom
    where it cannot be kept, and what `make` raises.
    """
    key = key_of(*parts)
    found = read_kept(key)
    if found is not None:
        return _document(key, found, was_kept=True)
    with _one_at_a_time(key):
        found = read_kept(key)
        if found is not None:
            return _document(key, found, was_kept=True)
        made = make()
        with written_whole(_path(key)) as file:
            file.write(f"{_digest(made)}\n".encode())
            file.write(made)
    return _document(key, made, was_kept=False)


def kept_or_made(*parts: str, make: Callable[[], bytes]) -> bytes:
    """As `kept_document` for who waits for the bytes only: a full disk keeps nobody from them."""
    made: list[bytes] = []

    def noted() -> bytes:
        made.append(make())
        return made[0]

    try:
        return kept_document(*parts, make=noted).content
    except NoRoom:
        _LOG.exception("a document could not be kept")
        return made[0]


def read_kept(key: str) -> bytes | None:
    """The bytes kept under `key`; None where there are none, or not those that were kept."""
    storage, path = private_storage(), _path(key)
    if not storage.exists(path):
        return None
    with storage.open(path, "rb") as file:
        whole: bytes = file.read()
    told, content = whole[:_DIGITS], whole[_HEAD:]
    if told != _digest(content).encode():
        _LOG.error("the kept document %s is damaged; it is made again", path)
        return None
    return content


def is_there(key: str) -> bool:
    """Whether something is kept under `key`; whether it is whole tells `read_kept`."""
    return private_storage().exists(_path(key))


def purge_kept(*, now: datetime) -> int:
    """Take away the documents of other editions; how many files went."""
    storage, count = private_storage(), 0
    for other in names_in(FOLDER)[0]:
        if other == edition()[:16]:
            continue
        for shelf in names_in(f"{FOLDER}/{other}")[0]:
            for name in names_in(f"{FOLDER}/{other}/{shelf}")[1]:
                path = f"{FOLDER}/{other}/{shelf}/{name}"
                if storage.get_modified_time(path) < now - _OTHER_EDITIONS:
                    storage.delete(path)
                    count += 1
    return count


def _document(key: str, content: bytes, *, was_kept: bool) -> KeptDocument:
    return KeptDocument(key=key, content=content, sha256=_digest(content), was_kept=was_kept)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _path(key: str) -> str:
    return f"{FOLDER}/{edition()[:16]}/{key[:2]}/{key}"


@contextmanager
def _one_at_a_time(key: str) -> Iterator[None]:
    """Of one key one process at a time; a few keys share a lock, so that there are not as many locks as documents."""
    folder = Path(settings.DATA_DIR) / "locks"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / f"document-{key[:2]}").open("ab") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
