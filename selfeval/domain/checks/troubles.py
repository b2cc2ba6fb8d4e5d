"""Checks that turn what scoring stumbled over into findings: denominators, ranges, 不涉及, caps."""

from collections.abc import Iterator

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Indicator, Severity
from selfeval.domain.scoring.results import IndicatorScore, Trouble
from selfeval.domain.scoring.rules import Milestones, formulas_of


def _scores_with(case: Case, trouble: Trouble) -> Iterator[IndicatorScore]:
    return (score for score in case.sheet.indicators.values() if trouble in score.troubles)


def denominator_is_zero(case: Case) -> Iterator[Finding]:
    """A warning for x÷0; an error where the framework refuses to score without a denominator."""
    for trouble, severity in (
        (Trouble.DENOMINATOR_IS_ZERO, None),
        (Trouble.DENOMINATOR_REFUSED, Severity.ERROR),
    ):
        for score in _scores_with(case, trouble):
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


def rate_within_range(case: Case) -> Iterator[Finding]:
    """An error for a rate outside the range the framework declares."""
    for score in _scores_with(case, Trouble.OUTSIDE_RANGE):
        declared = case.framework.nodes[score.code].rate_range
        yield case.finding(
            "rate_within_range",
            f"indicators.{score.code}",
            expected=declared.text if declared else "",
            found=score.rate_text,
            name=case.name_of(score.code),
        )


def not_applicable_is_allowed(case: Case) -> Iterator[Finding]:
    """An error for 不涉及 on an indicator that has to be filed."""
    for score in _scores_with(case, Trouble.NOT_APPLICABLE_REFUSED):
        is_entered = not case.entry(score.code).is_applicable
        yield case.finding(
            "not_applicable_is_allowed",
            f"indicators.{score.code}.applicable" if is_entered else f"indicators.{score.code}",
            name=case.name_of(score.code),
            why="" if is_entered else f"（{score.trace}）",
        )


def inputs_of_not_applicable_ignored(case: Case) -> Iterator[Finding]:
    """Information that entries of a not-applicable indicator do not count."""
    for score in _scores_with(case, Trouble.INPUTS_IGNORED):
        yield case.finding(
            "inputs_of_not_applicable_ignored", f"indicators.{score.code}.applicable", name=case.name_of(score.code)
        )


def cap_rate_is_known(case: Case) -> Iterator[Finding]:
    """A warning for a cap that was skipped because its rate is not known."""
    for code in case.sheet.skipped_caps:
        yield case.finding("cap_rate_is_known", f"indicators.{code}", name=case.name_of(code))
