"""The score a unit files is the score its own figures give, or the difference has a reason."""

from collections.abc import Iterator

from selfeval.domain.amounts import plain_text
from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Severity


def self_score_matches_computed(case: Case) -> Iterator[Finding]:
    """A warning, answered by the reason; an error while a self score above the computed one has no reason."""
    places = case.framework.rounding.points_places
    for code, score in case.sheet.indicators.items():
        computed, filed = score.computed_score, score.self_score
        if computed is None or filed is None or computed == filed:
            continue
        reason = case.entry(code).reason.strip()
        is_above = filed > computed
        blocks = is_above and not reason
        yield case.finding(
            "self_score_matches_computed",
            f"indicators.{code}.reason" if blocks else f"indicators.{code}.self_score",
            severity=Severity.ERROR if blocks else None,
            expected=plain_text(computed, places),
            found=plain_text(filed, places),
            answer=reason,
            name=case.name_of(score.code),
            direction="高" if is_above else "低",
            difference=case.points(abs(filed - computed)),
            advice="，请写明理由，或改用计算得分" if not reason else "",
        )
