"""Sheets, blocks, lines and inputs, without a word about looks."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

KEY_HEAD: Final = "编号（请勿修改）"
HEAD_MARK, END_MARK = "表头:", "表尾:"
# A line of several cells of one box: `indicators.x.ticked#3`.
PART_MARK: Final = "#"
YES, NO = "是", "否"
# What the rows below an itemised figure sum up, by the part of the figure.
ITEM_TOTALS: Final = MappingProxyType({"total": "合计", "excluded": "剔除数", "counted": "计入数"})


class CellKind(StrEnum):
    """What an input takes."""

    TEXT = "text"
    LONG = "long"
    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"
    NUMBER = "number"
    DATE = "date"
    LIST = "list"
    # A target: a number, a percentage, or words.
    QUANTITY = "quantity"


NUMBERS: Final = frozenset({CellKind.MONEY, CellKind.COUNT, CellKind.PERCENT, CellKind.NUMBER})


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A cell to be filled. `box` is the name of its box, with `#n` for the n-th cell of one; of a free row its part.

    `places` bounds decimals as shown (money: of the unit; percent: of the percentage). `options` may be listed.
    """

    box: str
    kind: CellKind
    options: tuple[str, ...] = ()
    places: int = 2
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a block; `label` is its head. With `input` every free row has that input in it."""

    key: str
    label: str
    width: float
    input: Input | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row that is always there. `shown` are words by column, `inputs` what is filled by column."""

    key: str
    shown: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    inputs: Mapping[str, Input] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A table on a sheet. `box` is set where its rows are free and all one box, `spare` how many are kept blank."""

    code: str
    caption: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...] = ()
    box: str = ""
    spare: int = 0
    note: str = ""

    @property
    def is_free(self) -> bool:
        """Whether rows may be added, moved and taken away."""
        return bool(self.box) and not self.lines

    @property
    def head_key(self) -> str:
        """What marks the row of heads."""
        return f"{HEAD_MARK}{self.code}"

    @property
    def end_key(self) -> str:
        """What marks the row below the last."""
        return f"{END_MARK}{self.code}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet of the workbook; `section` is the code of the page it stands for."""

    section: str
    name: str
    blocks: tuple[Block, ...]
