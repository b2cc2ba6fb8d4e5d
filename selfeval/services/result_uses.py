"""The ledger of what results were used for (结果应用): entries are made and cancelled, never changed."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from django.db import IntegrityError, transaction

from selfeval.domain.amounts import rounded
from selfeval.domain.cycle import Stage
from selfeval.domain.rights_after import Task
from selfeval.domain.workflow import State
from selfeval.models import EventAction, Filing, ResultUse, User
from selfeval.queries.standing import accounts_of
from selfeval.services import events
from selfeval.services.errors import AlreadyThere, NotAllowed, NotNow, Unfit
from selfeval.services.retrying import retried
from selfeval.services.tasks import refuse_task
from selfeval.services.words import checked_words, day_words

MAX_WORDS: Final = 2000
MAX_NUMBER: Final = 100
# Of no budget there is is more cut.
MOST_YUAN: Final = Decimal("1e12")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What was decided; `amount` in yuan, less than nothing where the budget was cut."""

    kind: ResultUse.Kind
    words: str
    decided_on: date
    amount: Decimal | None = None
    document_number: str = ""


@retried
@transaction.atomic
def enter(*, actor: User, filing_id: int, entry: Entry, now: datetime, today: date) -> ResultUse:
    """Enter one use of a finalised filing's result. Raises NotAllowed, Unfit (a box each), Filing.DoesNotExist."""
    refuse_task(Task.KEEP_LEDGER, actor)
    held = Filing.objects.select_for_update(of=("self",)).select_related("department", "cycle")
    filing = held.get(pk=filing_id)
    _refuse_own(actor, filing)
    _refuse_archived(filing)
    if filing.current_state is not State.FINALISED:
        raise NotNow(f"“{filing.current_state.label}”的填报还没有结果，定稿后才能登记。")
    words = checked_words(entry.words, label="内容", box="words", is_required=True, at_most=MAX_WORDS)
    number = checked_words(entry.document_number, label="文号", box="document_number", at_most=MAX_NUMBER)
    if entry.decided_on > today:
        words_of_days = f"“{day_words(entry.decided_on)}”还没有到，请填今天（{day_words(today)}）或以前的日期"
        raise Unfit(f"决定日期{words_of_days}。", box="decided_on")
    _refuse_amount(entry)
    use = ResultUse.objects.create(
        filing=filing,
        kind=entry.kind.value,
        words=words,
        amount=entry.amount,
        decided_on=entry.decided_on,
        document_number=number,
        by=actor,
        at=now,
    )
    _record(EventAction.RESULT_USED, use, actor, now)
    return use


@retried
@transaction.atomic
def cancel(*, actor: User, use_id: int, reason: str, now: datetime, today: date) -> ResultUse:
    """Cancel an entry that was wrong by one that says why. Raises NotAllowed, Unfit, AlreadyThere, DoesNotExist."""
    refuse_task(Task.KEEP_LEDGER, actor)
    wrong = ResultUse.objects.select_related("filing__department", "filing__cycle").get(pk=use_id)
    _refuse_own(actor, wrong.filing)
    _refuse_archived(wrong.filing)
    if wrong.cancels_id is not None:
        raise NotNow("冲销的记录不能再冲销，请另登记一条。")
    words = checked_words(reason, label="冲销事由", box="words", is_required=True, at_most=MAX_WORDS)
    try:
        with transaction.atomic():
            use = ResultUse.objects.create(
                filing=wrong.filing,
                kind=wrong.kind,
                words=words,
                amount=None if wrong.amount is None else -wrong.amount,
                decided_on=today,
                cancels=wrong,
                by=actor,
                at=now,
            )
    except IntegrityError as clash:
        raise AlreadyThere("这一条已经冲销过。") from clash
    _record(EventAction.RESULT_USE_CANCELLED, use, actor, now)
    return use


def _refuse_own(actor: User, filing: Filing) -> None:
    """Nobody keeps the ledger of their own unit, by whichever of their accounts."""
    if any(account.department_id == filing.department_id for account in accounts_of(actor)):
        raise NotAllowed("您属于这个部门，不能登记本部门的结果应用。")


def _refuse_archived(filing: Filing) -> None:
    """The ledger of a year is closed with the year."""
    if Stage(filing.cycle.stage) is Stage.ARCHIVED:
        raise NotNow(f"“{filing.cycle.title}”已归档，结果应用不能再登记或冲销。")


def _refuse_amount(entry: Entry) -> None:
    amount = entry.amount
    if amount is None:
        if entry.kind is ResultUse.Kind.BUDGET:
            raise Unfit("与预算安排挂钩的，请填涉及金额；核减的填负数。", box="amount")
        return
    if not amount.is_finite() or abs(amount) > MOST_YUAN or amount != rounded(amount, 2):
        raise Unfit(f"涉及金额“{amount}”不对：以元为单位，最多两位小数，不超过一万亿元。", box="amount")


def _record(action: EventAction, use: ResultUse, actor: User, now: datetime) -> None:
    events.record(
        action=action,
        actor=actor,
        now=now,
        filing=use.filing,
        comment=use.words,
        data={
            "entry": use.pk,
            "kind": use.kind,
            "amount": use.amount,
            "decided_on": use.decided_on,
            "document_number": use.document_number,
            "cancels": use.cancels_id,
        },
    )
