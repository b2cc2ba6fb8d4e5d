"""Every indicator can be scored from what was entered."""

from collections.abc import Iterator

from selfeval.domain.checks.case import Case
from selfeval.domain.expressions import Unfilled
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Indicator, Severity
from selfeval.domain.scoring.results import Trouble
from selfeval.domain.scoring.rules import Checklist, Coefficient, Incidents, Manual, Milestones

_INPUT_OF = {Checklist: "ticked", Incidents: "incidents", Coefficient: "coefficient", Manual: "points"}
_NAMED_ELSEWHERE = frozenset({Trouble.OUTSIDE_RANGE, Trouble.DENOMINATOR_REFUSED})


def all_indicators_scored(case: Case) -> Iterator[Finding]:
    """A finding for each leaf without a computed score, at the box that would give it one.

    A warning, answered by the reason, where the unit filed a self score all the same. Silent where what is missing are
    required data items: `required_fields_filled` names them already.
    """
    for leaf in case.framework.leaves:
        score = case.sheet.indicators[leaf.code]
        box = _box(case, leaf)
        if score.computed_score is not None or _NAMED_ELSEWHERE & set(score.troubles) or box is None:
            continue
        is_filed = score.self_score is not None
        yield case.finding(
            "all_indicators_scored",
            box,
            severity=Severity.WARNING if is_filed else None,
            answer=case.filing.entry(leaf.code).reason if is_filed else None,
            name=case.name_of(leaf.code),
            kind="系统" if is_filed else "",
            why=score.trace,
        )


def _box(case: Case, leaf: Indicator) -> str | None:
    """The input of the rule's kind; for a rate, the first missing figure that is not required anyway."""
    key = _INPUT_OF.get(type(leaf.rule))
    if key:
        return f"indicators.{leaf.code}.{key}"
    fields = case.framework.fields_by_code
    missing = [code.partition(".")[0] for code in _missing(case, leaf)]
    optional = [code for code in missing if code not in fields or not fields[code].is_required]
    if missing and not optional:
        return None
    return next((f"fields.{code}" for code in optional if code in fields), f"indicators.{leaf.code}.self_score")


def _missing(case: Case, leaf: Indicator) -> list[str]:
    """Codes of what is not filled, for a rate or for milestones."""
    values = [] if leaf.formula is None else [case.figures.number_of(leaf.formula)]
    if isinstance(leaf.rule, Milestones):
        values = [case.figures.number_of(leaf.rule.of), *(case.figures.value(node.field) for node in leaf.rule.nodes)]
    return [code for value in values if isinstance(value, Unfilled) for code in value.codes]
