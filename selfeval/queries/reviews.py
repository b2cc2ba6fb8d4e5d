"""What the reviewers said of a frozen copy, indicator by indicator."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from selfeval.domain.assessment import Assessment
from selfeval.domain.checks.review_checks import review_findings
from selfeval.domain.findings import Finding
from selfeval.domain.review import OtherRemark, Review, ReviewEntry
from selfeval.domain.workflow import Level
from selfeval.models import IndicatorScore, ReviewScore, Submission
from selfeval.queries.box_values import trimmed, trimmed_or_none
from selfeval.queries.snapshots import cycle_settings

# The newest remarks are enough to see by what measure others were judged.
_MOST_OTHERS: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelNote:
    """What another level of review said of an indicator."""

    level: Level
    score: Decimal | None
    remark: str
    by: str


def review_of(
    *, submission: Submission, assessment: Assessment, level: Level = Level.FINAL, with_others: bool = False
) -> Review:
    """The scores and remarks of `level` on `submission`, whose assessment is `assessment`. One query.

    `with_others` brings what was said of the same indicators of other units in the cycle, at most 500 remarks; two
    queries more where there is a remark to hold against them.
    """
    rows = submission.review_scores.filter(level=level.value)
    entries = {row.code: ReviewEntry(score=trimmed_or_none(row.score), remark=row.remark) for row in rows}
    said = [code for code, entry in entries.items() if entry.remark.strip()] if with_others else []
    others = tuple(_others(submission, said)) if said else ()
    return Review(framework=assessment.framework, sheet=assessment.sheet, entries=entries, others=others)


def review_findings_of(*, submission: Submission, assessment: Assessment) -> tuple[Finding, ...]:
    """What the checks say of the last reviewer's own work on `submission`, by its cycle's settings. One query."""
    review = review_of(submission=submission, assessment=assessment)
    return review_findings(review, cycle_settings(cycle=submission.filing.cycle))


def notes_of_levels(*, submission: Submission, but: Level | None = None) -> Mapping[str, tuple[LevelNote, ...]]:
    """What the levels of review said, or all but one, by the code of the indicator, in order of levels. One query."""
    order = [level.value for level in Level]
    rows = submission.review_scores.select_related("by")
    if but is not None:
        rows = rows.exclude(level=but.value)
    found: defaultdict[str, list[LevelNote]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: order.index(row.level)):
        score = trimmed_or_none(row.score)
        note = LevelNote(level=Level(row.level), score=score, remark=row.remark, by=row.by.full_name)
        found[row.code].append(note)
    return {code: tuple(notes) for code, notes in found.items()}


def _others(submission: Submission, codes: list[str]) -> Iterable[OtherRemark]:
    of_cycle = ReviewScore.objects.filter(
        submission__filing__cycle=submission.filing.cycle_id, code__in=codes, score__isnull=False
    )
    rows = of_cycle.exclude(submission__filing=submission.filing_id).exclude(remark="")
    found = list(rows.select_related("submission__filing__department").order_by("-at", "-pk")[:_MOST_OTHERS])
    filings = {row.submission.filing_id for row in found}
    scores = IndicatorScore.objects.filter(filing__in=filings, code__in=codes, points__isnull=False)
    points = {(filing, code): trimmed(each) for filing, code, each in scores.values_list("filing", "code", "points")}
    for row in found:
        most = points.get((row.submission.filing_id, row.code))
        if most is not None:
            yield OtherRemark(
                code=row.code,
                department=row.submission.filing.department.name,
                remark=row.remark,
                cut=most - (trimmed_or_none(row.score) or Decimal(0)),
                points=most,
            )
