"""Every indicator has a self score: filed, or computed from what was entered."""

from collections.abc import Iterator

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Indicator
from selfeval.domain.scoring.results import Trouble
from selfeval.domain.scoring.rules import Checklist, Coefficient, Incidents, Manual, Milestones

_INPUT_OF = {Checklist: "ticked", Incidents: "incidents", Coefficient: "coefficient", Manual: "points"}


def all_indicators_scored(case: Case) -> Iterator[Finding]:
    """A finding for each leaf without a score, at the box that would give it one.

    Silent where that box is a required data item: `required_fields_filled` names it already.
    """
    for leaf in case.framework.leaves:
        score = case.sheet.indicators[leaf.code]
        is_named_elsewhere = {Trouble.OUTSIDE_RANGE, Trouble.DENOMINATOR_REFUSED} & set(score.troubles)
        if score.self_score is not None or is_named_elsewhere:
            continue
        box = _box(case, leaf)
        if not _is_required_field(case, box):
            yield case.finding("all_indicators_scored", box, name=leaf.name, why=score.trace)


def _box(case: Case, leaf: Indicator) -> str:
    """The input of the rule's kind; for a rate, the first figure that is missing."""
    key = _INPUT_OF.get(type(leaf.rule))
    if key:
        return f"indicators.{leaf.code}.{key}"
    names = list(leaf.formula.names) if leaf.formula else []
    if isinstance(leaf.rule, Milestones):
        names += [node.field for node in leaf.rule.nodes] + list(leaf.rule.of.names)
    for name in names:
        head = name.partition(".")[0]
        if head in case.framework.fields_by_code and head not in case.filing.fields:
            return f"fields.{head}"
    return f"indicators.{leaf.code}.self_score"


def _is_required_field(case: Case, box: str) -> bool:
    head, _, code = box.partition(".")
    return head == "fields" and case.framework.fields_by_code[code].is_required
