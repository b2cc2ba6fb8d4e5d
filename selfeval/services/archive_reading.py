"""The rows that an archive package says there were, unsaved, and everything that is wrong with what it says.

The same reading serves the look before anything is stored, with stand-ins for people, and the storing itself.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, cast
from uuid import UUID

from django.db import models

from selfeval.domain import archive_files as files
from selfeval.domain import filing as domain
from selfeval.domain.archive_events import origin_of
from selfeval.domain.archive_package import Package
from selfeval.domain.files import Fault, FileFaults, filing_from_document, framework_from_document
from selfeval.domain.framework import Framework
from selfeval.domain.workflow import State
from selfeval.models import Event, Submission, User
from selfeval.models.evidence import KeptFile
from selfeval.queries import archive_kinds as kinds
from selfeval.queries.archive_rows import Kind, Known, Named, row_of
from selfeval.queries.archives import counts_of

_EVENT: Final = Kind(
    model=Event,
    columns=(
        *("action", "at", "version", "from_state", "to_state", "comment", "content_hash", "data", "is_refused"),
        *("actor", "actor_full_name", "unit_name", "address", "asked_in"),
    ),
)
# No more of a person than who it was: a file gives nobody a role.
_PERSON: Final = Kind(model=User, columns=("username", "full_name"))
_EXTRA: Final = ("findings", "fillers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An unsaved row with the rows below it; `file` is where in the package its bytes are, empty for none."""

    kind: Kind
    row: Any
    file: str = ""
    below: Mapping[str, Sequence["Node"]] = field(default_factory=dict)

    def all_below(self) -> Iterator["Node"]:
        """Itself and every row below it."""
        yield self
        for nodes in self.below.values():
            for each in nodes:
                yield from each.all_below()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveRows:
    """All rows of a package. `draws` stand beside `checks`, one for one; `fillers` are accounts."""

    cycle: Node
    filing: Node
    findings: Sequence[Node]
    fillers: Sequence[str]
    submissions: Mapping[int, Node]
    evidence: Sequence[Node]
    draws: Sequence[Node]
    checks: Sequence[Node]
    rectification: Sequence[Node]
    uses: Sequence[Node]
    disclosure: Node | None
    carried: Sequence[Node]
    events: Sequence[Event]

    @property
    def nodes(self) -> Iterator[Node]:
        """Every row but those of the draws."""
        tops = [self.filing, *self.findings, *self.submissions.values(), *self.evidence, *self.checks]
        tops += [*self.rectification, *self.uses, *([self.disclosure] if self.disclosure else []), *self.carried]
        for each in tops:
            yield from each.all_below()


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedForm:
    """The framework of a package and the form as it stands under it."""

    framework: Framework
    content: domain.Filing


def stand_ins(package: Package) -> dict[str, User]:
    """An unsaved account for each that the package names. Raises FileFaults for what can be none."""
    known = Known(people={}, submissions={})
    found: dict[str, User] = {}
    for username, said in package.documents[files.PEOPLE].items():
        document = {"username": username, **said} if isinstance(said, dict) else said
        found[username] = cast("User", row_of(_PERSON, f"{files.PEOPLE} {username}", document, known))
    if known.faults:
        raise FileFaults(known.faults)
    return found


def form_of(package: Package) -> ArchivedForm:
    """The framework and the form, read by the readers of the public formats. Raises FileFaults."""
    framework = _prefixed(files.FRAMEWORK, lambda: framework_from_document(package.documents[files.FRAMEWORK]))
    for number in package.rounds:
        name = files.submission_file(number, "filing.json")
        _prefixed(name, lambda name=name: filing_from_document(framework, package.documents[name]))
    content = _prefixed(files.FILING, lambda: filing_from_document(framework, package.documents[files.FILING]))
    return ArchivedForm(framework=framework, content=content)


def _prefixed(name: str, read: Any) -> Any:
    try:
        return read()
    except FileFaults as refused:
        raise FileFaults(
            [Fault(path=f"{name} {each.path}", found=each.found, expected=each.expected) for each in refused.faults]
        ) from None


def rows_in(package: Package, people: Mapping[str, User]) -> ArchiveRows:
    """Every row of `package`, naming `people`. Raises FileFaults with everything that is wrong."""
    documents = package.documents
    frozen = {number: Submission(round=number) for number in package.rounds}
    known = Known(people=people, submissions=frozen)
    submissions = {number: _submission(package, number, known) for number in package.rounds}
    # What comes later names the rows that will be saved.
    known = Known(people=people, submissions={n: each.row for n, each in submissions.items()}, faults=known.faults)
    standing = documents[files.STANDING]
    fillers, checks = standing.get("fillers"), documents[files.SPOT_CHECKS]
    if not isinstance(fillers, list) or any(each not in people for each in fillers):
        known.faults.append(
            Fault(path=f"{files.STANDING} fillers", found="", expected="应为账号的列表，都在 people.json 里")
        )
    wrong = [place for place, each in enumerate(checks) if not isinstance(each, dict) or set(each) != {"draw", "item"}]
    if wrong:
        known.faults.append(Fault(path=f"{files.SPOT_CHECKS} [{wrong[0]}]", found="", expected="应有 draw 和 item"))
        checks = []
    disclosed = documents[files.DISCLOSURE]
    rows = ArchiveRows(
        cycle=_node(kinds.CYCLE_ROW, files.CYCLE, documents[files.CYCLE], known),
        filing=_node(kinds.FILING_ROW, files.STANDING, _without(standing, *_EXTRA), known),
        findings=_nodes(kinds.CURRENT_FINDING, f"{files.STANDING} findings", standing.get("findings"), known),
        fillers=fillers or (),
        submissions=submissions,
        evidence=_nodes(kinds.EVIDENCE_ROW, files.EVIDENCE, documents[files.EVIDENCE], known),
        draws=_nodes(kinds.DRAW_ROW, f"{files.SPOT_CHECKS} draw", [each["draw"] for each in checks], known),
        checks=_nodes(kinds.CHECK_ROW, f"{files.SPOT_CHECKS} item", [each["item"] for each in checks], known),
        rectification=_nodes(kinds.RECTIFICATION_ROW, files.RECTIFICATION, documents[files.RECTIFICATION], known),
        uses=_nodes(kinds.USE_ROW, files.RESULT_USES, documents[files.RESULT_USES], known),
        disclosure=None if disclosed is None else _node(kinds.DISCLOSURE_ROW, files.DISCLOSURE, disclosed, known),
        carried=_nodes(kinds.CARRIED_ROW, files.CARRIED, documents.get(files.CARRIED, []), known),
        events=[_event(place, entry, known) for place, entry in enumerate(documents[files.EVENTS])],
    )
    if not known.faults:
        known.faults.extend([*_file_faults(package, rows), *_head_faults(package, rows)])
    if known.faults:
        raise FileFaults(known.faults)
    _fill_texts(package, rows)
    return rows


def _submission(package: Package, number: int, known: Known) -> Node:
    name = files.submission_file(number, "meta.json")
    return _node(kinds.SUBMISSION_ROW, name, package.meta(number), known)


def _fill_texts(package: Package, rows: ArchiveRows) -> None:
    """The texts that stand in files of their own."""
    for number, node in rows.submissions.items():
        node.row.document = package.texts[files.submission_file(number, "filing.json")].decode()
        node.row.result = package.texts[files.submission_file(number, "result.json")].decode()
    if rows.disclosure is not None:
        rows.disclosure.row.document = package.texts.get(files.DISCLOSED, b"").decode()
        rows.disclosure.row.result = package.texts.get(files.DISCLOSED_RESULT, b"").decode()


def _node(kind: Kind, path: str, document: Any, known: Known, earlier: Sequence[models.Model] = ()) -> Node:
    row = row_of(kind, path, document, known, earlier)
    said = document if isinstance(document, dict) else {}
    below = {name: _nodes(each, f"{path} {name}", said.get(name), known) for name, (_, each) in kind.below.items()}
    file = said.get("file", "")
    return Node(kind=kind, row=row, below=below, file=file if isinstance(file, str) else "")


def _nodes(kind: Kind, path: str, documents: Any, known: Known) -> list[Node]:
    if not isinstance(documents, list):
        known.faults.append(Fault(path=path, found="", expected="应为列表"))
        return []
    found: list[Node] = []
    rows: list[models.Model] = []
    for place, document in enumerate(documents):
        found.append(_node(kind, f"{path}[{place}]", document, known, rows))
        rows.append(found[-1].row)
    return found


def _event(place: int, entry: Mapping[str, Any], known: Known) -> Event:
    path = f"{files.EVENTS} [{place}]"
    event = cast("Event", row_of(_EVENT, path, {name: entry[name] for name in _EVENT.columns}, known))
    for name in ("from_state", "to_state"):
        if entry[name] and entry[name] not in set(State):
            known.faults.append(Fault(path=f"{path}.{name}", found=str(entry[name])[:40], expected="不是填报的状态"))
    try:
        request = None if entry["request_id"] is None else UUID(hex=entry["request_id"])
    except (ValueError, AttributeError, TypeError):
        request = None
        known.faults.append(Fault(path=f"{path}.request_id", found="", expected="应为编号（UUID）"))
    event.request_id, event.origin = request, origin_of(entry)
    return event


def _file_faults(package: Package, rows: ArchiveRows) -> list[Fault]:
    """Uploaded files that are named and not there, there and not named, or not what is said of them."""
    faults: list[Fault] = []
    named = Named()
    for node in rows.nodes:
        row = node.row
        if not isinstance(row, KeptFile):
            continue
        right = named.file(row)
        if node.file != right:
            faults.append(Fault(path=f"{row.name} file", found=node.file, expected=f"应为 {right}"))
        elif right not in package.hashes:
            faults.append(Fault(path=right, found="", expected=f"“{row.name}”的内容不在包里"))
        elif package.hashes[right] != row.sha256 or package.size(right) != row.size:
            faults.append(Fault(path=right, found="", expected=f"内容与“{row.name}”登记的哈希或字节数不符"))
    there = {name for name in package.hashes if name.startswith("evidence/") and name != files.EVIDENCE}
    unnamed = sorted(there - set(named.kept))
    return faults + [Fault(path=name, found="", expected="包里没有哪一条说到这个文件") for name in unnamed]


def _head_faults(package: Package, rows: ArchiveRows) -> list[Fault]:
    """What `archive.json` says of the rest and is not so."""
    documents = package.documents
    head, framework, filing = documents[files.HEAD], documents[files.FRAMEWORK], documents[files.FILING]
    cycle, row = rows.cycle.row, rows.filing.row
    kept = {node.file for node in rows.nodes if node.file}
    unit = filing.get("department") if isinstance(filing.get("department"), dict) else {}
    right = {
        "format": files.FORMAT,
        "filing": str(row.public_id),
        "unit": {"code": unit.get("code"), "name": unit.get("name")},
        "year": cycle.fiscal_year,
        "cycle": {"code": cycle.code, "title": cycle.title},
        "framework": {
            **{name: framework.get(name) for name in ("slug", "version")},
            "sha256": package.hashes[files.FRAMEWORK],
        },
        "state": row.state,
        "counts": counts_of(documents, [package.meta(number) for number in package.rounds], len(kept)),
    }
    faults = [
        Fault(
            path=f"{files.HEAD} {name}",
            found=str(head.get(name))[:120],
            expected=f"与包里的内容对不上，应为 {right.get(name)}",
        )
        for name in sorted({*head, *right})
        if head.get(name) != right.get(name)
    ]
    if filing.get("fiscal_year") != str(cycle.fiscal_year):
        words = f"与 {files.CYCLE} 的预算年度 {cycle.fiscal_year} 不同"
        faults.append(Fault(path=f"{files.FILING} fiscal_year", found=str(filing.get("fiscal_year")), expected=words))
    return faults


def _without(document: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key not in names}
