"""Writing a filing's archive package (归档包): who may, when, and what goes into it.

The documents are made by whoever calls (`jobs.archives`): this layer draws nothing.
"""

import hashlib
import re
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Final

from django.db import transaction

from selfeval.domain.archive_files import (
    DOCUMENTS,
    KEY,
    SIGNATURE,
    SUMS,
    missing_faults,
    submission_file,
    sums_text,
)
from selfeval.domain.archive_zip import Member, write_zip
from selfeval.domain.cycle import Stage
from selfeval.domain.rights import FROZEN
from selfeval.domain.rights_after import Task, why_not_task
from selfeval.domain.workflow import Role, State
from selfeval.models import ArchivedDocument, EventAction, Filing, Submission, User
from selfeval.models.evidence import KeptFile, private_storage
from selfeval.queries.archives import OtherFramework, archive_content
from selfeval.services import events
from selfeval.services.errors import NotAllowed, WriteRefused
from selfeval.services.kept_files import FileDamaged, digest, opened
from selfeval.services.retrying import retried
from selfeval.services.signing import public_key, sign
from selfeval.services.turns import turn_to_write

# Makes the documents of a frozen copy that are not kept from a package: their bytes by their name.
Documents = Callable[[Filing, Submission], Mapping[str, bytes]]
_ENDED: Final = frozenset({Stage.CLOSED, Stage.ARCHIVED})
_CHUNK: Final = 1024 * 1024
_UNFIT: Final = re.compile(r'[\\/:*?"<>|\s\x00-\x1f]+')


class NotArchivable(WriteRefused):
    """A package cannot be made; why, in Chinese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A package that was written: what it is called where it is saved, and the hash of its bytes."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A file of the package: its bytes, or the uploaded file that holds them."""

    member: Member
    sha256: str
    content: bytes | KeptFile


def why_not_archive(*, user: User | None, filing: Filing) -> str:
    """Why `user` may not take the package of a filing they may see; empty when they may. None is the server itself."""
    if user is not None:
        refusal = why_not_task(Task.ARCHIVE, Role(user.role) if user.is_active else None)
        if refusal:
            return refusal
        if Role(user.role) is not Role.ADMINISTRATOR and filing.current_state not in FROZEN:
            return f"“{filing.current_state.label}”的填报里有没提交的内容，归档包由管理员导出。"
    if filing.current_state is State.FINALISED or Stage(filing.cycle.stage) in _ENDED:
        return ""
    return f"“{filing.current_state.label}”的填报还没有办完：定稿以后，或批次结束以后，才能导出归档包。"


def write_archive(
    *, actor: User | None, filing: Filing, documents: Documents, target: IO[bytes], now: datetime
) -> Written:
    """Write the package of `filing` to `target`, and record that it was taken.

    Raises NotAllowed, NotArchivable (a file is damaged, or it cannot be one package), and what `documents` raises.
    """
    refusal = why_not_archive(user=actor, filing=filing)
    if refusal:
        raise NotAllowed(refusal)
    made = {
        submission_file(each.round, name): content
        for each in filing.submissions.select_related("framework").order_by("round")
        for name, content in documents_of(filing, each, documents).items()
    }
    parts = _parts(filing, made)
    written = _packed(filing, parts, target)
    data = {"package": written.name, "sha256": written.sha256, "size": written.size}
    with turn_to_write():
        events.record(action=EventAction.ARCHIVE_EXPORTED, actor=actor, now=now, filing=filing, data=data)
    return written


def documents_of(filing: Filing, submission: Submission, documents: Documents) -> dict[str, bytes]:
    """The documents of a frozen copy: as they were issued where they came in a package, else as they are made."""
    kept = {row.name: _bytes_of(row) for row in ArchivedDocument.objects.filter(submission=submission)}
    return kept or {name: content for name, content in documents(filing, submission).items() if name in DOCUMENTS}


def _bytes_of(row: ArchivedDocument) -> bytes:
    try:
        with private_storage().open(row.file.name, "rb") as content:
            found = content.read()
    except OSError:
        found = b""
    if hashlib.sha256(found).hexdigest() != row.sha256:
        raise NotArchivable(f"第{row.submission.round}轮归档的“{row.name}”丢失或损坏，请先从备份恢复。")
    return found


@retried
def _parts(filing: Filing, made: Mapping[str, bytes]) -> list[_Part]:
    """Every file of the package in its order, the list of hashes at the end."""
    try:
        with transaction.atomic():
            # Held, so that what is read table by table is of one moment.
            held = Filing.objects.select_for_update(of=("self",)).select_related("cycle__framework", "department")
            content = archive_content(filing=held.get(pk=filing.pk))
    except OtherFramework:
        raise NotArchivable("这份填报的报送快照用的不是批次现在的指标体系，不能合成一个归档包。") from None
    if missing_faults({*content.texts, *made, SUMS}):
        raise NotArchivable("刚才有人办理了这份填报，请重新导出。")
    parts = [_part_of_text(name, text) for name, text in {**content.texts, **made}.items()]
    parts += [_part_of_file(name, row) for name, row in content.kept.items()]
    sums = sums_text({part.member.name: part.sha256 for part in parts}).encode()
    last = {SUMS: sums, **_signature_of(filing, sums)}
    return [
        *sorted(parts, key=lambda part: part.member.name),
        *(_part_of_text(name, content) for name, content in last.items()),
    ]


def _signature_of(filing: Filing, sums: bytes) -> dict[str, bytes]:
    """Key and signature beside the list of hashes `sums`: of this installation.

    What came in a package and still says the same leaves as it came: with its signature, or as it had none without.
    """
    came = filing.events.filter(action=EventAction.ARCHIVE_IMPORTED).order_by("sequence").last()
    if came is not None and came.data.get("sums") == hashlib.sha256(sums).hexdigest():
        told = {KEY: came.data["key"].encode(), SIGNATURE: bytes.fromhex(came.data["signature"])}
        return told if told[SIGNATURE] else {}
    return {KEY: public_key(), SIGNATURE: sign(sums)}


def _part_of_text(name: str, content: bytes) -> _Part:
    member = Member(name=name, size=len(content), crc=zlib.crc32(content))
    return _Part(member=member, sha256=hashlib.sha256(content).hexdigest(), content=content)


def _part_of_file(name: str, row: KeptFile) -> _Part:
    crc, size = 0, 0
    for chunk in _chunks(row):
        crc, size = zlib.crc32(chunk, crc), size + len(chunk)
    return _Part(member=Member(name=name, size=size, crc=crc), sha256=row.sha256, content=row)


def _chunks(row: KeptFile) -> Iterator[bytes]:
    try:
        with opened(row) as content:
            while chunk := content.read(_CHUNK):
                yield chunk
    except FileDamaged:
        raise NotArchivable(
            f"“{row.name}”在存储里丢失或损坏，请先运行 manage.py check_evidence 并从备份恢复。"
        ) from None


def _packed(filing: Filing, parts: list[_Part], target: IO[bytes]) -> Written:
    begin = target.tell()
    members = ((part.member, _content_of(part.content)) for part in parts)
    try:
        write_zip(members, target)
    except ValueError as error:
        raise NotArchivable(f"这份填报的文件太多或太大，一个归档包放不下（{error}）。") from None
    size = target.tell() - begin
    target.seek(begin)
    return Written(name=package_name(filing), size=size, sha256=digest(target))


def _content_of(content: bytes | KeptFile) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
    else:
        yield from _chunks(content)


def package_name(filing: Filing) -> str:
    """What the package is called: `归档包_2021_001_综合办_2021.zip`, no two filings alike.

    Where the name cannot hold the parts as they are (`a/b`, a very long name, an underscore that would part them
    anew), the first eight digits of their hash follow: those of `a/b` and `a-b` would be one file otherwise.
    """
    parts = (str(filing.cycle.fiscal_year), filing.department.code, filing.department.name, filing.cycle.code)
    shown = [_UNFIT.sub("-", part)[:60] for part in parts]
    is_exact = tuple(shown) == parts and not any("_" in part for part in parts)
    told = [] if is_exact else [hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8]]
    return "_".join(["归档包", *shown, *told]) + ".zip"
