"""Rectification (整改): the bureau says what has to be put right, the unit reports, item by item until it is closed."""

from collections.abc import Sequence
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
from selfeval.services.errors import AlreadyThere, NotNow, Unfit, WriteRefused
from selfeval.services.kept_files import Received, keeping_all
from selfeval.services.rectification_news import tell_issued, tell_of_step
from selfeval.services.retrying import retried
from selfeval.services.stepping import moved, refuse_step
from selfeval.services.words import checked_words, day_words

MAX_WORDS: Final = 2000
MOST_FILES: Final = 20
MOST_AT_ONCE: Final = 100
_WORDS: Final = {"rectify_report": "整改情况", "rectify_send_back": "哪里还要改"}
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


@retried
@transaction.atomic
def issue(
    *, actor: User, filing_id: int, wanted: Sequence[Demand], now: datetime, today: date
) -> list[RectificationItem]:
    """Issue items to the unit, all or none; it is told once.

    Raises NotAllowed, Unfit, AlreadyThere where the same thing was issued before, Filing.DoesNotExist. The box of Unfit
    is `due_on`, or `<place in wanted>-words`, `<place in wanted>-demand`; empty where nothing is wanted.
    """
    step = STEPS["rectify_issue"]
    filing = _held(actor, filing_id)
    refuse_step(step, actor=actor, filing=filing, state=None)
    if filing.current_state not in FROZEN:
        raise NotNow(f"“{filing.current_state.label}”的填报还没有提交，不能下达整改。")
    if not wanted:
        raise Unfit("还没有选要整改的事项。")
    if len(wanted) > MOST_AT_ONCE:
        raise Unfit(f"一次最多下达{MOST_AT_ONCE}项，现在选了{len(wanted)}项。")
    items = [_issued(actor, filing, each, place, now, today) for place, each in enumerate(wanted)]
    tell_issued(filing, items, now=now)
    return items


def _issued(actor: User, filing: Filing, wanted: Demand, place: int, now: datetime, today: date) -> RectificationItem:
    words = checked_words(wanted.words, label="问题", box=f"{place}-words", is_required=True, at_most=MAX_WORDS)
    demand = checked_words(wanted.demand, label="整改要求", box=f"{place}-demand", at_most=MAX_WORDS)
    if wanted.due_on < today:
        raise Unfit(
            f"整改期限“{day_words(wanted.due_on)}”已经过了，请填今天（{day_words(today)}）或以后的日期。", box="due_on"
        )
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
        raise AlreadyThere(f"“{words[:40]}”已经下达过整改，这次一项也没有下达。请刷新后再选。") from clash
    _keep(item, STEPS["rectify_issue"], words, actor, now, EventAction.RECTIFICATION_ISSUED, data=columns)
    return item


@retried
def take_step(
    *,
    actor: User,
    item_id: int,
    code: str,
    expected_version: int,
    words: str = "",
    files: Sequence[Received] = (),
    now: datetime,
) -> RectificationItem:
    """Take one of the steps `rectify_…` on an item of the version the person saw; `files` come with a report.

    Raises NotAllowed, StaleVersion, Unfit (boxes `words`, `files`), FileRefused, RectificationItem.DoesNotExist. Not to
    be called inside a transaction where there are files.
    """
    step = STEPS[code]
    if files and code != "rectify_report":
        raise Unfit("只有反馈整改情况时才能附材料。", box="files")
    if len(files) > MOST_FILES:
        raise Unfit(f"一项整改最多附{MOST_FILES}个文件，现在选了{len(files)}个。", box="files")
    with keeping_all(RectificationFile, files, by=actor, now=now) as kept:
        item = _stepped(actor, item_id, step, expected_version, words, now, files)
        before = item.files.count() if kept else 0
        if before + len(kept) > MOST_FILES:
            raise Unfit(f"一项整改最多附{MOST_FILES}个文件，已有{before}个。", box="files")
        for columns in kept:
            RectificationFile.objects.create(item=item, **columns)
    return item


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """What became of one item of several; `words` say why where it was not closed."""

    item_id: int
    is_closed: bool
    words: str


def close_several(*, actor: User, chosen: Sequence[tuple[int, int]], now: datetime) -> list[Closing]:
    """Close items, each by its key and the version seen, each in a transaction of its own: one refused keeps no other.

    Only those of filings the person sees are there at all.
    """
    outcomes = []
    seen = set(
        RectificationItem.objects.filter(
            pk__in=[key for key, _ in chosen], filing__in=visible_filings(user=actor).order_by().values("pk")
        ).values_list("pk", flat=True)
    )
    for key, version in chosen:
        try:
            if key not in seen:
                raise NotNow("没有这一项，或无权办理。")
            take_step(actor=actor, item_id=key, code="rectify_close", expected_version=version, now=now)
        except WriteRefused as refusal:
            outcomes.append(Closing(item_id=key, is_closed=False, words=str(refusal)))
        else:
            outcomes.append(Closing(item_id=key, is_closed=True, words="已销号"))
    return outcomes


def _stepped(
    actor: User,
    item_id: int,
    step: Step,
    expected_version: int,
    words: str,
    now: datetime,
    files: Sequence[Received],
) -> RectificationItem:
    held = RectificationItem.objects.select_for_update(of=("self",))
    item = held.select_related("filing__department", "filing__cycle", "issued_by").get(pk=item_id)
    refuse_step(step, actor=actor, filing=item.filing, state=item.current_state)
    label = _WORDS.get(step.code, "说明")
    said = checked_words(words, label=label, box="words", is_required=step.needs_comment, at_most=MAX_WORDS)
    is_closed = step.target is RectificationState.CLOSED
    before = item.state
    moved(item, step, expected_version=expected_version, **({"closed_at": now} if is_closed else {}))
    data = {"state": [before, item.state], "files": [{"name": each.name, "sha256": each.sha256} for each in files]}
    _keep(item, step, said, actor, now, _RECORDED_AS[step.code], data=data if files else {"state": data["state"]})
    tell_of_step(item, step, said, now=now)
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
