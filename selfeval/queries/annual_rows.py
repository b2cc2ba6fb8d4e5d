"""The rows of a year's documents, read from frozen copies a part at a time: thousands never stand in memory."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from selfeval.domain.after_review import RectificationState
from selfeval.domain.annual import Rectified, UnitYear, YearHead
from selfeval.domain.annual_rows import Copy
from selfeval.domain.annual_tally import REPORTED
from selfeval.domain.framework import Framework
from selfeval.domain.pins import place_name
from selfeval.domain.workflow import Level, State
from selfeval.models import Filing, FilingCycle, RectificationItem, RectificationStep, ReviewScore, Submission, User
from selfeval.queries.box_values import trimmed
from selfeval.queries.rectification import OPEN, visible_items

_AT_ONCE: Final = 100
_OTHER_FRAMEWORK: Final = "报送时的指标体系不同，不列金额和各指标得分"
_CHANGED: Final = "导出时有单位的状态变了，数据不齐，请再导出一次。"


class ChangedMeanwhile(RuntimeError):
    """Forms changed hands while they were read, so that the reviewer's scores cannot be put to them."""

    def __init__(self) -> None:
        super().__init__(_CHANGED)


@dataclass(slots=True)
class _Reviews:
    """The reviewers' scores in the order of the rows; each is asked for once, when its row comes."""

    groups: Iterator[tuple[int, dict[str, Decimal]]]
    waiting: tuple[int, dict[str, Decimal]] | None = field(init=False)

    def __post_init__(self) -> None:
        self.waiting = next(self.groups, None)

    def of(self, filing: int) -> Mapping[str, Decimal]:
        if self.waiting is None or self.waiting[0] != filing:
            return {}
        found = self.waiting[1]
        self.waiting = next(self.groups, None)
        return found


def unit_rows(head: YearHead, cycle: FilingCycle, filings: QuerySet[Filing]) -> Iterator[UnitYear]:
    """The rows in their order. Two queries, both read a part at a time. Raises ChangedMeanwhile."""
    reviews = _Reviews(_review_scores(filings))
    copy = Submission.objects.filter(filing=OuterRef("pk"), round=OuterRef("round"))
    rows = filings.annotate(
        copy_document=Subquery(copy.values("document")),
        copy_result=Subquery(copy.values("result")),
        copy_framework=Subquery(copy.values("framework")),
    ).values(
        *("pk", "department__code", "department__name", "department__supervisor__name", "state"),
        *("self_total", "computed_total", "review_total", "final_total", "grade", "final_grade"),
        *("copy_document", "copy_result", "copy_framework"),
    )
    for row in rows.iterator(chunk_size=_AT_ONCE):
        yield _unit(head, cycle, row, reviews.of(row["pk"]))
    if reviews.waiting is not None:
        raise ChangedMeanwhile


def _unit(head: YearHead, cycle: FilingCycle, row: Mapping[str, Any], reviews: Mapping[str, Decimal]) -> UnitYear:
    state = State(row["state"])
    base = {
        "code": row["department__code"],
        "name": row["department__name"],
        "above": row["department__supervisor__name"] or "",
        "state": state,
    }
    if state not in REPORTED:
        return UnitYear(**base)
    base |= {
        "computed": row["computed_total"],
        "self_score": row["self_total"],
        "review": row["review_total"],
        "final": row["final_total"],
        "grade": row["final_grade"] or row["grade"],
    }
    if row["copy_result"] is None or row["copy_framework"] != cycle.framework_id:
        return UnitYear(**base, note=_OTHER_FRAMEWORK)
    copy = Copy(
        head,
        document=json.loads(row["copy_document"]),
        result=json.loads(row["copy_result"]),
        # Until the verdict the reviewer's scores are a draft, and nobody else's to see.
        reviews=reviews if state is State.FINALISED else {},
    )
    return UnitYear(**base, figures=copy.figures, rates=copy.rates, scores=copy.scores, own=copy.own)


def _review_scores(filings: QuerySet[Filing]) -> Iterator[tuple[int, dict[str, Decimal]]]:
    """The last reviewer's scores of finalised forms, by filing in the order of the rows. One query."""
    scores = ReviewScore.objects.filter(
        submission__filing__in=filings.filter(state=State.FINALISED.value).order_by().values("pk"),
        submission__round=F("submission__filing__round"),
        level=Level.FINAL.value,
        score__isnull=False,
    )
    rows = scores.order_by("submission__filing__department__code", "submission__filing_id").values_list(
        "submission__filing_id", "code", "score"
    )
    for filing, group in groupby(rows.iterator(chunk_size=_AT_ONCE * 20), key=lambda row: row[0]):
        yield filing, {code: trimmed(score) for _, code, score in group if score is not None}


def rectified_rows(framework: Framework, user: User, filings: QuerySet[Filing], today: date) -> Iterator[Rectified]:
    """The ledger of the rows. One query."""
    said = RectificationStep.objects.filter(item=OuterRef("pk"), step="rectify_report").order_by("-id")
    items = (
        visible_items(user=user)
        .filter(filing__in=filings.order_by().values("pk"))
        .annotate(answer=Subquery(said.values("words")[:1]))
        .order_by("filing__department__code", "due_on", "pk")
    )
    for item in items.iterator(chunk_size=_AT_ONCE):
        yield _line(framework, item, today)


def _line(framework: Framework, item: RectificationItem, today: date) -> Rectified:
    is_closed = item.current_state is RectificationState.CLOSED
    return Rectified(
        code=item.filing.department.code,
        unit=item.filing.department.name,
        source=RectificationItem.Source(item.source).label,
        place=place_name(framework, item.place) if item.place else "",
        words=item.words,
        demand=item.demand,
        due=item.due_on.isoformat(),
        state=item.current_state.label,
        issued=_day(item.issued_at),
        closed=_day(item.closed_at),
        answer=getattr(item, "answer", None) or "",
        is_closed=is_closed,
        is_overdue=item.state in OPEN and item.due_on < today,
    )


def _day(moment: datetime | None) -> str:
    return timezone.localdate(moment).isoformat() if moment else ""
