"""An indicator that requires evidence and scores has some (要求佐证的指标附有佐证材料)."""

from collections.abc import Iterator

from selfeval.domain.checks.case import Case
from selfeval.domain.evidence import of_indicator
from selfeval.domain.findings import Finding


def evidence_attached(case: Case) -> Iterator[Finding]:
    """Silent where nobody looked for evidence, and on indicators that merely may have some.

    What is attached to the node above serves the unit's own indicators below it, whose codes follow their order.
    """
    if case.evidence is None:
        return
    for leaf in case.framework.leaves:
        score = case.sheet.indicators[leaf.code]
        if leaf.evidence != "required" or not score.is_applicable or not score.self_score:
            continue
        served = (leaf.code, leaf.own.under) if leaf.own else (leaf.code,)
        if not of_indicator(case.evidence, *served):
            yield case.finding(
                "evidence_attached",
                f"indicators.{leaf.code}",
                found="0",
                name=case.name_of(leaf.code),
                score=case.points(score.self_score),
            )
