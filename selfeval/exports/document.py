"""What an official form is: sections, rows and cells, before anybody draws them.

A cell carries what is printed (`text`) and what a workbook stores (`value`). A cell that other cells compute with has
a `role`; a cell that is computed has a `formula` over roles, so that a workbook can keep the sum alive wherever it
puts the cells. Money is in the framework's unit, ratios have 1 for 100 %, and what is not filled is `MISSING`.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from selfeval.domain.expressions import Node

MISSING = "—"
TOTAL = "total"  # stands for the code of an indicator in the roles of the total


class Kind(StrEnum):
    """What a cell holds; it decides alignment and the number format of a workbook."""

    TEXT = "text"
    MONEY = "money"
    NUMBER = "number"
    POINTS = "points"
    SCORE = "score"
    RATE = "rate"


@dataclass(frozen=True, slots=True, kw_only=True)
class SumOf:
    """The sum of the cells with these roles, at most `at_most`; cells that hold no number count for nothing."""

    roles: tuple[str, ...]
    at_most: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DifferenceOf:
    """One cell less another; no value unless both hold a number."""

    minuend: str
    subtrahend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotientOf:
    """One cell by another; no value where one is missing or the divisor is zero.

    `cut_to` is the number of decimals it is cut off to (towards zero), None where it stays exact.
    """

    dividend: str
    divisor: str
    cut_to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SameAs:
    """The value of another cell."""

    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """A formula of the framework; each code in it is the cell whose role is `value_role(code)`.

    `cut_to` as for QuotientOf.
    """

    node: Node
    cut_to: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeOf:
    """The name of the first of `steps` (lower end, name) that the cell reaches, while all of `needs` hold numbers.

    With `out_of` it is the share of that cell's points that is graded, on a scale of `scale` points.
    """

    role: str
    steps: tuple[tuple[Decimal, str], ...]
    needs: tuple[str, ...] = ()
    out_of: str = ""
    scale: Decimal = Decimal(100)


Formula = SumOf | DifferenceOf | QuotientOf | SameAs | Worked | GradeOf


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One printed value; `is_input` marks what a unit types, as against what is computed from it.

    `places` is how many decimals are printed (of a rate: of its percentage); None prints those there are.
    """

    text: str
    kind: Kind = Kind.TEXT
    value: Decimal | str | None = None
    role: str = ""
    formula: Formula | None = None
    is_input: bool = False
    places: int | None = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A labelled box of the block on top: 年初预算金额（万元） and its figure."""

    label: str
    cell: Cell


NO_FACT = Fact(label="", cell=Cell(text=""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph of 填报内容; a heading is a short numbered line such as （一）重点工作."""

    text: str
    is_heading: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrative:
    """One numbered part of 填报内容, with the guide printed behind its title."""

    number: int
    title: str
    guide: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreCells:
    """The three figures of a row: 参考分值, 设定分值, 评价得分."""

    reference_points: Cell
    set_points: Cell
    self_score: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """One leaf; `analysis` is the column 计算分析情况, lines parted by newlines."""

    code: str
    name: str
    scores: ScoreCells
    analysis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorGroup:
    """A 二级指标 and its leaves; without a name where the leaves hang from level 1."""

    code: str
    name: str
    rows: tuple[IndicatorRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorSection:
    """A 一级指标, its 小计 and its groups; `grade` where the framework grades its 一级指标 too."""

    code: str
    name: str
    subtotal: ScoreCells
    groups: tuple[IndicatorGroup, ...]
    grade: Cell | None = None

    @property
    def rows(self) -> tuple[IndicatorRow, ...]:
        """Its leaves in print order."""
        return tuple(row for group in self.groups for row in group.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluatorRow:
    """One of 评价人员; 签字 stays empty for the pen."""

    name: str
    title: str
    office: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkedRow:
    """One line of 计算底稿: an indicator's rate with its parts, its points and both its scores.

    A node of 支付进度 is a line of its own, with its share as the rate.
    """

    code: str
    name: str
    numerator: Cell
    denominator: Cell
    rate: Cell
    set_points: Cell
    computed_score: Cell
    self_score: Cell
    difference: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingPaper:
    """计算底稿: every figure filed, every rate with its parts, and the scores computed from them."""

    figures: tuple[Fact, ...]
    rows: tuple[WorkedRow, ...]
    total: WorkedRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What a document says about itself and cannot know from the filing.

    `verification_code` empty: it is computed from the filing. `is_final` locks every cell of the workbook; any
    other form has its `status` boxed on the first page and leaves open what a unit types. `filed_on` stands in for the
    filing's own date. `signature` is printed behind 单位负责人（签章）, `remarks` below it, a line each. Nothing here
    comes from a clock.
    """

    verification_code: str = ""
    filed_on: date | None = None
    status: str = "草稿"
    is_final: bool = False
    printed_by: str = ""
    signature: str = ""
    remarks: tuple[str, ...] = ()
    annex: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormDocument:
    """One unit's 自评表, ready to be drawn."""

    title: str
    annex: str
    fiscal_year: int
    department: str
    money_unit: str
    filed_on: date | None
    facts: tuple[Fact, ...]
    narratives: tuple[Narrative, ...]
    sections: tuple[IndicatorSection, ...]
    total: ScoreCells
    grade: Cell
    evaluators: tuple[EvaluatorRow, ...]
    notes: tuple[str, ...]
    working_paper: WorkingPaper
    stamp: Stamp = field(default_factory=Stamp)

    @property
    def rows(self) -> tuple[IndicatorRow, ...]:
        """Every leaf in print order."""
        return tuple(row for section in self.sections for row in section.rows)

    @property
    def year_line(self) -> str:
        """（2021年度）"""
        return f"（{self.fiscal_year}年度）"

    @property
    def name(self) -> str:
        """What the document is called in its properties and running head."""
        return f"{self.department}　{self.short_name}"

    @property
    def short_name(self) -> str:
        """The same without the department, for where there is little room."""
        return f"{self.fiscal_year}年度部门整体支出绩效自评表"

    @property
    def filed_text(self) -> str:
        """2022年3月10日, or the mark of what is not filled."""
        return date_text(self.filed_on)


def value_role(code: str) -> str:
    """The role of a figure, a derived value or an indicator's rate."""
    return f"value:{code}"


def reference_role(code: str) -> str:
    """The role of 参考分值 of an indicator, a group or the total."""
    return f"reference:{code}"


def set_role(code: str) -> str:
    """The role of 设定分值."""
    return f"set:{code}"


def self_role(code: str) -> str:
    """The role of 评价得分."""
    return f"self:{code}"


def computed_role(code: str) -> str:
    """The role of 系统计算得分."""
    return f"computed:{code}"


def threshold_role(code: str) -> str:
    """The role of a rate as limits, intervals and steps see it."""
    return f"threshold:{code}"


def grade_role(code: str) -> str:
    """The role of a grade, of a group or the total."""
    return f"grade:{code}"


def date_text(day: date | None) -> str:
    """2022年3月10日, as official papers write a day."""
    return f"{day.year}年{day.month}月{day.day}日" if day else MISSING
