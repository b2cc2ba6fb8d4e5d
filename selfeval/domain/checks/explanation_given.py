"""An indicator whose result the framework wants explained (必须说明) has a reason of the length it asks for."""

from collections.abc import Iterator

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding


def explanation_given(case: Case) -> Iterator[Finding]:
    """A finding for each `explain` condition that holds while the reason is too short."""
    for leaf in case.framework.leaves:
        entry = case.entry(leaf.code)
        if leaf.explain is None or not entry.is_applicable or case.figures.holds(leaf.explain.when) is not True:
            continue
        count = len("".join(entry.reason.split()))
        score = case.sheet.indicators[leaf.code]
        if count == 0 and score.self_score is not None and score.self_score < score.points:
            continue  # lost_points_explained asks for the same words
        if count < leaf.explain.min_chars:
            yield case.finding(
                "explanation_given",
                f"indicators.{leaf.code}.reason",
                expected=str(leaf.explain.min_chars),
                found=str(count),
                name=case.name_of(leaf.code),
                least=str(leaf.explain.min_chars),
                count=str(count),
            )
