"""How a form is laid out, as data: which parts it has, in which order, and what each column prints.

A layout is written in a file (`selfeval-layout/1`, read by `layout_file`) and chosen by the framework
(`layout_choice`). PDF, page and workbook are drawn from the same one. Widths are millimetres on the paper.
"""

from dataclasses import dataclass
from enum import StrEnum

PAGE_WIDTH = 164.0  # mm between the margins
SHEET_PIXELS_A_MM, PIXELS_A_DIGIT, CELL_PIXELS = 3.75, 8, 6  # of a workbook, whose sheet is as wide as its paper
LABEL_COLUMNS = 3  # 一级, 二级 and the name stand first in every indicator table


class Part(StrEnum):
    """What a form is made of, from top to bottom."""

    FACTS = "facts"
    TASKS = "tasks"
    FUNDS = "funds"
    GOALS = "goals"
    NARRATIVES = "narratives"
    INDICATORS = "indicators"
    EVALUATORS = "evaluators"
    SIGNATURE = "signature"
    NOTES = "notes"

    @property
    def label(self) -> str:
        """What the part is."""
        return _PART_LABELS[self]


class Align(StrEnum):
    """How a column is set."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"

    @property
    def label(self) -> str:
        """In words."""
        return {"left": "靠左", "center": "居中", "right": "靠右", "justify": "两端对齐"}[self.value]


class Prints(StrEnum):
    """What a column of the indicator table may print; nothing else can be printed there."""

    LEVEL1 = "level1"
    LEVEL2 = "level2"
    NAME = "name"
    REFERENCE_POINTS = "reference_points"
    SET_POINTS = "set_points"
    SELF_SCORE = "self_score"
    COMPUTED_SCORE = "computed_score"
    COEFFICIENT = "coefficient"
    ANALYSIS = "analysis"
    EXPLANATION = "explanation"
    CRITERION = "criterion"
    SIGN = "sign"
    TARGET = "target"
    SIGNED_TARGET = "signed_target"
    ADJUSTED_TARGET = "adjusted_target"
    ACTUAL = "actual"
    UNIT = "unit"
    CORE = "core"
    BLANK = "blank"

    @property
    def label(self) -> str:
        """What is printed."""
        return _PRINTS_LABELS[self]

    @property
    def is_number(self) -> bool:
        """Whether a workbook keeps a number in it."""
        return self in NUMBERS

    @property
    def align(self) -> Align:
        """How it is set unless the layout says otherwise."""
        if self in (Prints.ANALYSIS, Prints.EXPLANATION, Prints.CRITERION):
            return Align.JUSTIFY
        if self is Prints.NAME:
            return Align.LEFT
        return Align.RIGHT if self in NUMBERS else Align.CENTER


NUMBERS = frozenset(
    {
        Prints.REFERENCE_POINTS,
        Prints.SET_POINTS,
        Prints.SELF_SCORE,
        Prints.COMPUTED_SCORE,
        Prints.COEFFICIENT,
    }
)
# What a unit types about a result must stand on the form: one of these is in every layout.
TYPED_WORDS = frozenset({Prints.ANALYSIS, Prints.EXPLANATION})


class Funds(StrEnum):
    """What a column of the funds table may print."""

    SOURCE = "source"
    ORIGINAL = "original"
    FULL = "full"
    ACTUAL = "actual"
    POINTS = "points"
    RATE = "rate"
    SCORE = "score"
    REASON = "reason"

    @property
    def label(self) -> str:
        """What is printed."""
        return _FUNDS_LABELS[self]


class Subtotals(StrEnum):
    """Where the points of a 一级指标 stand: in a row 小计, or behind its name."""

    ROW = "row"
    LABEL = "label"


class GradeAt(StrEnum):
    """Where the grade stands: in a row of its own, or in the last column of the total."""

    ROW = "row"
    BESIDE = "beside"


class SignatureStyle(StrEnum):
    """A box to sign and seal in, or a line of names."""

    BOX = "box"
    LINE = "line"


class Evaluators(StrEnum):
    """Whether the table of 评价人员 stands on every form, or only where people are filed."""

    ALWAYS = "always"
    FILED = "filed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the indicator table; neighbours with the same `head` share one box. `sheet`: width in a workbook."""

    prints: Prints
    head: str
    width: float
    align: Align
    sheet: float


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorLayout:
    """The indicator table: columns from left to right, and where sums stand; `is_dense` sets it in 9 pt."""

    columns: tuple[Column, ...]
    subtotals: Subtotals = Subtotals.ROW
    is_dense: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsLayout:
    """The block on top: 单位负责人 and 电话, then figures: those of the official form, or those named in `codes`."""

    is_standard: bool = True
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsColumn:
    """A column of the funds table."""

    prints: Funds
    head: str
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsRowLayout:
    """A row of the funds table: data items by code, empty where the sheet has none; `indent` in characters."""

    label: str
    original: str = ""
    full: str = ""
    actual: str = ""
    indent: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsLayout:
    """预算执行情况: its first row carries points, rate and score of `indicator`, which then has no row below."""

    label: str
    label_width: float
    indicator: str
    columns: tuple[FundsColumn, ...]
    rows: tuple[FundsRowLayout, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """Every data item it prints."""
        return tuple(code for row in self.rows for code in (row.original, row.full, row.actual) if code)


@dataclass(frozen=True, slots=True, kw_only=True)
class TextColumn:
    """A column that prints a column of a table field, or one text; `over` heads neighbours that share it."""

    code: str
    head: str
    width: float
    over: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TasksLayout:
    """年度主要任务: the rows of the table field `field`."""

    label: str
    label_width: float
    field: str
    columns: tuple[TextColumn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalsLayout:
    """年度总体目标: texts side by side; those not named here stay in 填报内容."""

    label: str
    label_width: float
    columns: tuple[TextColumn, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalLayout:
    """The words of the last rows of the indicator table."""

    label: str
    grade_label: str
    grade: GradeAt = GradeAt.ROW


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureLayout:
    """What is signed; in a line `items` stand before `who`, each with room for the pen."""

    who: str
    style: SignatureStyle = SignatureStyle.BOX
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One layout. `frameworks` are the slugs it is for; `is_default` and `is_default_with_funds` serve all others.

    `title` and `year_line` may hold {title} and {year}. `department` is the word before the unit's name.
    """

    code: str
    name: str
    frameworks: tuple[str, ...]
    title: tuple[str, ...]
    year_line: str
    department: str
    parts: tuple[Part, ...]
    facts: FactsLayout
    indicators: IndicatorLayout
    total: TotalLayout
    signature: SignatureLayout
    notes: tuple[str, ...]
    annex: str = ""
    is_default: bool = False
    is_default_with_funds: bool = False
    tasks: TasksLayout | None = None
    funds: FundsLayout | None = None
    goals: GoalsLayout | None = None
    evaluators: Evaluators = Evaluators.ALWAYS


_PART_LABELS = {
    Part.FACTS: "单位负责人、联系电话和几项金额",
    Part.TASKS: "年度主要任务表",
    Part.FUNDS: "预算执行情况（资金）表",
    Part.GOALS: "年度总体目标，几栏并列",
    Part.NARRATIVES: "填报内容：没有放进目标栏的各部分文字",
    Part.INDICATORS: "指标表，连同合计和等次",
    Part.EVALUATORS: "评价人员表",
    Part.SIGNATURE: "签章",
    Part.NOTES: "备注",
}
_PRINTS_LABELS = {
    Prints.LEVEL1: "一级指标的名称",
    Prints.LEVEL2: "二级指标的名称，没有二级的并入指标名",
    Prints.NAME: "指标名",
    Prints.REFERENCE_POINTS: "参考分值",
    Prints.SET_POINTS: "设定分值（由主管部门定分的，就是该指标的分值、权重）",
    Prints.SELF_SCORE: "评价得分（自评得分）",
    Prints.COMPUTED_SCORE: "系统计算得分",
    Prints.COEFFICIENT: "得分系数：得分÷分值",
    Prints.ANALYSIS: "计算分析情况：系统的计算过程，接着单位写的分析、原因、措施",
    Prints.EXPLANATION: "单位写的分析、原因和措施，不带计算过程",
    Prints.CRITERION: "评分标准：体系写的，没有写的按评分规则印出",
    Prints.SIGN: "指标性质：≥ ＞ ≤ ＜ ＝ 或定性",
    Prints.TARGET: "指标值",
    Prints.SIGNED_TARGET: "指标值，前面带性质（≥300次）",
    Prints.ADJUSTED_TARGET: "调整后的指标值",
    Prints.ACTUAL: "实际完成值；按率计分的是该率",
    Prints.UNIT: "计量单位",
    Prints.CORE: "是否核心指标",
    Prints.BLANK: "空栏，留给手写（如财政审核评分）",
}
_FUNDS_LABELS = {
    Funds.SOURCE: "资金来源，即各行的名称",
    Funds.ORIGINAL: "年初预算数",
    Funds.FULL: "全年（调整后）预算数",
    Funds.ACTUAL: "全年执行数",
    Funds.POINTS: "分值（只有第一行有）",
    Funds.RATE: "执行率：执行数÷全年预算数",
    Funds.SCORE: "得分（只有第一行有）",
    Funds.REASON: "单位写的原因",
}


def sheet_width(width: float) -> float:
    """The width in a workbook, in digits, of a column `width` mm wide on paper."""
    return round((width * SHEET_PIXELS_A_MM - CELL_PIXELS) / PIXELS_A_DIGIT, 2)
