"""An archive of the record of who did what (操作记录归档包): its entries of a period, read without any database.

A line an entry in the record's own order, with every column its hash covers and the hash itself. Parts are files of
so many lines; the head says which entries they are and what the record's hash was before the first. The list of hashes
and its signature are as in the archive package of a filing (`archive_files`).
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from selfeval.domain.record_chain import HASHED_COLUMNS, ORIGIN, Anchor, ChainFault, ChainWalk, Entry, plain_columns

FORMAT: Final = "selfeval-record/1"
HEAD: Final = "record.json"
LINES_A_PART: Final = 20_000
_HASH: Final = "record_hash"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What a package holds: `count` entries, those after `before` up to `last`; the days asked for; when made."""

    since: str
    until: str
    made_at: str
    before: Anchor
    last: Anchor
    parts: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many entries there are: the record has no gaps."""
        return self.last.sequence - self.before.sequence

    def known(self, anchors: Iterable[Anchor]) -> list[Anchor]:
        """Those of `anchors` that are of an entry in the package, or of the one before its first."""
        return [each for each in anchors if self.before.sequence <= each.sequence <= self.last.sequence]

    def document(self) -> str:
        """As the package has it."""
        told = {
            "format": FORMAT,
            "since": self.since,
            "until": self.until,
            "made_at": self.made_at,
            "before": [self.before.sequence, self.before.record_hash],
            "last": [self.last.sequence, self.last.record_hash],
            "parts": list(self.parts),
        }
        return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def head_of(text: str) -> Head:
    """The head as a package has it. Raises ValueError for anything else."""
    try:
        told = json.loads(text)
        if told["format"] != FORMAT:
            raise ValueError(f"“{told['format']}”不是 {FORMAT}")
        return Head(
            since=str(told["since"]),
            until=str(told["until"]),
            made_at=str(told["made_at"]),
            before=_anchor(told["before"]),
            last=_anchor(told["last"]),
            parts=tuple(str(each) for each in told["parts"]),
        )
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise ValueError(f"{HEAD} 不完整：{error}") from None


def part_name(number: int) -> str:
    """The file of the part `number`, from 1; names sort as the parts follow one another."""
    return f"record-{number:06d}.jsonl"


def line_of(entry: Entry) -> str:
    """One entry as a line."""
    told = plain_columns(entry.columns) | {_HASH: entry.record_hash}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"


def entry_of(line: str) -> Entry:
    """The entry of a line. Raises ValueError for what is none."""
    try:
        told: Mapping[str, Any] = json.loads(line)
        columns = {name: told[name] for name in HASHED_COLUMNS}
        columns[ORIGIN] = told.get(ORIGIN)
        int(columns["sequence"])
        return Entry(columns=columns, record_hash=str(told[_HASH]))
    except (KeyError, TypeError, json.JSONDecodeError) as error:
        raise ValueError(str(error)) from None


def package_fault(head: Head, lines: Iterable[str], anchors: Iterable[Anchor] = ()) -> ChainFault | None:
    """The first entry of the package that is not as it was written; `anchors` were kept elsewhere."""
    known = head.known(anchors)
    if any(each.sequence == head.before.sequence and each != head.before for each in known):
        return ChainFault(sequence=head.before.sequence, words="与保存在别处的摘要不符：包以前的记录被整段重写过")
    walk = ChainWalk(known, after=head.before)
    for line in lines:
        try:
            entry = entry_of(line)
        except (ValueError, AttributeError):
            return ChainFault(sequence=walk.sequence + 1, words="这一行不是一条记录")
        fault = walk.step(entry)
        if fault is not None:
            return fault
    return walk.end(head.last)


def _anchor(told: Any) -> Anchor:
    sequence, record_hash = told
    return Anchor(sequence=int(sequence), record_hash=str(record_hash))
