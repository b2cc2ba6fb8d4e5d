"""One unit's self-evaluation (填报) as typed: nothing in it is computed.

Money is Decimal yuan (元) to the fen, counts and numbers Decimal, percentages Decimal ratios. What is not filled is
absent from the mappings; an empty box never stands as zero.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluator:
    """A member of the evaluation group (评价人员)."""

    name: str
    title: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """A filing against the framework named `framework` (slug, slug@version or path)."""

    framework: str
    fiscal_year: int
    department: FiledDepartment = field(default_factory=FiledDepartment)
    filed_on: date | None = None
    fields: Mapping[str, FieldValue] = field(default_factory=lambda: MappingProxyType({}))
    indicators: Mapping[str, IndicatorEntry] = field(default_factory=lambda: MappingProxyType({}))
    narratives: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    evaluators: tuple[Evaluator, ...] = ()
    explanations: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))

    def entry(self, code: str) -> IndicatorEntry:
        """What was filed on the indicator `code`."""
        return self.indicators.get(code, NOTHING_ENTERED)
