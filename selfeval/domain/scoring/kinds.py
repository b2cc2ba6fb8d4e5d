"""One pure function a scoring kind: points before clamping and rounding, and the words that say why.

The kinds are those of docs/formats.md, section "Scoring kinds"; a function gives a `Mark` for a `Standing`.
"""

from collections.abc import Callable
from typing import Any, Final

from selfeval.domain.scoring.entry_kinds import checklist, coefficient, incidents, manual, tiers
from selfeval.domain.scoring.formula_kinds import choose, points_formula
from selfeval.domain.scoring.milestones import milestones
from selfeval.domain.scoring.rate_kinds import bands, deduction, full_or_proportional, proportional
from selfeval.domain.scoring.rules import (
    Bands,
    Checklist,
    Choose,
    Coefficient,
    Deduction,
    FullOrProportional,
    Incidents,
    Manual,
    Milestones,
    PointsFormula,
    Proportional,
    Rule,
    Target,
    Tiers,
)
from selfeval.domain.scoring.standing import Mark as Mark
from selfeval.domain.scoring.standing import Standing as Standing
from selfeval.domain.scoring.target import target

KINDS: Final[dict[type, Callable[[Any, Standing], Mark]]] = {
    Proportional: proportional,
    Deduction: deduction,
    Bands: bands,
    FullOrProportional: full_or_proportional,
    Target: target,
    Checklist: checklist,
    Incidents: incidents,
    Milestones: milestones,
    Choose: choose,
    Tiers: tiers,
    Coefficient: coefficient,
    Manual: manual,
    PointsFormula: points_formula,
}


def mark_of(rule: Rule, at: Standing) -> Mark:
    """What `rule` gives for `at`."""
    return KINDS[type(rule)](rule, at)
