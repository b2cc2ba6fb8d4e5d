"""Rectification (整改): the bureau says what has to be put right, the unit reports, item by item until it is closed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from django.db import IntegrityError, transaction

from selfeval.domain.after_review import STEPS, RectificationState, Step
from selfeval.domain.rights import FROZEN
from selfeval.models import (
    EventAction,
    Filing,
    RectificationFile,
    RectificationItem,
    RectificationStep,
    User,
)
from selfeval.queries.filings import visible_filings
from selfeval.services import events
from selfeval.services.errors import AlreadyThere, NotAllowed, Unfit
from selfeval.services.kept_files import Received, keeping
from selfeval.services.stepping import moved, refuse_step
from selfeval.services.words import checked_words

MAX_WORDS: Final = 2000
MOST_FILES: Final = 20
_RECORDED_AS: Final = {
    "rectify_begin": EventAction.RECTIFICATION_BEGUN,
    "rectify_report": EventAction.RECTIFICATION_REPORTED,
    "rectify_send_back": EventAction.RECTIFICATION_SENT_BACK,
    "rectify_close": EventAction.RECTIFICATION_CLOSED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What has to be put right until the end of `due_on`, and where that comes from (`RectificationItem`)."""

    source: RectificationItem.Source
    words: str
    due_on: date
    demand: str = ""
    source_key: str = ""
    place: str = ""


@transaction.atomic
def issue(*, actor: User, filing_id: int, wanted: Demand, now: datetime, today: date) -> RectificationItem:
    """Issue one item to the unit.

    Raises NotAllowed, Unfit (boxes `words`, `demand`, `due_on`), AlreadyThere where the same thing was issued before,
    Filing.DoesNotExist.
    """
    step = STEPS["rectify_issue"]
    filing = _held(actor, filing_id)
    refuse_step(step, actor=actor, filing=filing, state=None)
    if filing.current_state not in FROZEN:
        raise NotAllowed(f"“{filing.current_state.label}”的填报还没有提交，不能下达整改。")
    words = checked_words(wanted.words, label="问题", box="words", is_required=True, at_most=MAX_WORDS)
    demand = checked_words(wanted.demand, label="整改要求", box="demand", at_most=MAX_WORDS)
    if wanted.due_on < today:
        raise Unfit(f"整改期限“{wanted.due_on}”已经过了，请填今天（{today}）或以后的日期。", box="due_on")
    columns = {
        "source": wanted.source.value,
        "source_key": wanted.source_key,
        "place": wanted.place,
        "words": words,
        "demand": demand,
        "due_on": wanted.due_on,
    }
    try:
        with transaction.atomic():
            item = RectificationItem.objects.create(filing=filing, issued_by=actor, issued_at=now, **columns)
    except IntegrityError as clash:
        raise AlreadyThere("这一条已经下达过整改，没有重复下达。") from clash
    _keep(item, step, words, actor, now, EventAction.RECTIFICATION_ISSUED, data=columns)
    return item


def take_step(
    *,
    actor: User,
    item_id: int,
    code: str,
    expected_version: int,
    words: str = "",
    files: tuple[Received, ...] = (),
    now: datetime,
) -> RectificationItem:
    """Take one of the steps `rectify_…` on an item of the version the person saw; `files` come with a report.

    Raises NotAllowed, StaleVersion, Unfit (boxes `words`, `files`), FileRefused, RectificationItem.DoesNotExist. Not to
    be called inside a transaction where there are files.
    """
    step = STEPS[code]
    if files and code != "rectify_report":
        raise Unfit("只有反馈整改情况时才能附材料。", box="files")
    return _with_files(actor, item_id, step, expected_version, words, files, now)


def _with_files(
    actor: User,
    item_id: int,
    step: Step,
    expected_version: int,
    words: str,
    files: tuple[Received, ...],
    now: datetime,
) -> RectificationItem:
    """Keep the files one inside the other, so that all of them go when anything fails; then the step."""
    if not files:
        with transaction.atomic():
            return _stepped(actor, item_id, step, expected_version, words, now)
    first, *rest = files
    with keeping(RectificationFile, first, by=actor, now=now) as columns:
        item = _with_files(actor, item_id, step, expected_version, words, tuple(rest), now)
        if item.files.count() >= MOST_FILES:
            raise Unfit(f"一项整改最多附{MOST_FILES}个文件。", box="files")
        RectificationFile.objects.create(item=item, **columns)
    return item


def _stepped(
    actor: User, item_id: int, step: Step, expected_version: int, words: str, now: datetime
) -> RectificationItem:
    item = RectificationItem.objects.select_for_update(of=("self",)).select_related("filing").get(pk=item_id)
    refuse_step(step, actor=actor, filing=item.filing, state=item.current_state)
    said = checked_words(words, label="说明", box="words", is_required=step.needs_comment, at_most=MAX_WORDS)
    is_closed = step.target is RectificationState.CLOSED
    moved(item, step, expected_version=expected_version, **({"closed_at": now} if is_closed else {}))
    _keep(item, step, said, actor, now, _RECORDED_AS[step.code], data={"item": str(item.public_id)})
    return item


def _held(actor: User, filing_id: int) -> Filing:
    """The filing as far as the person sees it, held."""
    seen = visible_filings(user=actor).select_for_update(of=("self",))
    return seen.get(pk=filing_id)


def _keep(
    item: RectificationItem,
    step: Step,
    words: str,
    actor: User,
    now: datetime,
    action: EventAction,
    *,
    data: dict[str, Any],
) -> None:
    RectificationStep.objects.create(item=item, step=step.code, words=words, by=actor, at=now)
    told = {name: value for name, value in data.items() if value != ""}
    events.record(
        action=action,
        actor=actor,
        now=now,
        filing=item.filing,
        comment=words,
        data={"item": str(item.public_id), **told},
    )
