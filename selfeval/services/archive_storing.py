"""Makes the rows of an archive package, in the transaction of its import, and keeps its files."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from selfeval.domain import archive_files as files
from selfeval.domain.archive_package import Package
from selfeval.domain.assessment import assess
from selfeval.domain.files import Fault, FileFaults, filing_from_document
from selfeval.models import ArchivedDocument, Department, Filing, FilingCycle, SpotCheck, User
from selfeval.models.archives import archived_at
from selfeval.models.evidence import KeptFile, kept_at, private_storage
from selfeval.queries.archives import PIN_PLACE
from selfeval.queries.snapshots import framework_snapshot
from selfeval.services import events
from selfeval.services.archive_reading import ArchivedForm, ArchiveRows, Node
from selfeval.services.box_rows import write_boxes
from selfeval.services.results import store_scores
from selfeval.services.text_signatures import store_signatures
from selfeval.services.whole_files import written_whole
from selfeval.services.whole_filings import changes_by_section


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Where files of packages are kept; `paths` are those written so far. Nothing is written when `is_trial`."""

    is_trial: bool
    paths: list[str] = field(default_factory=list)

    def keep(self, package: Package, name: str, path: str) -> None:
        """Keep the bytes of `name` at `path`, whole or not at all. Raises FileFaults where they changed meanwhile."""
        if self.is_trial:
            return
        found = hashlib.sha256()
        with written_whole(path) as target:
            self.paths.append(path)
            for chunk in package.chunks(name):
                found.update(chunk)
                target.write(chunk)
            if found.hexdigest() != package.hashes[name]:
                raise FileFaults([Fault(path=name, found="", expected="在导入的过程中被改动，请重新导入")])


@contextmanager
def shelf(*, is_trial: bool) -> Iterator[Shelf]:
    """A shelf from which everything is taken away again where the block fails."""
    made = Shelf(is_trial=is_trial)
    try:
        yield made
    except BaseException:
        for path in made.paths:
            private_storage().delete(path)
        raise


def store_rows(
    *,
    package: Package,
    rows: ArchiveRows,
    form: ArchivedForm,
    cycle: FilingCycle,
    department: Department,
    people: Mapping[str, User],
    shelf: Shelf,
    now: datetime,
) -> Filing:
    """Store the filing with everything that belongs to it, and its events after those of this record."""
    filing: Filing = rows.filing.row
    filing.cycle, filing.department = cycle, department
    _save(rows.filing, package, shelf)
    pages = changes_by_section(form.framework, form.content).values()
    write_boxes(filing, form.content, [change for page in pages for change in page])
    _save_all(rows.submissions.values(), package, shelf, filing=filing, framework=cycle.framework, extra=filing)
    _save_all(rows.findings, package, shelf, filing=filing)
    _save_all(rows.evidence, package, shelf, filing=filing)
    _save_all(rows.carried, package, shelf, filing=filing)
    _save_checks(rows, package, shelf, filing)
    _point_to_pins(rows)
    _save_all(rows.rectification, package, shelf, filing=filing)
    _save_all(rows.uses, package, shelf, filing=filing)
    if rows.disclosure is not None:
        _save_all([rows.disclosure], package, shelf, filing=filing)
    _keep_documents(package, rows, shelf)
    _store_derived(filing, rows, form)
    for event in rows.events:
        event.filing, event.department = filing, department
    events.append_archived(rows.events)
    # Last: the database refuses submissions and verdicts of people who filled, as it did there when they were made.
    filing.fillers.set(people[each] for each in rows.fillers)
    return filing


def _save_all(
    nodes: Iterable[Node], package: Package, shelf: Shelf, *, extra: Filing | None = None, **columns: Any
) -> None:
    for node in nodes:
        for name, value in columns.items():
            setattr(node.row, name, value)
        _save(node, package, shelf, extra)


def _save(node: Node, package: Package, shelf: Shelf, filing: Filing | None = None) -> None:
    """Save a row, then those below it; `filing` is for rows of a frozen copy that name the filing as well."""
    if isinstance(node.row, KeptFile):
        path = kept_at(node.row, "")
        shelf.keep(package, node.file, path)
        node.row.file = path
    node.row.save(force_insert=True)
    for below in node.below.values():
        for each in below:
            setattr(each.row, each.kind.parent, node.row)
            if filing is not None and "filing" in {column.name for column in each.kind.model._meta.concrete_fields}:
                each.row.filing = filing
        if below and not below[0].kind.below and not isinstance(below[0].row, KeptFile):
            below[0].kind.model._default_manager.bulk_create([each.row for each in below])
        else:
            for each in below:
                _save(each, package, shelf)


def _save_checks(rows: ArchiveRows, package: Package, shelf: Shelf, filing: Filing) -> None:
    """What was drawn; a draw of several filings is made with the first of them that comes."""
    for draw, check in zip(rows.draws, rows.checks, strict=True):
        known = SpotCheck.objects.filter(public_id=draw.row.public_id).first()
        if known is None:
            draw.row.cycle = filing.cycle
            draw.row.save(force_insert=True)
        _save_all([check], package, shelf, filing=filing, spot_check=known or draw.row)


def _point_to_pins(rows: ArchiveRows) -> None:
    """What was issued because of a pin names it by its key here."""
    for node in rows.rectification:
        found = PIN_PLACE.fullmatch(node.row.source_key)
        if found is None:
            continue
        pins: Sequence[Node] = (
            rows.submissions[int(found[1])].below["pins"] if int(found[1]) in rows.submissions else ()
        )
        if 1 <= int(found[2]) <= len(pins):
            node.row.source_key = f"pin:{pins[int(found[2]) - 1].row.pk}"


def _keep_documents(package: Package, rows: ArchiveRows, shelf: Shelf) -> None:
    for number, node in rows.submissions.items():
        for name in files.DOCUMENTS:
            inside = files.submission_file(number, name)
            if inside not in package.hashes:
                continue
            row = ArchivedDocument(submission=node.row, name=name)
            row.size, row.sha256 = package.size(inside), package.hashes[inside]
            row.file = archived_at(row, name)
            shelf.keep(package, inside, row.file.name)
            row.save(force_insert=True)


def _store_derived(filing: Filing, rows: ArchiveRows, form: ArchivedForm) -> None:
    """What is computed and not in the package: scores for lists, signatures for finding copies."""
    framework = framework_snapshot(version=filing.cycle.framework)
    store_scores(filing, assess(framework, form.content, texts=False))
    if rows.submissions:
        last = rows.submissions[max(rows.submissions)].row
        store_signatures(filing, framework, filing_from_document(framework, _plain(last.document)))


def _plain(document: str) -> Any:
    return files.json_of(files.FILING, document.encode())
