"""Receiving, keeping and handing out uploaded files: evidence, sealed scans, whatever is a `KeptFile`.

file = received(upload.name, upload, kinds=SCANS)               # looked at; nothing is stored yet
with keeping(SealedScan, file, by=actor, now=now) as columns:   # the bytes are kept, the transaction is open
    SealedScan.objects.create(submission=submission, **columns, …)
with opened(scan) as stream:                                    # the bytes that were kept, or FileDamaged
"""

import hashlib
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Final

from django.conf import settings
from django.core.files import File
from django.db import transaction

from selfeval.models import User
from selfeval.models.evidence import KeptFile, kept_at, private_storage
from selfeval.services.antivirus import ScannerDown, infection_in
from selfeval.services.errors import FileFault, FileRefused
from selfeval.services.file_content import kind_of
from selfeval.services.file_kinds import ALL_KINDS
from selfeval.services.file_names import plain_name

_LOG: Final = logging.getLogger(__name__)
_CHUNK: Final = 1024 * 1024
_MEGABYTE: Final = 1024 * 1024
_GIGABYTE: Final = 1024 * _MEGABYTE


class FileDamaged(Exception):
    """The bytes in the storage are gone, or no longer those that were received."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A file that was looked at and may be kept; `page_count` None where it has none that could be counted."""

    content: IO[bytes]
    name: str
    media_type: str
    size: int
    sha256: str
    page_count: int | None


def received(name: str, content: IO[bytes], *, size: int, kinds: frozenset[str] = ALL_KINDS) -> Received:
    """Look at an uploaded file of `size` bytes; `kinds` are endings of `file_kinds.KINDS`.

    Raises FileRefused in Chinese; nothing is stored before `keeping`.
    """
    shown = plain_name(name)
    # The name as sent decides: what is tidied away for display must not make a hostile ending a fair one.
    _refuse_hidden_ending(name, shown)
    _refuse_size(shown, size)
    kind, pages = kind_of(shown, content, kinds=kinds)
    try:
        infection = infection_in(content)
    except ScannerDown:
        _LOG.exception("the virus scanner does not answer; a file was refused")
        raise FileRefused(shown, "杀毒服务暂时连不上，文件没有收下；请稍后再传，或告知管理员") from None
    if infection:
        _LOG.warning("a file with %s was refused", infection)
        raise FileRefused(shown, f"查出病毒（{infection}），没有收下；请杀毒后再传")
    return Received(
        content=content,
        name=shown,
        media_type=kind.media_type,
        size=size,
        sha256=digest(content),
        page_count=pages,
    )


@contextmanager
def keeping(model: type[KeptFile], file: Received, *, by: User, now: datetime) -> Iterator[dict[str, Any]]:
    """Keep the bytes of `file`, then run the block in a transaction; it makes the row of `model` from the columns.

    Whatever the block or the commit raises, the bytes are taken away again. Not to be called inside a transaction: an
    outer one that fails later leaves bytes without a row, which `check_evidence` finds.
    """
    with keeping_all(model, [file], by=by, now=now) as columns:
        yield columns[0]


@contextmanager
def keeping_all(
    model: type[KeptFile], files: Sequence[Received], *, by: User, now: datetime
) -> Iterator[list[dict[str, Any]]]:
    """As `keeping`, with several files that are kept together or not at all; none is only a transaction."""
    storage = private_storage()
    paths: list[str] = []
    try:
        for file in files:
            file.content.seek(0)
            # Noted before it is written: a disk that fills up on the way leaves a part of it.
            paths.append(kept_at(model(), file.name))
            paths[-1] = storage.save(paths[-1], File(file.content))
        with transaction.atomic():
            yield [
                {
                    "file": path,
                    "name": file.name,
                    "media_type": file.media_type,
                    "size": file.size,
                    "sha256": file.sha256,
                    "page_count": file.page_count,
                    "uploaded_by": by,
                    "uploaded_at": now,
                }
                for path, file in zip(paths, files, strict=True)
            ]
    except BaseException:
        for path in paths:
            storage.delete(path)
        raise


def opened(kept: KeptFile) -> IO[bytes]:
    """The bytes of `kept` at their beginning, read once and found to be those received. Raises FileDamaged."""
    try:
        stream: IO[bytes] = private_storage().open(kept.file.name, "rb")
    except Exception as error:
        # FileNotFoundError on a disk; botocore has errors of its own.
        _LOG.exception("kept file %s cannot be opened", kept.public_id)
        raise FileDamaged from error
    if digest(stream) != kept.sha256:
        stream.close()
        _LOG.error("kept file %s is not what was received", kept.public_id)
        raise FileDamaged
    return stream


def digest(content: IO[bytes]) -> str:
    """SHA-256 of all of `content`, 64 hexadecimal digits; leaves it at its beginning."""
    content.seek(0)
    found = hashlib.sha256()
    while chunk := content.read(_CHUNK):
        found.update(chunk)
    content.seek(0)
    return found.hexdigest()


def size_text(size: int) -> str:
    """Bytes as people read them: `12 KB`, `3.4 MB`, `1 GB`."""
    if size < _MEGABYTE:
        return f"{max(1, round(size / 1024))} KB"
    amount, unit = (size / _MEGABYTE, "MB") if size < _GIGABYTE else (size / _GIGABYTE, "GB")
    return f"{amount:.1f}".removesuffix(".0") + f" {unit}"


def _refuse_hidden_ending(name: str, shown: str) -> None:
    if "\x00" in name or name != name.rstrip(". \t\r\n"):
        raise FileRefused(shown, "文件名末尾有多余的点、空格或看不见的字符，请改名后再传")


def _refuse_size(name: str, size: int) -> None:
    most = settings.MOST_BYTES_A_FILE
    if size <= 0:
        raise FileRefused(name, "是空文件，请看看是不是选错了", fault=FileFault.EMPTY)
    if size > most:
        raise FileRefused(
            name,
            f"有{size_text(size)}，每个文件最多{size_text(most)}；请压缩图片或分成几个文件",
            fault=FileFault.TOO_LARGE,
        )
