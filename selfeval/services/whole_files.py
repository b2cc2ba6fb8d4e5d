"""Files of the private storage: written whole or not at all, whatever happens meanwhile; listed; no room for them."""

import errno
import os
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from django.core.files import File
from django.core.files.storage import Storage
from django.db import DatabaseError

from selfeval.models.evidence import private_storage

PART: Final = ".part"
_DISK_FULL: Final = "53100"
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class NoRoom(Exception):
    """The disk is full; nothing of the file is there."""

    def __init__(self) -> None:
        super().__init__("磁盘空间不够，文件没有写成；请告知管理员清理磁盘，然后再试。")


def is_full(error: BaseException | None) -> bool:
    """Whether there was no room: on the disk of files, for a temporary one, or in the database."""
    while error is not None:
        if isinstance(error, NoRoom) or (isinstance(error, OSError) and error.errno in _NO_ROOM):
            return True
        # SQLite says it in words, PostgreSQL by the code of disk_full.
        if isinstance(error, DatabaseError) and "disk is full" in str(error):
            return True
        if getattr(error, "pgcode", None) == _DISK_FULL:
            return True
        error = error.__cause__ or error.__context__
    return False


def names_in(path: str, storage: Storage | None = None) -> tuple[list[str], list[str]]:
    """The folders and the files in the folder `path`, each in their order; none where there is no such folder."""
    try:
        folders, files = (storage or private_storage()).listdir(path)
    except FileNotFoundError:
        return [], []
    return sorted(folders), sorted(files)


@contextmanager
def written_whole(path: str) -> Iterator[IO[bytes]]:
    """Write `path`: the block gets a file to write to; when it ends well, that file takes the place of what was there.

    Raises NoRoom. Nobody sees a part of it: on a disk it is written beside, flushed and renamed; an object storage puts
    it there in one piece.
    """
    folder = _folder(private_storage(), path)
    try:
        if folder is None:
            with tempfile.TemporaryFile() as content:
                yield content
                content.seek(0)
                _put(private_storage(), path, content)
            return
        with _beside(folder / Path(path).name) as content:
            yield content
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise NoRoom from error
        raise


def _folder(storage: Storage, path: str) -> Path | None:
    """The folder of `path` on a disk, made where it is missing; None where the storage is none."""
    try:
        folder = Path(storage.path(path)).parent
    except NotImplementedError:
        return None
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


@contextmanager
def _beside(target: Path) -> Iterator[IO[bytes]]:
    draft = target.with_name(f"{target.name}.{secrets.token_hex(8)}{PART}")
    try:
        with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600), "w+b") as content:
            yield content
            content.flush()
            os.fsync(content.fileno())
        draft.replace(target)
        remember(target.parent)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def remember(folder: Path) -> None:
    """What was named or renamed in `folder` outlives a power cut too."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _put(storage: Storage, path: str, content: IO[bytes]) -> None:
    # An object storage gives a new name to what is there already.
    storage.delete(path)
    storage.save(path, File(content))
