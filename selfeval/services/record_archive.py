"""Writing and checking signed archives of the record (操作记录归档包), to be kept off the host for good.

Writing is itself on record, before anything is read. Checking needs no database: `check_record_archive` names the first
entry that is not as it was written, whoever has the package.
"""

import hashlib
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from typing import IO, Final

from django.utils import timezone

from selfeval.domain.archive_files import KEY, SIGNATURE, SUMS, sums_faults, sums_text
from selfeval.domain.record_chain import Anchor
from selfeval.domain.record_package import HEAD, LINES_A_PART, Head, head_of, line_of, package_fault, part_name
from selfeval.models import User
from selfeval.queries.record import anchor_before, entries_after, head_anchor
from selfeval.services.access_record import note_record_read
from selfeval.services.errors import WriteRefused
from selfeval.services.signing import NotAKey, fingerprint, is_signed, public_key, sign

_MOST_MEMBERS: Final = 100_000
_LONGEST: Final = 16 * 1024 * 1024  # of the head, the list, or a line
# What the zipfile of Python raises for bytes that were changed, and what is not in a package that was.
_DAMAGED: Final = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, KeyError, ValueError)


class NothingToArchive(WriteRefused):
    """There is no entry in the days asked for."""


class NotAsSigned(Exception):
    """A package that is damaged, is not ours, or holds an entry that is not as it was written; Chinese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A package that is whole: what it says of itself, by whose key, and how many kept digests bear it out."""

    head: Head
    fingerprint: str
    anchors: int


def archive_record(*, actor: User | None, since: date, until: date, target: IO[bytes], now: datetime) -> Head:
    """Write the entries of the days from `since` to `until` to `target` as a signed zip. Raises NothingToArchive.

    They are the entries by their numbers, without a gap, from the first one of `since` on.
    """
    chosen = {"since": str(since), "until": str(until), "file": "操作记录归档包"}
    note_record_read(actor=actor, chosen=chosen, is_export=True, now=now)
    before, last = anchor_before(since), _last_of(until)
    if last.sequence <= before.sequence:
        raise NothingToArchive(f"{since} 到 {until} 没有操作记录。")
    hashes: dict[str, str] = {}
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for lines in _parts(line_of(each) for each in entries_after(before, last=last)):
            name = part_name(len(hashes) + 1)
            hashes[name] = _written(package, name, lines)
        head = Head(
            since=str(since),
            until=str(until),
            made_at=timezone.localtime(now).isoformat(timespec="seconds"),
            before=before,
            last=last,
            parts=tuple(hashes),
        )
        hashes[HEAD] = _written(package, HEAD, [head.document()])
        sums = sums_text(hashes)
        package.writestr(SUMS, sums)
        package.writestr(SIGNATURE, sign(sums.encode()))
        package.writestr(KEY, public_key())
    return head


def check_record_archive(content: IO[bytes], *, key: bytes | None = None, anchors: Iterable[Anchor] = ()) -> Checked:
    """Hold a package against its signature, its hashes and its own chain. Raises NotAsSigned naming the first fault.

    `key` is the public key (PEM) it must be signed by; without one that of the package counts, whose fingerprint is
    for people to compare. `anchors` were kept elsewhere (`audit_digest`).
    """
    try:
        with zipfile.ZipFile(content) as package:
            return _checked(package, key, tuple(anchors))
    except _DAMAGED as error:
        raise NotAsSigned(f"不是完整的操作记录归档包：{error}") from None


def _last_of(until: date) -> Anchor:
    """The last entry of the day, or the end of the record where nothing came after it."""
    after = anchor_before(until + timedelta(days=1))
    head = head_anchor()
    return after if after.sequence < head.sequence else head


def _parts(lines: Iterator[str]) -> Iterator[list[str]]:
    while part := list(islice(lines, LINES_A_PART)):
        yield part


def _written(package: zipfile.ZipFile, name: str, lines: Iterable[str]) -> str:
    """Write a member; its SHA-256."""
    found = hashlib.sha256()
    with package.open(name, "w") as member:
        for line in lines:
            content = line.encode()
            found.update(content)
            member.write(content)
    return found.hexdigest()


def _checked(package: zipfile.ZipFile, key: bytes | None, anchors: tuple[Anchor, ...]) -> Checked:
    names = package.namelist()
    if len(names) > _MOST_MEMBERS or len(names) != len(set(names)):
        raise NotAsSigned("包里的文件太多，或有重名的。")
    sums, signature, own = _short(package, SUMS), _short(package, SIGNATURE), _short(package, KEY)
    try:
        if not is_signed(sums, signature=signature, key=key or own):
            raise NotAsSigned(f"签名不符：{SUMS} 被改过，或不是由这把钥匙签的。")
        told = fingerprint(key or own)
    except NotAKey:
        raise NotAsSigned("公钥不是 Ed25519 的 PEM。") from None
    head = head_of(_short(package, HEAD).decode())
    # The chain first: it says which entry, where the hash of a part only says in which file.
    fault = package_fault(head, _lines(package, head), anchors)
    if fault is not None:
        raise NotAsSigned(f"操作记录第 {fault.sequence} 条有问题：{fault.words}。")
    hashes = {name: _digest(package, name) for name in names if name not in (SUMS, SIGNATURE, KEY)}
    faults = sums_faults(sums.decode(), hashes)
    if faults:
        raise NotAsSigned("；".join(str(each) for each in faults))
    return Checked(head=head, fingerprint=told, anchors=len(head.known(anchors)))


def _short(package: zipfile.ZipFile, name: str) -> bytes:
    if package.getinfo(name).file_size > _LONGEST:
        raise NotAsSigned(f"{name} 太大。")
    return package.read(name)


def _lines(package: zipfile.ZipFile, head: Head) -> Iterator[str]:
    for name in head.parts:
        with package.open(name) as part:
            # A longer line is taken for two, and neither of them is an entry.
            while line := part.readline(_LONGEST):
                yield line.decode()


def _digest(package: zipfile.ZipFile, name: str) -> str:
    found = hashlib.sha256()
    with package.open(name) as member:
        while chunk := member.read(1024 * 1024):
            found.update(chunk)
    return found.hexdigest()
