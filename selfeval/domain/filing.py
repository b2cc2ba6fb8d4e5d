"""One unit's self-evaluation (填报) as typed: nothing in it is computed.

Money is Decimal yuan (元) to the fen, counts and numbers Decimal, percentages Decimal ratios. What is not filled is
absent from the mappings; an empty box never stands as zero.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from types import MappingProxyType


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A row of an itemised field; `amount` in yuan, `basis` says why an excluded row is left out of the count."""

    label: str
    amount: Decimal
    is_excluded: bool = False
    basis: str = ""


CellValue = Decimal | str | bool | date
Row = Mapping[str, CellValue]
FieldValue = Decimal | str | bool | date | tuple[Item, ...] | tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FiledDepartment:
    """The unit as named on the form."""

    code: str = ""
    name: str = ""
    head: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorEntry:
    """What a unit files on one indicator; None or absent is not filled.

    `ticked` counts criteria from 1. `coefficient` is a ratio. `self_score` None means the computed score.
    """

    set_points: Decimal | None = None
    self_score: Decimal | None = None
    analysis: str = ""
    reason: str = ""
    measure: str = ""
    is_applicable: bool = True
    ticked: tuple[int, ...] | None = None
    incidents: int | None = None
    points: Decimal | None = None
    tier: str = ""
    coefficient: Decimal | None = None
    choice: int | None = None


NOTHING_ENTERED = IndicatorEntry()


class TargetSign(StrEnum):
    """How an own indicator's target is meant (指标性质)."""

    AT_LEAST = ">="
    MORE_THAN = ">"
    AT_MOST = "<="
    LESS_THAN = "<"
    EQUAL = "="
    QUALITATIVE = "qualitative"

    @property
    def label(self) -> str:
        """The sign as the sheets print it."""
        return {">=": "≥", ">": "＞", "<=": "≤", "<": "＜", "=": "＝", "qualitative": "定性"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A target or an actual value: a ratio where it was written with `%`, else a plain number."""

    value: Decimal
    is_percent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnIndicator:
    """An indicator the unit added itself (个性指标) below the framework's node `under`, with what it filed on it.

    Target and actual are words (`*_words`) for a qualitative one, quantities otherwise; None or empty is not filled.
    `adjusted_target` stands in for the target where the year's plan was changed (全年调整指标值). `entry` holds self
    score, analysis, reason, measure, tier and coefficient, as for any other indicator.
    """

    under: str
    group: str
    name: str
    sign: TargetSign
    points: Decimal
    target: Quantity | None = None
    target_words: str = ""
    adjusted_target: Quantity | None = None
    adjusted_target_words: str = ""
    actual: Quantity | None = None
    actual_words: str = ""
    unit: str = ""
    is_core: bool = False
    entry: IndicatorEntry = NOTHING_ENTERED

    @property
    def target_in_force(self) -> Quantity | None:
        """The target the actual value is held against."""
        return self.target if self.adjusted_target is None else self.adjusted_target


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluator:
    """A member of the evaluation group (评价人员)."""

    name: str
    title: str = ""
    office: str = ""


@dataclass(frozen=True, kw_only=True)
class Filing:
    """A filing against the framework named `framework` (slug, slug@version or path).

    Not slotted, so that the look-up of own indicators is made once.
    """

    framework: str
    fiscal_year: int
    department: FiledDepartment = field(default_factory=FiledDepartment)
    filed_on: date | None = None
    fields: Mapping[str, FieldValue] = field(default_factory=lambda: MappingProxyType({}))
    indicators: Mapping[str, IndicatorEntry] = field(default_factory=lambda: MappingProxyType({}))
    own_indicators: tuple[OwnIndicator, ...] = ()
    narratives: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    evaluators: tuple[Evaluator, ...] = ()
    explanations: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    @cached_property
    def own_by_code(self) -> Mapping[str, OwnIndicator]:
        """The unit's own indicators by full code, `<under>.own_1`, `own_2`, … in the order they were filed."""
        counts: Counter[str] = Counter()
        found = {}
        for own in self.own_indicators:
            counts[own.under] += 1
            found[f"{own.under}.own_{counts[own.under]}"] = own
        return MappingProxyType(found)

    def entry(self, code: str) -> IndicatorEntry:
        """What was filed on the indicator `code`, the unit's own among them."""
        own = self.own_by_code.get(code)
        return self.indicators.get(code, NOTHING_ENTERED) if own is None else own.entry
