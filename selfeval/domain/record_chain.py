"""The chain of the record of who did what (操作记录): the hash of an entry covers the hash of the one before it.

What is written here may never change: hashes that are stored, or kept off the host, would no longer be those of their
entries. A column that comes later is left out of the hash of entries that do not have it.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

# Of an entry's columns all but its key and `record_hash` itself.
HASHED_COLUMNS: Final = (
    "sequence",
    "previous_hash",
    "action",
    "actor_id",
    "actor_full_name",
    "unit_name",
    "address",
    "asked_in",
    "at",
    "filing_id",
    "department_id",
    "version",
    "from_state",
    "to_state",
    "comment",
    "content_hash",
    "request_id",
    "data",
    "is_refused",
)
# Of an entry that came in an archive package (归档包): where it stood in the record it came from.
ORIGIN: Final = "origin"
STORED_COLUMNS: Final = (*HASHED_COLUMNS, ORIGIN)


def record_hash(columns: Mapping[str, Any]) -> str:
    """SHA-256 over the canonical JSON of `HASHED_COLUMNS`: keys sorted, nothing between signs, times in UTC.

    `data` holds what JSON holds, without fractions. An entry with an `origin` is hashed with it, one without as before
    there was any. Raises KeyError for a column that is missing.
    """
    text = json.dumps(
        plain_columns(columns), sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False
    )
    return hashlib.sha256(text.encode()).hexdigest()


def plain_columns(columns: Mapping[str, Any]) -> dict[str, Any]:
    """The hashed columns as JSON holds them; of plain ones the same again. Raises KeyError for one that is missing."""
    plain = {name: _plain(columns[name]) for name in HASHED_COLUMNS}
    if columns.get(ORIGIN) is not None:
        plain[ORIGIN] = columns[ORIGIN]
    return plain


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.hex if isinstance(value, UUID) else value


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry as it is stored: its columns, and the hash it says it has."""

    columns: Mapping[str, Any]
    record_hash: str

    @property
    def sequence(self) -> int:
        return int(self.columns["sequence"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """An entry's place and hash, kept off the host."""

    sequence: int
    record_hash: str


BEFORE_ALL: Final = Anchor(sequence=0, record_hash="")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainFault:
    """The first entry that is not as it was written. `sequence` is its place, `words` what is wrong in Chinese."""

    sequence: int
    words: str


class ChainWalk:
    """Walks entries in sequence, those `after` one, and stops at the first that is not as it was written."""

    def __init__(self, anchors: Iterable[Anchor] = (), *, after: Anchor = BEFORE_ALL) -> None:
        self._anchors = {each.sequence: each.record_hash for each in anchors}
        self.sequence, self.record_hash = after.sequence, after.record_hash

    def step(self, entry: Entry) -> ChainFault | None:
        """Go on to `entry`; what is wrong with it, if anything."""
        place, expected = entry.sequence, self.sequence + 1
        if place > expected:
            missing = f"第 {expected} 条" if place == expected + 1 else f"第 {expected} 至 {place - 1} 条"
            return ChainFault(sequence=expected, words=f"{missing}不见了：下一条的序号是 {place}")
        if place < expected:
            return ChainFault(sequence=place, words="序号重复或次序被调换")
        if record_hash(entry.columns) != entry.record_hash:
            return ChainFault(sequence=place, words="内容与它的哈希不符：这一条被修改、调换，或不是由系统写入的")
        if entry.columns["previous_hash"] != self.record_hash:
            return ChainFault(sequence=place, words="与前一条接不上：前面有记录被换掉，或这一条是后插入的")
        kept = self._anchors.get(place)
        if kept is not None and kept != entry.record_hash:
            return ChainFault(sequence=place, words="与保存在别处的摘要不符：到这一条为止的记录被整段重写过")
        self.sequence, self.record_hash = place, entry.record_hash
        return None

    def end(self, head: Anchor) -> ChainFault | None:
        """After the last entry: whether the record reaches as far as its head and every anchor say."""
        here = self.sequence
        last = max([*self._anchors, head.sequence])
        if last > here:
            where = "记录之尾" if head.sequence == last else "保存在别处的摘要"
            words = f"末尾的记录被删去：{where}记着共 {last} 条，现在只有 {here} 条"
            return ChainFault(sequence=here + 1, words=words)
        if head.sequence < here:
            words = f"不是由系统写入的：记录之尾记着共 {head.sequence} 条，以后的都是另外插入的"
            return ChainFault(sequence=head.sequence + 1, words=words)
        if head.record_hash != self.record_hash:
            words = "记录之尾的哈希与最后一条不符：最后一条被换掉，或记录之尾被修改"
            return ChainFault(sequence=here, words=words)
        return None
