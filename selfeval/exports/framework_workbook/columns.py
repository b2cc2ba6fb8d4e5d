"""What stands in which column of which sheet: the one table both directions read.

A column belongs to a key of the framework file (`scoring.limit`); what no column holds goes to the last one of its row,
其他, as JSON, so that every document comes back as it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from types import MappingProxyType
from typing import Final

from selfeval.domain.framework_words import STATUSES, Words

Path = tuple[str, ...]
NO_WORDS: Final[Words] = MappingProxyType({})


class Form(Enum):
    """How a value stands in a cell."""

    TEXT = auto()
    SHORT = auto()  # codes, percentages, intervals, formulas: idle spaces around are dropped
    NUMBER = auto()  # a cell with a number where that loses nothing
    LINES = auto()  # a list of texts, one a line


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its head, the key it holds, the words to pick from, and a hint below the head."""

    head: str
    path: Path
    width: float = 12
    form: Form = Form.SHORT
    words: Words = field(default_factory=lambda: NO_WORDS)
    hint: str = ""
    band: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSheet:
    """A sheet with a row for each element of the list below `key`; `is_required` where no row is an empty list."""

    name: str
    key: str
    about: str
    columns: tuple[Column, ...]
    is_required: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A kind of row of 评分明细 or 表格列: an element of the list at `path` below its owner.

    `heads` gives the key each head in use stands for. `is_below_option` where the list is one of an option of choose.
    """

    name: str
    path: Path
    heads: Mapping[str, Path]
    is_below_option: bool = False


OTHER: Final = Column(head="其他", path=(), width=24, form=Form.TEXT, hint="表里没有栏目的内容，原样保留，不要改")
INDICATORS: Final = "指标"
DETAILS: Final = "评分明细"
TABLE_COLUMNS: Final = "表格列"
HEAD: Final = "基本信息"
GUIDE: Final = "说明"
OVERFLOW: Final = "续文"
CHOICES: Final = "选项"
FORMAT_SHEET: Final = "格式"
FORMAT: Final = "selfeval-framework-workbook/1"


def text_column(head: str, *path: str, width: float = 30, hint: str = "", band: str = "") -> Column:
    """Prose: kept as it stands."""
    return Column(head=head, path=path, width=width, form=Form.TEXT, hint=hint, band=band)


def short_column(head: str, *path: str, width: float = 12, hint: str = "", band: str = "") -> Column:
    """A code, a formula, a percentage or an interval."""
    return Column(head=head, path=path, width=width, hint=hint, band=band)


def number_column(head: str, *path: str, width: float = 9, hint: str = "", band: str = "") -> Column:
    """A plain number."""
    return Column(head=head, path=path, width=width, form=Form.NUMBER, hint=hint, band=band)


def pick_column(head: str, choices: Words, *path: str, width: float = 14, band: str = "") -> Column:
    """One of a few words."""
    return Column(head=head, path=path, width=width, words=choices, hint="从下拉框里选", band=band)


def lines_column(head: str, *path: str, width: float = 30, hint: str = "一行一个", band: str = "") -> Column:
    """A list of texts."""
    return Column(head=head, path=path, width=width, form=Form.LINES, hint=hint, band=band)


def source_columns(band: str = "") -> tuple[Column, ...]:
    """Where a part comes from; on every kind of part."""
    return (
        text_column("来源文件", "source", "document", width=24, band=band),
        pick_column("核对情况", STATUSES, "source", "status", width=10, band=band),
        text_column("来源说明", "source", "note", width=24, band=band),
    )
