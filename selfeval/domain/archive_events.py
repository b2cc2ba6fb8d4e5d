"""The events of an archive package: as they stand in the record they come from, to be checked without it.

Each entry holds the columns that its hash covers, in the words of JSON (`record_chain.record_hash` takes them as they
are), the hash itself, the account (`actor`), and `chain`: the hash of the first entry of the record it comes from,
which no other record has. What is imported keeps all that as its `origin`.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from selfeval.domain.archive_files import EVENTS
from selfeval.domain.files import Fault
from selfeval.domain.record_chain import HASHED_COLUMNS, record_hash

# Who looked and who was handed a copy is in the record of that place; it changes with every look.
LEFT_OUT: Final = ("access.", "archive.", "export.")
KEYS: Final = frozenset({*HASHED_COLUMNS, "record_hash", "chain", "actor"})
# What an entry of another record has there and cannot have here.
ORIGIN_KEYS: Final = ("chain", "sequence", "previous_hash", "record_hash", "actor_id", "filing_id", "department_id")
_HASH: Final = re.compile("[0-9a-f]{64}")
_SIGNED: Final = "filing.signed"


def origin_of(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What an imported entry keeps of the record it comes from."""
    return {key: entry[key] for key in ORIGIN_KEYS}


def event_faults(entries: Sequence[Any]) -> list[Fault]:
    """What is wrong with the entries of `events.json`, told by the place in the file and the number of the entry."""
    faults: list[Fault] = []
    last: dict[str, Mapping[str, Any]] = {}
    versions: set[int] = set()
    for place, entry in enumerate(entries):
        path = f"{EVENTS} [{place}]"
        shape = _shape_fault(path, entry)
        if shape is not None:
            faults.append(shape)
            continue
        words = _broken(entry, last.get(entry["chain"]))
        if entry["version"] is not None and entry["version"] in versions:
            words = f"版本 {entry['version']} 已有另一条，一个版本只有一条"
        versions |= {entry["version"]} - {None}
        if words:
            faults.append(Fault(path=path, found=f"原序号 {entry['sequence']}", expected=words))
        last[entry["chain"]] = entry
    return faults


def signature_faults(entries: Sequence[Mapping[str, Any]], hashes: Mapping[int, str]) -> list[Fault]:
    """Frozen copies, by their round, that nobody signed by the events: `hashes` are theirs."""
    signed = {entry["content_hash"] for entry in entries if entry["action"] == _SIGNED and not entry["is_refused"]}
    return [
        Fault(
            path=f"submissions/{number}/filing.json",
            found=f"{sha256[:12]}…",
            expected=f"{EVENTS} 里没有签发这份内容的记录：内容或记录被改动过",
        )
        for number, sha256 in sorted(hashes.items())
        if sha256 not in signed
    ]


def _shape_fault(path: str, entry: Any) -> Fault | None:
    if not isinstance(entry, dict) or set(entry) != KEYS:
        keys = sorted(KEYS ^ set(entry)) if isinstance(entry, dict) else []
        return Fault(path=path, found="、".join(keys)[:120], expected="缺少或多出这些键")
    if not isinstance(entry["sequence"], int) or entry["sequence"] < 1 or isinstance(entry["sequence"], bool):
        return Fault(path=f"{path}.sequence", found=str(entry["sequence"])[:40], expected="应为从 1 起的整数")
    if entry["version"] is not None and type(entry["version"]) is not int:
        return Fault(path=f"{path}.version", found=str(entry["version"])[:40], expected="应为整数或空")
    for key in ("chain", "record_hash"):
        if not isinstance(entry[key], str) or not _HASH.fullmatch(entry[key]):
            return Fault(path=f"{path}.{key}", found=str(entry[key])[:80], expected="应为 64 位十六进制的哈希")
    if str(entry["action"]).startswith(LEFT_OUT):
        return Fault(path=f"{path}.action", found=str(entry["action"]), expected="归档包里没有这类记录")
    return None


def _broken(entry: Mapping[str, Any], before: Mapping[str, Any] | None) -> str:
    """What is wrong with an entry, after the one before it of the same record."""
    if record_hash(entry) != entry["record_hash"]:
        return "内容与它的哈希不符：这一条被修改过"
    if entry["sequence"] == 1 and entry["chain"] != entry["record_hash"]:
        return "原记录的第一条与它所属的记录不符"
    if before is None:
        return ""
    if entry["sequence"] <= before["sequence"]:
        return f"应在原序号 {before['sequence']} 之后：次序被调换或重复"
    if entry["sequence"] == before["sequence"] + 1 and entry["previous_hash"] != before["record_hash"]:
        return "与前一条接不上：前一条被换掉，或这一条是后插入的"
    return "" if entry["filing_id"] == before["filing_id"] else "不是这份填报的记录"
