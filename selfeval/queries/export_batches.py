"""Batches of documents: a person's own, what a question asks for by the rights of this moment, and who waits."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from selfeval.domain.export_batches import BatchState, ItemState
from selfeval.domain.rights_after import Task, why_not_task
from selfeval.domain.workflow import Role, State
from selfeval.models import EvidenceFile, ExportBatch, ExportBatchItem, Filing, FilingCycle, Submission, User
from selfeval.queries.filings import list_filings, visible_filings

_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFilter:
    """Which filings are asked for, in the words of the lists: cycle code, state, and words of the unit."""

    cycle: str = ""
    state: str = ""
    search: str = ""

    @property
    def document(self) -> dict[str, str]:
        """What is stored of it."""
        return {"cycle": self.cycle, "state": self.state, "search": self.search}


def asked_filings(*, user: User, asked: BatchFilter) -> QuerySet[Filing]:
    """The filings the question is about, as far as `user` may see them now, by unit. Raises UnknownChoice."""
    filings = list_filings(user=user, state=asked.state, search=asked.search, cycle=asked.cycle)
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


def choices_of(*, user: User) -> tuple[list[FilingCycle], dict[str, str]]:
    """Cycles and states that the person's filings have. Two queries."""
    seen = visible_filings(user=user).order_by()
    cycles = list(FilingCycle.objects.filter(pk__in=seen.values("cycle")))
    states = set(seen.values_list("state", flat=True).distinct())
    return cycles, {state.value: state.label for state in State if state.value in states}
