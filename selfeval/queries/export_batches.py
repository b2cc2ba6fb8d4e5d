"""Batches of documents: a person's own, what a question asks for by the rights of this moment, and who waits."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from selfeval.domain.export_batches import BatchState, ItemState
from selfeval.domain.rights_after import Task, why_not_task
from selfeval.domain.workflow import Role, State
from selfeval.models import (
    Department,
    EvidenceFile,
    ExportBatch,
    ExportBatchItem,
    Filing,
    FilingCycle,
    Submission,
    User,
)
from selfeval.models.filings import STATES_WITH_UNIT
from selfeval.queries.board import NO_SUPERVISOR, OVERDUE, WORDS, of_grade
from selfeval.queries.filings import UnknownChoice, list_filings, overdue_filings, visible_filings
from selfeval.queries.queue import of_low_risk

_AT_ONCE = 500
# What may be passed in a batch by the bound of its cycle.
LOW = "low"


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFilter:
    """Which filings are asked for, in the words of the lists and the board: cycle code, state or `overdue`, words of
    the unit, the code of the department above it or `none`, the grade, and `low` for those of low risk.
    """

    cycle: str = ""
    state: str = ""
    search: str = ""
    above: str = ""
    grade: str = ""
    risk: str = ""

    @property
    def document(self) -> dict[str, str]:
        """What is stored of it: what was chosen, and the three that always were."""
        chosen = {"above": self.above, "grade": self.grade, "risk": self.risk}
        return {
            "cycle": self.cycle,
            "state": self.state,
            "search": self.search,
            **{name: value for name, value in chosen.items() if value},
        }


def asked_filings(*, user: User, asked: BatchFilter) -> QuerySet[Filing]:
    """The filings the question is about, as far as `user` may see them now, by unit. Raises UnknownChoice."""
    state = "" if asked.state == OVERDUE else asked.state
    filings = list_filings(user=user, state=state, search=asked.search, cycle=asked.cycle)
    if asked.state == OVERDUE:
        filings = filings.filter(pk__in=overdue_filings(user=user, now=timezone.now()).order_by().values("pk"))
    if asked.above:
        is_alone = asked.above == NO_SUPERVISOR
        above = Q(department__supervisor__isnull=True) if is_alone else Q(department__supervisor__code=asked.above)
        filings = filings.filter(above)
    filings = of_grade(filings, asked.grade)
    if asked.risk:
        if asked.risk != LOW:
            raise UnknownChoice(name="风险", value=asked.risk)
        filings = of_low_risk(filings)
    return filings.order_by("cycle__fiscal_year", "department__code", "cycle__code", "pk")


def last_copies(*, filings: Collection[int]) -> dict[int, Submission]:
    """The newest frozen copy of each of `filings` (keys) that has one, without its long texts. A query for each 500."""
    found: dict[int, Submission] = {}
    keys = sorted(filings)
    for start in range(0, len(keys), _AT_ONCE):
        some = Submission.objects.filter(filing__in=keys[start : start + _AT_ONCE]).order_by("round")
        found |= {each.filing_id: each for each in some.defer("document", "result")}
    return found


def evidence_of_copies(*, copies: Collection[Submission]) -> dict[str, EvidenceFile]:
    """The files that `copies` came with, by their public id. A query for each 500."""
    ids = sorted({str(each["public_id"]) for copy in copies for each in copy.evidence})
    found: dict[str, EvidenceFile] = {}
    for start in range(0, len(ids), _AT_ONCE):
        some = EvidenceFile.objects.filter(public_id__in=ids[start : start + _AT_ONCE])
        found |= {str(each.public_id): each for each in some}
    return found


def waiting_items(*, batch: ExportBatch, at_most: int) -> list[ExportBatchItem]:
    """The next items that are not made yet, with all their documents depend on at hand. One query."""
    waiting = batch.items.filter(state=ItemState.WAITING.value).order_by("attempts", "position")
    related = ("filing__cycle__framework", "filing__department", "submission__framework", "evidence")
    return list(waiting.select_related(*related).defer("submission__document", "submission__result")[:at_most])


def visible_ids(*, user: User, filings: Collection[int]) -> frozenset[int]:
    """Which of `filings` (keys) the person may see and export at this moment. A query for each 500."""
    found: set[int] = set()
    keys = sorted(filings)
    for start in range(0, len(keys), _AT_ONCE):
        some = visible_filings(user=user).order_by().filter(pk__in=keys[start : start + _AT_ONCE])
        found |= set(some.values_list("pk", flat=True))
    return frozenset(found)


def batches_of(*, user: User) -> QuerySet[ExportBatch]:
    """The person's own, newest first; nobody sees those of others."""
    return ExportBatch.objects.filter(asked_by=user).order_by("-asked_at", "-id")


def own_batch(*, user: User, public_id: UUID) -> ExportBatch | None:
    """A batch of the person's own."""
    return batches_of(user=user).filter(public_id=public_id).first()


def skipped_items(*, batch: ExportBatch) -> QuerySet[ExportBatchItem]:
    """What was left out, with the unit and cycle of each."""
    skipped = batch.items.filter(state=ItemState.SKIPPED.value).order_by("position")
    return skipped.select_related("filing__department", "filing__cycle")


def may_fetch(*, user: User, batch: ExportBatch, now: datetime) -> str:
    """Why the person may not have the package now; empty when they may. A few queries.

    Rights are those of this moment: of the role, and of every filing in the package.
    """
    if batch.current_state is not BatchState.DONE or batch.expires_at is None or now >= batch.expires_at:
        return "这个文件包已过保留期，或还没有做好。"
    if why_not_task(Task.EXPORT_IN_BATCH, Role(user.role) if user.is_active else None):
        return "您现在的角色不能批量导出。"
    inside = set(
        batch.items.filter(state=ItemState.WRITTEN.value).order_by().values_list("filing_id", flat=True).distinct()
    )
    if len(visible_ids(user=user, filings=inside)) != len(inside):
        return "文件包里有您现在已无权查看的填报，不能再下载；请重新导出。"
    return ""


def lapsed_batches(*, now: datetime) -> list[int]:
    """Batches nobody has in hand, though somebody should: keys, the oldest first. One query."""
    open_ones = ExportBatch.objects.filter(state__in=(BatchState.QUEUED.value, BatchState.RUNNING.value))
    lapsed = open_ones.filter(Q(lease_until__lt=now) | Q(lease_until__isnull=True))
    return list(lapsed.order_by("asked_at", "pk").values_list("pk", flat=True))


def expired_batches(*, now: datetime) -> list[ExportBatch]:
    """Batches whose package is kept no longer."""
    return list(ExportBatch.objects.filter(state=BatchState.DONE.value, expires_at__lte=now))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the filings of a person differ in: values with the words shown for them."""

    cycles: Mapping[str, str]
    states: Mapping[str, str]
    above: Mapping[str, str]
    grades: Mapping[str, str]


def choices_of(*, user: User) -> Choices:
    """Cycles, states, departments above and grades that the person's filings have. Four queries."""
    seen = visible_filings(user=user).order_by()
    cycles = FilingCycle.objects.filter(pk__in=seen.values("cycle"))
    states = set(seen.values_list("state", flat=True).distinct())
    above = Department.objects.filter(pk__in=seen.values("department__supervisor")).order_by("code")
    grades = {final or own for own, final in seen.values_list("grade", "final_grade").distinct()} - {""}
    late = {OVERDUE: WORDS[OVERDUE]} if states & {state.value for state in STATES_WITH_UNIT} else {}
    return Choices(
        cycles={each.code: each.title for each in cycles},
        states={**{state.value: state.label for state in State if state.value in states}, **late},
        above={**{each.code: each.name for each in above}, NO_SUPERVISOR: WORDS[NO_SUPERVISOR]} if above else {},
        grades={grade: grade for grade in sorted(grades)},
    )
