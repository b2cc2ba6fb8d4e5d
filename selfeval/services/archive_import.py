"""Bringing filings back from their archive packages (归档包), whole or not at all.

    outcomes = import_archives([path], is_trial=False, takes_other_names=False, now=now)     # FileFaults

First every package is looked over (`domain.archive_package`) and everything in it is read; then one transaction makes
what is missing and holds it against the package once more: it says the same, byte by byte, or nothing stays.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from django.db import DatabaseError, OperationalError, transaction

from selfeval.domain import archive_files as files
from selfeval.domain.archive_package import Package, opened_package
from selfeval.domain.cycle import Stage
from selfeval.domain.files import Fault, FileFaults
from selfeval.domain.workflow import Role
from selfeval.models import Department, EventAction, Filing, FilingCycle, FrameworkVersion, User
from selfeval.queries.archives import archive_content, is_scored_once
from selfeval.services import events
from selfeval.services.archive_meeting import differences, meeting_faults, under_names_of
from selfeval.services.archive_reading import ArchivedForm, ArchiveRows, form_of, rows_in, stand_ins
from selfeval.services.archive_signers import signer_faults, signer_of
from selfeval.services.archive_storing import Shelf, shelf, store_rows
from selfeval.services.departments import create_department
from selfeval.services.errors import WriteRefused
from selfeval.services.frameworks import publish_document
from selfeval.services.kept_files import digest
from selfeval.services.retrying import retried
from selfeval.services.turns import turn_to_write


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What became of one package: `is_new` false where the same filing was there. `made` is what else was missing.

    `signed_by` is the fingerprint of the key it is signed with; empty where it is not signed.
    """

    package: str
    filing: str
    is_new: bool
    made: tuple[str, ...] = ()
    signed_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """A package that was looked over; `sha256` is of the whole file."""

    name: str
    sha256: str
    package: Package
    form: ArchivedForm
    signed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Import:
    """What holds for all packages of one import."""

    shelf: Shelf
    takes_other_names: bool
    now: datetime
    made: list[str] = field(default_factory=list)


@retried
def import_archives(
    paths: Sequence[Path], *, is_trial: bool, takes_other_names: bool, signed_by: str = "", now: datetime
) -> tuple[Brought, ...]:
    """Bring back the filings of the packages at `paths`: all of them, or none and FileFaults with every reason.

    A trial does everything and takes it back. With `takes_other_names` a unit, a cycle or a person of the same code or
    account counts as the same under another name; else that is a reason to refuse. With `signed_by` (a fingerprint)
    every package has to be signed with that key. Raises OperationalError where the database is away.
    """
    hashes = _looked_over_all(paths, signed_by)
    try:
        with turn_to_write(), shelf(is_trial=is_trial) as kept, transaction.atomic():
            task = _Import(shelf=kept, takes_other_names=takes_other_names, now=now)
            brought = tuple(_brought_from(path, sha256, task) for path, sha256 in zip(paths, hashes, strict=True))
            transaction.set_rollback(is_trial)
            return brought
    except OperationalError:
        # Nothing the packages are to blame for.
        raise
    except (DatabaseError, WriteRefused) as error:
        # What a rule of the database or of another service holds against it: people who judged their own unit.
        words = f"本系统不接受包里的内容，没有导入：{str(error).partition(chr(10))[0]}"
        raise FileFaults([Fault(path="", found="", expected=words)]) from error


def _looked_over_all(paths: Sequence[Path], signed_by: str) -> list[str]:
    """The hash of every package, each looked over and read. Raises FileFaults with what is wrong with all of them.

    One is held at a time: a city's packages do not fit into memory together.
    """
    hashes: list[str] = []
    faults: list[Fault] = []
    for path in paths:
        try:
            with path.open("rb") as content:
                opened = _looked_over(path.name, content)
                hashes.append(opened.sha256)
                faults += signer_faults(path.name, opened.signed_by, wanted=signed_by)
        except FileFaults as refused:
            faults += _of(path.name, refused)
        except OSError as error:
            faults.append(Fault(path=str(path), found="", expected=f"打不开：{error.strerror}"))
    if faults:
        raise FileFaults(faults)
    return hashes


def _brought_from(path: Path, sha256: str, task: _Import) -> Brought:
    """Bring the package at `path`, which had this hash when it was looked over."""
    with path.open("rb") as content:
        opened = _looked_over(path.name, content)
        if opened.sha256 != sha256:
            raise FileFaults([Fault(path=path.name, found="", expected="在导入的过程中被换掉了，请重新导入")])
        return _brought(opened, task)


def _looked_over(name: str, content: IO[bytes]) -> _Opened:
    package = opened_package(content)
    form = form_of(package)
    rows_in(package, stand_ins(package))
    return _Opened(name=name, sha256=digest(content), package=package, form=form, signed_by=signer_of(package))


def _brought(opened: _Opened, task: _Import) -> Brought:
    package = opened.package
    people = stand_ins(package)
    rows = rows_in(package, people)
    label = _label(package)
    try:
        faults = meeting_faults(package, rows, takes_other_names=task.takes_other_names)
        there = Filing.objects.filter(public_id=rows.filing.row.public_id).first()
        if there is not None:
            _refuse(faults or _held_against(there, package, task, "本系统里已有这份填报，但与包里不同：本系统"))
            return Brought(package=opened.name, filing=label, is_new=False, signed_by=opened.signed_by)
        _refuse(faults)
        before = len(task.made)
        filing = _stored(opened, people, task)
        _refuse(_held_against(filing, package, task, "导入后与包里不同（包是另一版系统导出的，或被改动过）：导入后"))
    except FileFaults as refused:
        raise FileFaults(list(_of(opened.name, refused))) from None
    return Brought(
        package=opened.name, filing=label, is_new=True, made=tuple(task.made[before:]), signed_by=opened.signed_by
    )


def _stored(opened: _Opened, named: Mapping[str, User], task: _Import) -> Filing:
    package = opened.package
    people = {username: _person(person, opened, task) for username, person in named.items()}
    framework = _framework(opened, task)
    # Read again, now that the people are those of this installation.
    rows = rows_in(package, people)
    department = _department(package, task)
    cycle = _cycle(rows, framework, opened, task)
    cycle.units.add(department)
    filing = store_rows(
        package=package,
        rows=rows,
        form=opened.form,
        cycle=cycle,
        department=department,
        people=people,
        shelf=task.shelf,
        now=task.now,
    )
    data = {
        "package": opened.name,
        "sha256": opened.sha256,
        "events": len(rows.events),
        "state": filing.state,
        # With these it leaves again as it came (`services.archives`).
        "sums": hashlib.sha256(package.whole(files.SUMS)).hexdigest(),
        "key": package.whole(files.KEY).decode(),
        "signature": package.whole(files.SIGNATURE).hex(),
    }
    events.record(action=EventAction.ARCHIVE_IMPORTED, actor=None, now=task.now, filing=filing, data=data)
    return filing


def _framework(opened: _Opened, task: _Import) -> FrameworkVersion:
    document = opened.package.documents[files.FRAMEWORK]
    loaded = publish_document(
        document=document,
        action=EventAction.FRAMEWORK_LOADED,
        data={"path": opened.name},
        actor=None,
        now=task.now,
    )
    if loaded.is_new:
        task.made.append(f"指标体系 {loaded.version}")
    return loaded.version


def _department(package: Package, task: _Import) -> Department:
    unit = package.documents[files.HEAD]["unit"]
    known = Department.objects.filter(code=unit["code"]).first()
    if known is not None:
        return known
    task.made.append(f"单位 {unit['code']} {unit['name']}")
    return create_department(actor=None, code=unit["code"], name=unit["name"], now=task.now)


def _cycle(rows: ArchiveRows, framework: FrameworkVersion, opened: _Opened, task: _Import) -> FilingCycle:
    """The cycle of that code. One that is made is archived: its year is over, and nobody files in it any more."""
    cycle: FilingCycle = rows.cycle.row
    known = FilingCycle.objects.filter(code=cycle.code).select_related("framework").first()
    if known is not None:
        return known
    cycle.framework, cycle.stage = framework, Stage.ARCHIVED.value
    cycle.save(force_insert=True)
    task.made.append(f"批次 {cycle.code} {cycle.title}（已归档）")
    data = {"code": cycle.code, "framework": str(framework), "deadline": cycle.deadline, "package": opened.name}
    events.record(action=EventAction.CYCLE_CREATED, actor=None, now=task.now, data=data)
    return cycle


def _person(person: User, opened: _Opened, task: _Import) -> User:
    """The account of that name. One that is made opens nothing: no role, no password, not active."""
    known = User.objects.filter(username=person.username).first()
    if known is not None:
        return known
    made = User(username=person.username, full_name=person.full_name, role=Role.UNASSIGNED.value, is_active=False)
    made.set_unusable_password()
    made.save(force_insert=True)
    task.made.append(f"账号 {made.username} {made.full_name}（停用、未授予角色）")
    data = {"username": made.username, "role": made.role, "package": opened.name}
    events.record(action=EventAction.USER_CREATED, actor=None, now=task.now, data=data)
    return made


def _held_against(filing: Filing, package: Package, task: _Import, words: str) -> list[Fault]:
    """What `filing` says otherwise than `package`; the documents as issued are not made anew to be compared."""
    there = Filing.objects.select_related("cycle__framework", "department").get(pk=filing.pk)
    content = archive_content(filing=there)
    # What was never submitted is scored by the product of the day.
    is_frozen = is_scored_once(there, list(there.submissions.all()))
    left_out = frozenset() if is_frozen else frozenset({files.RESULT})
    texts = under_names_of(package, content.texts) if task.takes_other_names else content.texts
    faults = list(differences(texts, package.texts, words, left_out=left_out))
    kept = {name for name in package.hashes if name.startswith("evidence/") and name != files.EVIDENCE}
    for name in sorted(kept ^ set(content.kept)):
        faults.append(Fault(path=name, found="", expected=f"{words}{'没有' if name in kept else '多出'}这个文件"))
    return faults


def _label(package: Package) -> str:
    head: Mapping[str, Any] = package.documents[files.HEAD]
    return f"{head['year']}年度 {head['unit']['code']} {head['unit']['name']}（{head['cycle']['title']}）"


def _of(name: str, refused: FileFaults) -> Iterator[Fault]:
    for fault in refused.faults:
        path = f"{name} {fault.path}".strip()
        yield Fault(path=path, found=fault.found, expected=fault.expected, subject=fault.subject)


def _refuse(faults: Sequence[Fault]) -> None:
    if faults:
        raise FileFaults(faults)
