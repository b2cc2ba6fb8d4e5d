"""Every indicator can be scored from what was entered."""

from collections.abc import Iterator

from selfeval.domain.checks.case import Case
from selfeval.domain.expressions import Unfilled, Value
from selfeval.domain.filing import IndicatorEntry, TargetSign
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Indicator, Severity
from selfeval.domain.scoring.results import Trouble
from selfeval.domain.scoring.rules import (
    Checklist,
    Choose,
    Coefficient,
    Incidents,
    Manual,
    Milestones,
    Target,
    Tiers,
    formulas_of,
)

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
            answer=case.entry(leaf.code).reason if is_filed else None,
            name=case.name_of(leaf.code),
            kind="系统" if is_filed else "",
            why=score.trace,
        )


def _box(case: Case, leaf: Indicator) -> str | None:
    """The input of the rule's kind; for a rate, the first missing figure that is not required anyway."""
    key = _input(case, leaf)
    if key:
        return f"indicators.{leaf.code}.{key}"
    fields = case.framework.fields_by_code
    missing = [code.partition(".")[0] for code in _missing(case, leaf)]
    optional = [code for code in missing if code not in fields or not fields[code].is_required]
    if missing and not optional:
        return None
    return next((f"fields.{code}" for code in optional if code in fields), f"indicators.{leaf.code}.self_score")


def _input(case: Case, leaf: Indicator) -> str | None:
    """The key of the box the rule reads and the unit left empty; None for a rule over figures."""
    entry = case.entry(leaf.code)
    match leaf.rule:
        case Choose(pick="unit") if entry.choice is None:
            return "choice"
        case Tiers(tiers=offered) if offered and not entry.tier:
            return "tier"
        case Tiers():
            return "coefficient"
        case Target():
            return _target_input(leaf, entry)
    return _INPUT_OF.get(type(leaf.rule))


def _target_input(leaf: Indicator, entry: IndicatorEntry) -> str:
    own = leaf.own
    if own is None or own.sign is TargetSign.QUALITATIVE:
        return "tier" if leaf.tiers and not entry.tier else "coefficient"
    return "target" if own.target_in_force is None else "actual"


def _missing(case: Case, leaf: Indicator) -> list[str]:
    """Codes of what is not filled, for a rate, for milestones and for other formulas of a rule."""
    values: list[Value] = [case.figures.number_of(each) for each in formulas_of(leaf)]
    if isinstance(leaf.rule, Milestones):
        values += [case.figures.value(node.field) for node in leaf.rule.nodes]
    return [code for value in values if isinstance(value, Unfilled) for code in value.codes]
