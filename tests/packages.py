"""Archive packages taken apart and put together for tests, and the least there can be."""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Callable, Mapping
from typing import Any

from selfeval.domain import archive_files as files
from selfeval.domain.archive_zip import Member, write_zip
from selfeval.domain.record_chain import record_hash
from selfeval.domain.verification import canonical_json, verification_code


def unpacked(package: bytes) -> dict[str, bytes]:
    """Its files, as any zip tool sees them."""
    with zipfile.ZipFile(io.BytesIO(package)) as content:
        assert content.testzip() is None
        return {name: content.read(name) for name in content.namelist()}


def repacked(content: Mapping[str, bytes], *, sums: bool = True) -> bytes:
    """A package of `content` laid out as ours are.

    With `sums` the list of hashes is made anew, as a forger would, who cannot sign it and leaves the signature out.
    """
    held = dict(content)
    if sums:
        held = {name: each for name, each in held.items() if name not in files.LISTS_AND_SIGNATURES}
        hashes = {name: hashlib.sha256(each).hexdigest() for name, each in held.items()}
        held[files.SUMS] = files.sums_text(hashes).encode()
    last = [name for name in files.LISTS_AND_SIGNATURES if name in held]
    order = [*sorted(set(held) - set(last)), *last]
    target = io.BytesIO()
    write_zip(((Member(name=n, size=len(held[n]), crc=zlib.crc32(held[n])), [held[n]]) for n in order), target)
    return target.getvalue()


def edited(package: bytes, name: str, change: Callable[[Any], Any]) -> bytes:
    """`package` with the document `name` changed, and the list of hashes with it."""
    content = unpacked(package)
    document = json.loads(content[name])
    changed = change(document)
    content[name] = files.json_text(document if changed is None else changed)
    return repacked(content)


def minimal() -> dict[str, bytes]:
    """The files of the least package that holds together: nothing filled, one frozen copy, its signature on record."""
    filing = canonical_json({"format": "selfeval-filing/1"}).encode()
    sha256 = hashlib.sha256(filing).hexdigest()
    framework = canonical_json({"slug": "s", "version": "1"}).encode()
    head = {"format": files.FORMAT, "framework": {"sha256": hashlib.sha256(framework).hexdigest()}}
    meta: dict[str, Any] = {key: [] for key in ("findings", "reviews", "pins", "scores", "sealed_scans")}
    meta |= {"round": 1, "sha256": sha256, "verification_code": verification_code(sha256)}
    documents = {
        files.HEAD: head,
        files.EVENTS: [event(1, "filing.created"), event(3, "filing.signed", content_hash=sha256)],
        files.DISCLOSURE: None,
        **{key: [] for key in (files.EVIDENCE, files.SPOT_CHECKS, files.RECTIFICATION, files.RESULT_USES)},
        **{key: {} for key in (files.CYCLE, files.PEOPLE, files.STANDING)},
        files.submission_file(1, "meta.json"): meta,
    }
    return {
        files.FRAMEWORK: framework,
        files.FILING: filing,
        files.RESULT: b"{}",
        files.submission_file(1, "filing.json"): filing,
        files.submission_file(1, "result.json"): b"{}",
        **{files.submission_file(1, name): name.encode() for name in files.DOCUMENTS},
        **{name: files.json_text(document) for name, document in documents.items()},
    }


def event(sequence: int, action: str, **changed: Any) -> dict[str, Any]:
    """An entry of `events.json` whose hash is right, of a record that begins with `filing.created`."""
    entry: dict[str, Any] = {
        **dict.fromkeys(("actor_id", "department_id", "version", "request_id", "actor")),
        **dict.fromkeys(("previous_hash", "actor_full_name", "unit_name", "address", "asked_in"), ""),
        **dict.fromkeys(("from_state", "to_state", "comment", "content_hash"), ""),
        "sequence": sequence,
        "action": action,
        "at": "2022-03-01T01:30:00.000000+00:00",
        "filing_id": 1,
        "data": {},
        "is_refused": False,
    }
    return rehashed(entry | changed)


def rehashed(entry: dict[str, Any]) -> dict[str, Any]:
    """`entry` with the hash that its columns have now; the first of a record names the record."""
    hashed = entry | {"record_hash": record_hash(entry)}
    if entry["sequence"] == 1:
        return hashed | {"chain": hashed["record_hash"]}
    return hashed | {"chain": entry.get("chain") or event(1, "filing.created")["chain"]}
