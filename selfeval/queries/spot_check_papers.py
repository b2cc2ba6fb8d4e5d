"""Working papers of spot checks, put together from rows."""

from datetime import date, datetime

from django.utils import timezone

from selfeval.domain.assessment import Assessment
from selfeval.domain.differences import DifferenceClass
from selfeval.domain.sampling import Method, candidates_from_rows, ranked
from selfeval.domain.spot_check_paper import CheckLine, CheckPaper, DrawPaper
from selfeval.models import SpotCheck, SpotCheckItem, User
from selfeval.queries.box_values import trimmed_or_none
from selfeval.queries.reviews import review_of
from selfeval.queries.snapshots import submission_assessment
from selfeval.queries.spot_checks import check_review, visible_items


def paper_of(*, item: SpotCheckItem, assessment: Assessment | None = None) -> CheckPaper:
    """The paper of one item as it stands; `assessment` is of the frozen copy where it is at hand."""
    item.submission.filing = item.filing
    found = assessment or submission_assessment(submission=item.submission)
    total = found.sheet.total
    is_current = item.submission.round == item.filing.round
    check = check_review(item=item, assessment=found)
    return CheckPaper(
        position=item.position,
        unit_code=item.filing.department.code,
        unit=item.filing.department.name,
        cycle=item.filing.cycle.title,
        draw=item.spot_check.title,
        copy=f"第{item.submission.round}轮报送，校验码 {item.submission.verification_code}",
        state=item.current_state.label,
        checker=item.checker.full_name if item.checker else "",
        lines=tuple(_lines(item, found)),
        points=total.points,
        own=total.self_score,
        computed=total.computed_score,
        review=trimmed_or_none(item.filing.review_total) if is_current else None,
        check=check.total,
        opinion=item.opinion,
        asked_on=_day(item.asked_at),
        answer=item.objection,
        answered_by=item.answered_by.full_name if item.answered_by else "",
        files=tuple(item.files.values_list("name", flat=True)),
        settled=trimmed_or_none(item.settled_total),
        difference=trimmed_or_none(item.difference),
        difference_class=DifferenceClass(item.difference_class).label if item.difference_class else "",
        settlement=item.settlement,
        settled_by=item.settled_by.full_name if item.settled_by else "",
        settled_on=_day(item.settled_at),
    )


def draw_paper_of(*, check: SpotCheck, user: User) -> DrawPaper:
    """The whole draw with the papers of all items `user` may see; a few queries an item."""
    items = visible_items(user=user).defer(None).filter(spot_check=check).order_by("position")
    method = Method(check.method)
    return DrawPaper(
        title=check.title,
        cycle=check.cycle.title,
        method=method,
        seed=check.seed,
        size=check.size,
        drawn_by=check.drawn_by.full_name,
        drawn_on=timezone.localdate(check.drawn_at),
        ranked=ranked(candidates_from_rows(check.population), method=method, seed=check.seed),
        papers=tuple(paper_of(item=item) for item in items),
    )


def _lines(item: SpotCheckItem, assessment: Assessment) -> list[CheckLine]:
    """Every indicator that is scored, with the score of the last review beside."""
    check = check_review(item=item, assessment=assessment)
    review = review_of(submission=item.submission, assessment=assessment)
    return [
        CheckLine(
            name=score.name,
            points=score.points,
            own=score.self_score,
            computed=score.computed_score,
            review=review.entry(code).score,
            check=check.entry(code).score,
            remark=check.entry(code).remark,
        )
        for code, score in check.scored.items()
    ]


def _day(moment: datetime | None) -> date | None:
    return None if moment is None else timezone.localdate(moment)
