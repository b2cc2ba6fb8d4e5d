"""A rate over nothing, as procurement or 三公 spent without a budget, is explained."""

from collections.abc import Iterator

from selfeval.domain.checks.case import Case
from selfeval.domain.checks.scores_in_trouble import scores_in_trouble
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Indicator, Severity
from selfeval.domain.scoring.results import Trouble
from selfeval.domain.scoring.rules import Milestones, formulas_of


def denominator_is_zero(case: Case) -> Iterator[Finding]:
    """A warning for x÷0; an error where the framework refuses to score without a denominator."""
    for trouble, severity in (
        (Trouble.DENOMINATOR_IS_ZERO, None),
        (Trouble.DENOMINATOR_REFUSED, Severity.ERROR),
    ):
        for score in scores_in_trouble(case, trouble):
            yield case.finding(
                "denominator_is_zero",
                *(f"fields.{code}" for code in _zero_figures(case, case.framework.nodes[score.code])),
                f"indicators.{score.code}",
                severity=severity,
                found="0",
                answer=None if severity else case.entry(score.code).reason,
                name=case.name_of(score.code),
                trace=score.trace,
                advice="" if severity else "，或写明理由",
            )


def _zero_figures(case: Case, leaf: Indicator) -> tuple[str, ...]:
    """The data items of the denominator that is zero, in any formula of the indicator or in the base of milestones."""
    found = [code for each in formulas_of(leaf) for code in case.figures.zero_denominators(each)]
    if not found and isinstance(leaf.rule, Milestones):
        found = list(case.figures.data_items(leaf.rule.of.root))
    return tuple(dict.fromkeys(found))
