"""What an archive package says of a filing: every file of it but the documents and the uploaded files themselves."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Final

from django.db.models import Q, QuerySet

from selfeval.domain import archive_files as files
from selfeval.domain.archive_events import LEFT_OUT
from selfeval.domain.assessment import assess
from selfeval.domain.files import filing_to_document, result_to_document
from selfeval.domain.files.result_file import finding_to_document
from selfeval.domain.record_chain import HASHED_COLUMNS
from selfeval.domain.rights import FROZEN
from selfeval.domain.verification import canonical_json
from selfeval.models import Disclosure, Event, Filing, ReviewPin, SpotCheckItem, Submission
from selfeval.models.evidence import KeptFile
from selfeval.queries import archive_kinds as kinds
from selfeval.queries.archive_rows import Named, listed, rows_of
from selfeval.queries.finding_rows import stored_findings
from selfeval.queries.framework_documents import document_of
from selfeval.queries.snapshots import filing_snapshot, framework_snapshot

# What was issued because of a pin is known by the pin's key; in a package by its round and its place there.
_PIN_KEY: Final = re.compile(r"pin:(\d+)")
PIN_PLACE: Final = re.compile(r"pin:(\d+)#(\d+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveContent:
    """`texts` are the JSON files by their path, `kept` the uploaded files by theirs."""

    texts: Mapping[str, bytes]
    kept: Mapping[str, KeptFile]


class OtherFramework(ValueError):
    """A frozen copy was made under another framework than the cycle's; a package has one."""


def archive_content(*, filing: Filing) -> ArchiveContent:
    """Everything that a package of `filing` says. Raises OtherFramework.

    The number of queries grows with the rounds and with what came after them, never with what was filled.
    """
    named = Named()
    submissions = list(filing.submissions.select_related("submitted_by", "framework").order_by("round"))
    if any(each.framework_id != filing.cycle.framework_id for each in submissions):
        raise OtherFramework(str(filing))
    tables = _tables(filing, named)
    frozen = rows_of(kinds.SUBMISSION_ROW, submissions, named)
    chain = chain_id()
    events = [_entry(each, chain, named) for each in archived_events(filing=filing)]
    tables[files.EVENTS] = events
    tables[files.PEOPLE] = {each.get_username(): {"full_name": each.full_name} for each in named.people.values()}
    tables[files.HEAD] = _head(filing, tables, frozen, named)
    carried = rows_of(kinds.CARRIED_ROW, listed(kinds.CARRIED_ROW, filing.carried_texts), named)
    tables |= {files.CARRIED: carried} if carried else {}
    texts = {name: files.json_text(document) for name, document in tables.items()}
    texts |= _frozen_texts(submissions, frozen) | _standing_texts(filing, submissions) | _public_texts(filing)
    return ArchiveContent(texts=texts, kept=named.kept)


def archived_events(*, filing: Filing) -> QuerySet[Event]:
    """The events of `filing` that a package has: all that became of it, not who looked at it."""
    left_out = Q()
    for start in LEFT_OUT:
        left_out |= Q(action__startswith=start)
    return filing.events.exclude(left_out).select_related("actor").order_by("sequence")


def pins_in_order(*, filing: Filing) -> list[ReviewPin]:
    """The pins of all frozen copies of `filing` in the order they were made. One query."""
    return list(ReviewPin.objects.filter(submission__filing=filing).select_related("submission").order_by("pk"))


def _tables(filing: Filing, named: Named) -> dict[str, Any]:
    """The files that are made of rows, but those of the frozen copies."""
    standing = rows_of(kinds.FILING_ROW, [filing], named)[0]
    current = listed(kinds.CURRENT_FINDING, filing.findings.filter(submission=None))
    standing["findings"] = rows_of(kinds.CURRENT_FINDING, current, named)
    standing["fillers"] = sorted(named.person(each) for each in filing.fillers.all())
    rectified = rows_of(kinds.RECTIFICATION_ROW, listed(kinds.RECTIFICATION_ROW, filing.rectifications), named)
    disclosed = rows_of(kinds.DISCLOSURE_ROW, listed(kinds.DISCLOSURE_ROW, _disclosures(filing)), named)
    return {
        files.CYCLE: rows_of(kinds.CYCLE_ROW, [filing.cycle], named)[0],
        files.STANDING: standing,
        files.EVIDENCE: rows_of(kinds.EVIDENCE_ROW, listed(kinds.EVIDENCE_ROW, filing.evidence), named),
        files.SPOT_CHECKS: list(_spot_checks(filing, named)),
        files.RECTIFICATION: _with_places(filing, rectified),
        files.RESULT_USES: rows_of(kinds.USE_ROW, listed(kinds.USE_ROW, filing.result_uses), named),
        files.DISCLOSURE: disclosed[0] if disclosed else None,
    }


def _spot_checks(filing: Filing, named: Named) -> Iterator[dict[str, Any]]:
    rows = listed(kinds.CHECK_ROW, SpotCheckItem.objects.filter(filing=filing))
    for row in rows.select_related("spot_check__drawn_by", "submission", "checker", "answered_by", "settled_by"):
        draw = rows_of(kinds.DRAW_ROW, [row.spot_check], named)[0]
        yield {"draw": draw, "item": rows_of(kinds.CHECK_ROW, [row], named)[0]}


def _with_places(filing: Filing, rectified: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """`rectified`, each pin it comes from known by its round and its place, not by its key here."""
    if not any(_PIN_KEY.fullmatch(row["source_key"]) for row in rectified):
        return rectified
    places: dict[int, str] = {}
    counted: dict[int, int] = {}
    for pin in pins_in_order(filing=filing):
        number = pin.submission.round
        counted[number] = counted.get(number, 0) + 1
        places[pin.pk] = f"pin:{number}#{counted[number]}"
    for row in rectified:
        found = _PIN_KEY.fullmatch(row["source_key"])
        if found:
            row["source_key"] = places.get(int(found[1]), row["source_key"])
    return rectified


def _head(filing: Filing, tables: Mapping[str, Any], frozen: Sequence[Any], named: Named) -> dict[str, Any]:
    """`archive.json`: what this is, and how much of everything there is."""
    cycle, framework = filing.cycle, filing.cycle.framework
    return {
        "format": files.FORMAT,
        "filing": str(filing.public_id),
        "unit": {"code": filing.department.code, "name": filing.department.name},
        "year": cycle.fiscal_year,
        "cycle": {"code": cycle.code, "title": cycle.title},
        "framework": {"slug": framework.slug, "version": framework.version, "sha256": framework.sha256},
        "state": filing.state,
        "counts": counts_of(tables, frozen, len(named.kept)),
    }


def counts_of(tables: Mapping[str, Any], frozen: Sequence[Mapping[str, Any]], attachments: int) -> dict[str, int]:
    """How much of everything a package has, for people to hold against what they expect."""
    return {
        "submissions": len(frozen),
        "reviews": sum(len(each["reviews"]) for each in frozen),
        "pins": sum(len(each["pins"]) for each in frozen),
        "evidence": len(tables[files.EVIDENCE]),
        "attachments": attachments,
        "spot_checks": len(tables[files.SPOT_CHECKS]),
        "rectification": len(tables[files.RECTIFICATION]),
        "result_uses": len(tables[files.RESULT_USES]),
        "events": len(tables[files.EVENTS]),
        "people": len(tables[files.PEOPLE]),
    }


def _frozen_texts(submissions: Sequence[Submission], frozen: Sequence[dict[str, Any]]) -> dict[str, bytes]:
    """The files of each frozen copy; its two documents as they were frozen, byte by byte."""
    found: dict[str, bytes] = {}
    for each, row in zip(submissions, frozen, strict=True):
        found[files.submission_file(each.round, "filing.json")] = each.document.encode()
        found[files.submission_file(each.round, "result.json")] = each.result.encode()
        found[files.submission_file(each.round, "meta.json")] = files.json_text(row)
    return found


def _standing_texts(filing: Filing, submissions: Sequence[Submission]) -> dict[str, bytes]:
    """The form as it stands, what it is scored, and what by: in the public formats."""
    framework, content = framework_snapshot(version=filing.cycle.framework), filing_snapshot(filing=filing)
    if is_scored_once(filing, submissions):
        result = submissions[-1].result
    else:
        findings = [finding_to_document(each) for each in stored_findings(filing=filing)]
        result = canonical_json(result_to_document(assess(framework, content, texts=False)) | {"findings": findings})
    return {
        files.FRAMEWORK: canonical_json(document_of(filing.cycle.framework)).encode(),
        files.FILING: canonical_json(filing_to_document(framework, content)).encode(),
        files.RESULT: result.encode(),
    }


def is_scored_once(filing: Filing, submissions: Sequence[Submission]) -> bool:
    """Whether what stands is what was submitted, and scored then by the rules of that day."""
    return filing.current_state in FROZEN and bool(submissions)


def _disclosures(filing: Filing) -> QuerySet[Disclosure]:
    return Disclosure.objects.filter(filing=filing).select_related("submission")


def _public_texts(filing: Filing) -> dict[str, bytes]:
    found = _disclosures(filing).first()
    texts = {} if found is None else {files.DISCLOSED: found.document, files.DISCLOSED_RESULT: found.result}
    return {name: text.encode() for name, text in texts.items() if text}


def _entry(event: Event, chain: str, named: Named) -> dict[str, Any]:
    """An event as it stands in the record it comes from, with all that its hash there covers."""
    entry = {name: getattr(event, name) for name in (*HASHED_COLUMNS, "record_hash")}
    entry |= event.origin if event.origin is not None else {"chain": chain}
    entry["at"] = event.at.astimezone(UTC).isoformat(timespec="microseconds")
    entry["request_id"] = event.request_id.hex if event.request_id else None
    entry["actor"] = named.person(event.actor) if event.actor else None
    return entry


def chain_id() -> str:
    """What tells this record from others: the hash of its first entry."""
    return str(Event.objects.filter(sequence=1).values_list("record_hash", flat=True).first() or "")
