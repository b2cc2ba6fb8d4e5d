"""An indicator framework (指标体系) as a frozen value: what a unit types, how it is scored, what must be true.

Written in files as `selfeval-framework/1`; `selfeval.domain.files` reads and validates it, so that a `Framework`
value is always a usable one. Amounts in it are in the framework's `money_unit`; ratios have 1 for 100 %.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from selfeval.domain.amounts import MoneyUnit, compared
from selfeval.domain.amounts import Rounding as Rounding
from selfeval.domain.expressions import Expression
from selfeval.domain.intervals import Interval

if TYPE_CHECKING:
    from selfeval.domain.filing import OwnIndicator
    from selfeval.domain.scoring.rules import Rule


class FieldKind(StrEnum):
    """Kinds of data items (数据项)."""

    MONEY = "money"
    COUNT = "count"
    PERCENT = "percent"
    NUMBER = "number"
    TEXT = "text"
    DATE = "date"
    FLAG = "flag"
    CHOICE = "choice"
    TABLE = "table"
    ITEMISED_MONEY = "itemised_money"


NUMERIC_KINDS = frozenset({FieldKind.MONEY, FieldKind.COUNT, FieldKind.PERCENT, FieldKind.NUMBER})
MONEY_KINDS = frozenset({FieldKind.MONEY, FieldKind.ITEMISED_MONEY})
ITEMISED_PARTS = ("total", "excluded", "counted")


class Severity(StrEnum):
    """error blocks submission, warning must be explained, info is for the reviewer."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class ZeroPolicy(StrEnum):
    """What a zero denominator means."""

    NOT_APPLICABLE = "not_applicable"
    ZERO = "zero"
    FULL = "full"
    REFUSE = "refuse"


class NotApplicablePolicy(StrEnum):
    """What 不涉及 means for an indicator's points."""

    REFUSE = "refuse"
    FULL = "full"
    ZERO = "zero"
    REDISTRIBUTE = "redistribute"


class UncomputablePolicy(StrEnum):
    """What a rate that cannot be computed for a missing input is worth."""

    NOT_FILLED = "not_filled"
    ZERO = "zero"


class PointsKeptAt(StrEnum):
    """Whose sum of set points must stay as the reference."""

    TOTAL = "total"
    LEVEL1 = "level1"
    LEVEL2 = "level2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a framework or a part of it comes from; `status` is verified, unverified or sample."""

    document: str = ""
    status: str = "verified"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """A grade (优良中差) and the least total that earns it."""

    name: str
    least: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """A ceiling on the total while an indicator's rate lies in an interval."""

    rate: str
    interval: Interval
    total_at_most: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldGroup:
    """A group of data items, a page of the filing."""

    code: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a table field."""

    code: str
    label: str
    kind: FieldKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A data item a unit types. `minimum` is in the framework's money unit; None is no bound."""

    code: str
    label: str
    kind: FieldKind
    group: str
    is_required: bool = False
    minimum: Decimal | None = None
    options: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Derived:
    """A value computed from the data items, shown on the form and usable in formulas."""

    code: str
    label: str
    kind: FieldKind
    formula: Expression


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrative:
    """One of the texts of 填报内容, in print order."""

    code: str
    title: str
    guide: str = ""
    is_required: bool = False
    max_chars: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explain:
    """When an indicator's result must be explained, and in how many characters at least."""

    when: Expression
    min_chars: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ZeroDenominator:
    """Policies for 0÷0 (`both_zero`) and x÷0 (`otherwise`)."""

    both_zero: ZeroPolicy = ZeroPolicy.REFUSE
    otherwise: ZeroPolicy = ZeroPolicy.ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """A tier of achievement (达成档次) and the coefficients that may be given inside it, as ratios."""

    name: str
    interval: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A node of the tree; `code` is its full path, and a leaf has points and a rule.

    `points` of an inner node is the sum of its leaves. A node with `own_groups` takes the unit's own indicators
    (个性指标): its `points` are what they must sum to, its `rule` and `tiers` are theirs. It is no leaf itself; in the
    framework of one filing (`own_indicators.framework_of`) its children are the leaves the unit added, each with `own`.
    """

    code: str
    name: str
    level: int
    points: Decimal
    children: tuple["Indicator", ...] = ()
    rule: "Rule | None" = None
    formula: Expression | None = None
    is_percent: bool = True
    definition: str = ""
    criteria: tuple[str, ...] = ()
    standard: str = ""
    zero_denominator: ZeroDenominator = field(default_factory=ZeroDenominator)
    uncomputable: UncomputablePolicy = UncomputablePolicy.NOT_FILLED
    not_applicable: NotApplicablePolicy = NotApplicablePolicy.REFUSE
    evidence: str = "none"
    explain: Explain | None = None
    rate_range: Interval | None = None
    own_groups: tuple[str, ...] = ()
    tiers: tuple[Tier, ...] = ()
    own: "OwnIndicator | None" = None
    source: Source | None = None

    @property
    def is_leaf(self) -> bool:
        """Whether it is scored itself."""
        return not self.children and not self.own_groups

    def walk(self) -> Iterator["Indicator"]:
        """This node and all below it, in print order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkCheck:
    """An identity (勾稽关系) of this framework; `expect` is a comparison, `tolerance` in the money unit."""

    code: str
    severity: Severity
    tolerance: Decimal
    where: tuple[str, ...]
    expect: Expression
    message: str


@dataclass(frozen=True, kw_only=True)
class Framework:
    """One version of a framework. Not slotted, so that the look-ups below are made once."""

    slug: str
    version: str
    title: str
    authority: str
    money_unit: MoneyUnit
    total_points: Decimal
    rounding: Rounding
    grades: tuple[Grade, ...]
    fields: tuple[Field, ...]
    indicators: tuple[Indicator, ...]
    source: Source | None = None
    has_grade_groups: bool = False
    is_points_set_by_unit: bool = False
    points_kept_at: PointsKeptAt = PointsKeptAt.TOTAL
    caps: tuple[Cap, ...] = ()
    field_groups: tuple[FieldGroup, ...] = ()
    derived: tuple[Derived, ...] = ()
    narratives: tuple[Narrative, ...] = ()
    checks: tuple[FrameworkCheck, ...] = ()

    @cached_property
    def nodes(self) -> MappingProxyType[str, Indicator]:
        """Every indicator of the tree by full code, in print order."""
        return MappingProxyType({node.code: node for root in self.indicators for node in root.walk()})

    @cached_property
    def leaves(self) -> tuple[Indicator, ...]:
        """The scored indicators in print order."""
        return tuple(node for node in self.nodes.values() if node.is_leaf)

    @cached_property
    def written_formulas(self) -> dict[str, str]:
        """Formulas in labels by their text, kept as they are first written."""
        return {}

    @cached_property
    def own_nodes(self) -> tuple[Indicator, ...]:
        """The nodes that take the unit's own indicators, in print order."""
        return tuple(node for node in self.nodes.values() if node.own_groups)

    @cached_property
    def has_set_points(self) -> bool:
        """Whether a filing may hold set points: units set them, or those of 不涉及 go to other indicators."""
        gives = NotApplicablePolicy.REDISTRIBUTE
        return self.is_points_set_by_unit or any(leaf.not_applicable is gives for leaf in self.leaves)

    @cached_property
    def fields_by_code(self) -> MappingProxyType[str, Field]:
        """The data items by code."""
        return MappingProxyType({each.code: each for each in self.fields})

    @cached_property
    def derived_by_code(self) -> MappingProxyType[str, Derived]:
        """The derived values by code."""
        return MappingProxyType({each.code: each for each in self.derived})

    def label_of(self, code: str) -> str:
        """The Chinese label of a field, a part of it, a derived value or an indicator; the code where there is none."""
        head, _, part = code.partition(".")
        if head in self.fields_by_code:
            suffix = {"total": "合计", "excluded": "剔除数", "counted": "计入数"}.get(part, "")
            return self.fields_by_code[head].label + suffix
        if code in self.derived_by_code:
            return self.derived_by_code[code].label
        return self.nodes[code].name if code in self.nodes else code

    def grade_for(self, total: Decimal) -> str | None:
        """The grade of a total on a scale of `total_points`: the first in the list it reaches."""
        return next((grade.name for grade in self.grades if compared(total) >= compared(grade.least)), None)


def placed_nodes(framework: Framework) -> Iterator[tuple[str, Indicator]]:
    """Every indicator with its place in the framework file, `indicators[1].children[0]`, in print order."""
    ahead = [(f"indicators[{index}]", root) for index, root in enumerate(framework.indicators)][::-1]
    while ahead:
        place, node = ahead.pop()
        yield place, node
        ahead.extend([(f"{place}.children[{index}]", child) for index, child in enumerate(node.children)][::-1])
