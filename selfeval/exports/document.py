"""What an official form is: sections, rows and cells, before anybody draws them.

A cell carries what is printed (`text`) and what a workbook stores (`value`). A cell that other cells compute with has
a `role`; a cell that is computed has a `formula` over roles, so that a workbook can keep the sum alive wherever it
puts the cells. Money is in the framework's unit, ratios have 1 for 100 %, and what is not filled is `MISSING`.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from selfeval.exports.formulas import DifferenceOf as DifferenceOf
from selfeval.exports.formulas import Formula as Formula
from selfeval.exports.formulas import GradeOf as GradeOf
from selfeval.exports.formulas import QuotientOf as QuotientOf
from selfeval.exports.formulas import SameAs as SameAs
from selfeval.exports.formulas import SumOf as SumOf
from selfeval.exports.formulas import Worked as Worked
from selfeval.exports.formulas import computed_role as computed_role
from selfeval.exports.formulas import grade_role as grade_role
from selfeval.exports.formulas import reference_role as reference_role
from selfeval.exports.formulas import self_role as self_role
from selfeval.exports.formulas import set_role as set_role
from selfeval.exports.formulas import threshold_role as threshold_role
from selfeval.exports.formulas import value_role as value_role
from selfeval.exports.layout import Layout, Part
from selfeval.exports.layout_choice import default_layout

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
    """One numbered part of 填报内容, with the guide printed behind its title; `code` is its code in the framework."""

    number: int
    title: str
    guide: str
    paragraphs: tuple[Paragraph, ...]
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreCells:
    """The three figures of a row: 参考分值, 设定分值, 评价得分."""

    reference_points: Cell
    set_points: Cell
    self_score: Cell


NO_CELL = Cell(text=MISSING)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorWords:
    """What other columns than those of the five-column form print of a leaf; `explanation` is what the unit wrote."""

    criterion: str = MISSING
    sign: str = MISSING
    target: str = MISSING
    signed_target: str = MISSING
    adjusted_target: str = MISSING
    actual: str = MISSING
    unit: str = MISSING
    core: str = MISSING
    explanation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """One leaf; `analysis` is the column 计算分析情况, lines parted by newlines."""

    code: str
    name: str
    scores: ScoreCells
    analysis: str
    words: IndicatorWords = IndicatorWords()
    computed_score: Cell = NO_CELL
    coefficient: Cell = NO_CELL


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
class FundsRow:
    """A row of the funds table, a cell for each column behind the first; `code` where it stands for an indicator."""

    label: str
    cells: tuple[Cell, ...]
    indent: int = 0
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsTable:
    """预算执行情况 in the columns of the layout; `note` is what the unit wrote and no column prints."""

    rows: tuple[FundsRow, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskTable:
    """年度主要任务 in the columns of the layout."""

    rows: tuple[tuple[Cell, ...], ...]


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
    other form has its `status` boxed on the first page and leaves open what a unit types. `notice` is boxed there in a
    final form: what has become of it since. `filed_on` stands in for the filing's own date. `signature` is printed
    behind 单位负责人（签章）, `remarks` below it, a line each. Nothing here comes from a clock.
    """

    verification_code: str = ""
    filed_on: date | None = None
    status: str = "草稿"
    is_final: bool = False
    printed_by: str = ""
    signature: str = ""
    remarks: tuple[str, ...] = ()
    annex: str = ""
    notice: str = ""

    @property
    def boxed(self) -> str:
        """What stands boxed on the first page; empty for nothing."""
        return self.notice if self.is_final else self.status


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
    layout: Layout = field(default_factory=default_layout)
    funds: FundsTable | None = None
    tasks: TaskTable | None = None

    @property
    def parts(self) -> tuple[Part, ...]:
        """What is drawn, from top to bottom: the parts of the layout that have something to show."""
        empty = {
            Part.TASKS: self.tasks is None,
            Part.FUNDS: self.funds is None,
            Part.GOALS: not self.goals,
            Part.NARRATIVES: not self.told,
            Part.EVALUATORS: not self.evaluators,
            Part.NOTES: not self.notes,
        }
        return tuple(part for part in self.layout.parts if not empty.get(part))

    @property
    def goals(self) -> tuple[Narrative, ...]:
        """The texts that stand side by side, in the order of the layout's columns."""
        by_code = {each.code: each for each in self.narratives if each.code}
        columns = self.layout.goals.columns if self.layout.goals else ()
        return tuple(by_code[column.code] for column in columns if column.code in by_code)

    @property
    def told(self) -> tuple[Narrative, ...]:
        """The parts of 填报内容 in the frame, numbered anew where others stand side by side."""
        goals = {each.code for each in self.goals}
        kept = (each for each in self.narratives if not each.code or each.code not in goals)
        return tuple(replace(each, number=number) for number, each in enumerate(kept, 1))

    @property
    def table_sections(self) -> tuple[IndicatorSection, ...]:
        """The 一级指标 of the indicator table: without the indicator that the funds table scores."""
        scored = {row.code for row in self.funds.rows if row.code} if self.funds else set()
        return tuple(each for each in (_without(section, scored) for section in self.sections) if each.rows)

    @property
    def figures(self) -> tuple[Fact, ...]:
        """The chief figures: those of the block on top, or the first row of the funds table."""
        on_face = tuple(fact for fact in self.facts if fact.cell.kind is not Kind.TEXT)
        if on_face or self.funds is None or self.layout.funds is None:
            return on_face
        row = self.funds.rows[0]
        columns = self.layout.funds.columns[1:]
        return tuple(
            Fact(label=f"{row.label}·{''.join(column.head.split())}（{self.money_unit}）", cell=cell)
            for column, cell in zip(columns, row.cells, strict=True)
            if cell.kind is Kind.MONEY
        )

    @property
    def rows(self) -> tuple[IndicatorRow, ...]:
        """Every leaf in print order."""
        return tuple(row for section in self.sections for row in section.rows)

    @property
    def year_line(self) -> str:
        """（2021年度）"""
        return self.layout.year_line.format(title=self.title, year=self.fiscal_year)

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


def _without(section: IndicatorSection, codes: set[str]) -> IndicatorSection:
    """`section` without the leaves of `codes`; itself where it has none of them."""
    if not any(row.code in codes for row in section.rows):
        return section
    groups = (
        replace(group, rows=tuple(row for row in group.rows if row.code not in codes)) for group in section.groups
    )
    return replace(section, groups=tuple(group for group in groups if group.rows))


def date_text(day: date | None) -> str:
    """2022年3月10日, as official papers write a day."""
    return f"{day.year}年{day.month}月{day.day}日" if day else MISSING
