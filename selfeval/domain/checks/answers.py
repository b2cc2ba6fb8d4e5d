"""What a unit wrote with an indicator that answers a warning about the figures the indicator is computed from."""

from selfeval.domain.amounts import HUNDRED, number_text
from selfeval.domain.checks.case import Case
from selfeval.domain.scoring.results import Trouble
from selfeval.domain.scoring.rules import formulas_of

_TOLD_AS_ZERO = frozenset({Trouble.DENOMINATOR_IS_ZERO, Trouble.DENOMINATOR_REFUSED})


def _leaves_about(case: Case, codes: tuple[str, ...]) -> list[str]:
    """The leaves that have a formula with every one of `codes` in it."""
    return [
        leaf.code
        for leaf in case.framework.leaves
        if any(set(codes) <= set(formula.names) for formula in formulas_of(leaf))
    ]


def reason_about(case: Case, *codes: str) -> str | None:
    """The first reason filed with an indicator computed from all of `codes`."""
    reasons = (case.entry(leaf).reason.strip() for leaf in _leaves_about(case, codes))
    return next((reason for reason in reasons if reason), None)


def analysis_about(case: Case, *codes: str) -> str | None:
    """The same of the written analysis (计算分析情况): a rate that costs no points has no reason to give."""
    analyses = (case.entry(leaf).analysis.strip() for leaf in _leaves_about(case, codes))
    return next((analysis for analysis in analyses if analysis), None)


def is_told_as_zero_denominator(case: Case, *codes: str) -> bool:
    """Whether `denominator_is_zero` speaks of these figures already."""
    return any(_TOLD_AS_ZERO & set(case.sheet.indicators[leaf].troubles) for leaf in _leaves_about(case, codes))


def limit_text(case: Case, name: str) -> str:
    """A threshold that is a ratio, as people write it: `130%`."""
    return f"{number_text(getattr(case.thresholds, name) * HUNDRED)}%"
