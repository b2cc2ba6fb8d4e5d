"""What a list would change, before it does: new and changed rows, old beside new. All of it is done, or nothing."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from selfeval.domain.files.cell_faults import CellFault
from selfeval.domain.list_sheets import CLEARED, ListRow
from selfeval.models import PendingUpload
from selfeval.services.errors import AlreadyThere, WriteRefused
from selfeval.services.fitness import fault_of_text


class PlanChanged(WriteRefused):
    """What the list would change is not what was looked at any more, or the list is at fault."""

    def __init__(self) -> None:
        super().__init__("您看这一页的时候，系统里的内容变了。下面是按现在的内容重新对照的，请再看一遍。")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A value that would change, in words."""

    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRow:
    """A row that would be new or changed; `key` is what it is known by."""

    key: str
    name: str
    is_new: bool
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPlan:
    """All rows that would change, and how many would not. With any fault nothing is done."""

    rows: tuple[PlannedRow, ...] = ()
    unchanged: int = 0
    faults: tuple[CellFault, ...] = ()

    @property
    def new_count(self) -> int:
        """How many rows are new."""
        return sum(row.is_new for row in self.rows)

    @property
    def changed_count(self) -> int:
        """How many rows are there and would change."""
        return len(self.rows) - self.new_count

    @property
    def fingerprint(self) -> str:
        """The same for the same changes: who says yes says it to these."""
        return fingerprint_of(self.rows)


def fingerprint_of(rows: Sequence[PlannedRow]) -> str:
    """A hash over everything that would change."""
    plain = [[row.key, row.is_new, [[each.label, each.old, each.new] for each in row.differences]] for row in rows]
    return sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()


@dataclass(slots=True, kw_only=True)
class Faults:
    """Faults as they are found."""

    found: list[CellFault] = field(default_factory=list)

    def add(self, row: ListRow, key: str, expected: str) -> None:
        """The cell of `key` in `row` is wrong."""
        self.found.append(row.fault(key, expected))

    def look_at_lengths(self, row: ListRow, longest: Mapping[str, int]) -> None:
        """No text is longer than its column, none has what cannot be stored."""
        for key, most in longest.items():
            text = row.text(key)
            if len(text) > most:
                self.add(row, key, f"共{len(text)}字，太长：最多{most}字")
            elif "\n" in text or fault_of_text(text):
                self.add(row, key, "含有换行或看不见的控制字符，请删去")

    def look_for_twins(self, rows: Sequence[ListRow], key: str, label: str) -> None:
        """Nobody stands in the list twice, nor twice but for capitals."""
        first: dict[str, int] = {}
        for row in rows:
            text = row.text(key).casefold()
            if text and text in first:
                self.add(row, key, f"和第{first[text]}行的{label}重复；一个{label}只能有一行，请删去一行")
            first.setdefault(text, row.number)


def wanted_text(row: ListRow, key: str, stored: str) -> str:
    """What a cell asks for: nothing leaves what is stored, 清空 empties it."""
    text = row.text(key)
    if text == CLEARED:
        return ""
    return text or stored


def lost_zeros(code: str, known: Mapping[str, object]) -> str:
    """A code that is there and differs by leading zeros alone: Excel takes them off numbers. Empty where none does."""
    if code in known or code.startswith("0") or not code.isascii() or not code.isdigit():
        return ""
    return next((each for each in known if each.isascii() and each.isdigit() and each.lstrip("0") == code), "")


def claim(upload: PendingUpload, seen: str, fingerprint: str, *, has_faults: bool) -> None:
    """Take an upload that is applied now, once, inside the transaction; it is gone with it.

    Raises AlreadyThere where another window was first, PlanChanged where `seen` is not the plan's `fingerprint`.
    """
    if PendingUpload.objects.select_for_update().filter(pk=upload.pk).values_list("pk", flat=True).first() is None:
        raise AlreadyThere("这份文件已经导入过。")
    if has_faults or fingerprint != seen:
        raise PlanChanged
    PendingUpload.objects.filter(pk=upload.pk).delete()
