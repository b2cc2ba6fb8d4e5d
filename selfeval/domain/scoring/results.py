"""What scoring gives: rates, points and the sentence that explains each. Nothing here was typed by the unit."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Trouble(StrEnum):
    """Something about a score that the checks turn into a finding."""

    DENOMINATOR_IS_ZERO = "denominator_is_zero"
    DENOMINATOR_REFUSED = "denominator_refused"
    NOT_APPLICABLE_REFUSED = "not_applicable_refused"
    OUTSIDE_RANGE = "outside_range"
    INPUTS_IGNORED = "inputs_ignored"
    OVERACHIEVED = "overachieved"


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneResult:
    """One node of a milestones rule; `share` is what was reached, None while it cannot be computed.

    `share_text` prints it with the decimals that make it read as it was judged; empty while there is none.
    """

    label: str
    field: str
    at_least: Decimal
    share: Decimal | None
    share_text: str
    points: Decimal
    is_reached: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorScore:
    """One indicator's result. Scores are None where they cannot be computed; `rate` is an exact ratio or number.

    `self_score` is the score filed, or the computed one where none was filed. `formula_words` and `formula_figures`
    are the formula with labels and with figures put in, empty for an indicator without a formula. `option` counts
    from 1 and names the way of measuring that was taken, for a rule that offers several.
    """

    code: str
    name: str
    reference_points: Decimal
    points: Decimal
    is_applicable: bool
    rate: Decimal | None
    rate_text: str
    computed_score: Decimal | None
    self_score: Decimal | None
    trace: str
    formula_words: str = ""
    formula_figures: str = ""
    missing: tuple[str, ...] = ()
    milestones: tuple[MilestoneResult, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    option: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupScore:
    """Sums over the leaves below an inner node; a None score of a leaf is left out."""

    code: str
    name: str
    level: int
    reference_points: Decimal
    points: Decimal
    computed_score: Decimal
    self_score: Decimal
    grade: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """The sums of the whole form, after the cap named by `capped_at` where one holds."""

    points: Decimal
    computed_score: Decimal
    self_score: Decimal
    capped_at: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSheet:
    """All results of one filing. `values` holds derived values in the framework's money unit, computable ones only."""

    values: Mapping[str, Decimal]
    indicators: Mapping[str, IndicatorScore]
    groups: Mapping[str, GroupScore]
    total: Total
    grade: str | None
    unscored: tuple[str, ...]
    skipped_caps: tuple[str, ...] = ()
