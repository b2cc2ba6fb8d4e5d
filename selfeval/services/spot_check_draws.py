"""Drawing a sample of the finalised filings, and giving out what was drawn; each write under the version seen."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import F

from selfeval.domain.after_review import CheckState
from selfeval.domain.cycle import Stage
from selfeval.domain.rights_after import Task
from selfeval.domain.sampling import Candidate, Method, candidates_to_rows, draw
from selfeval.models import EventAction, FilingCycle, SpotCheck, SpotCheckItem, Submission, User
from selfeval.queries.spot_checks import CHECKERS, candidates
from selfeval.queries.standing import standing_of
from selfeval.services import events
from selfeval.services.errors import NotNow, StaleVersion, Unfit
from selfeval.services.retrying import retried
from selfeval.services.spot_check_news import tell_checker
from selfeval.services.spot_checks import held_item, record_step
from selfeval.services.tasks import refuse_task
from selfeval.services.words import checked_words

MAX_TITLE: Final = 100
MAX_SEED: Final = 100


@retried
@transaction.atomic
def draw_sample(
    *, actor: User, cycle_id: int, title: str, method: Method, size: int, seed: str = "", now: datetime
) -> SpotCheck:
    """Draw `size` of the finalised filings of a cycle; `seed` is made where none is given, and is kept to be shown.

    Raises NotAllowed, Unfit (boxes `title`, `size`, `seed`), FilingCycle.DoesNotExist.
    """
    refuse_task(Task.DRAW_SAMPLE, actor)
    cycle = FilingCycle.objects.select_for_update().get(pk=cycle_id)
    if Stage(cycle.stage) is Stage.ARCHIVED:
        raise NotNow("这个批次已归档，不能再抽查。")
    name = checked_words(title, label="名称", box="title", is_required=True, at_most=MAX_TITLE)
    told_seed = checked_words(seed, label="种子", box="seed", at_most=MAX_SEED) or secrets.token_hex(8)
    if not told_seed.isprintable():
        raise Unfit("种子只写一行：换行、制表符抄写时看不出来。", box="seed")
    population = candidates(cycle=cycle)
    if not population:
        raise Unfit("这个批次还没有定稿的自评表，没有可抽的。", box="size")
    if not 1 <= size <= len(population):
        raise Unfit(f"抽取份数“{size}”不对：定稿的共{len(population)}份，请填 1 到 {len(population)}。", box="size")
    drawn = draw(population, method=method, seed=told_seed, size=size)
    check = SpotCheck.objects.create(
        cycle=cycle,
        title=name,
        method=method.value,
        seed=told_seed,
        size=size,
        population=candidates_to_rows(population),
        drawn_by=actor,
        drawn_at=now,
    )
    _make_items(check, drawn)
    events.record(
        action=EventAction.SPOT_CHECK_DRAWN,
        actor=actor,
        now=now,
        data={
            "spot_check": str(check.public_id),
            "cycle": cycle.code,
            "method": method.value,
            "seed": told_seed,
            "size": size,
            "population": len(population),
            "drawn": [each.code for each in drawn],
        },
    )
    return check


@retried
@transaction.atomic
def assign(
    *, actor: User, items: Sequence[tuple[int, int]], checker: User | None, now: datetime
) -> tuple[SpotCheckItem, ...]:
    """Give some, each by its key and the version seen, to a reviewer or a third party; None takes them back.

    All or none. Raises NotAllowed, StaleVersion, Unfit (box `checker`).
    """
    refuse_task(Task.DRAW_SAMPLE, actor)
    # All are held before the first event: the end of the record is taken last.
    held = [(held_item(key), version) for key, version in sorted(items)]
    return tuple(_assigned(actor, item, version, checker, now) for item, version in held)


def _make_items(check: SpotCheck, drawn: Sequence[Candidate]) -> None:
    """An item for each unit drawn, of its last frozen copy."""
    codes = [each.code for each in drawn]
    copies = Submission.objects.filter(filing__cycle=check.cycle_id, filing__department__code__in=codes)
    rows = copies.order_by("round").values_list("filing__department__code", "filing", "pk")
    # Of several rounds the last stays.
    newest = {code: (filing, copy) for code, filing, copy in rows}
    SpotCheckItem.objects.bulk_create(
        SpotCheckItem(spot_check=check, filing_id=newest[code][0], submission_id=newest[code][1], position=at)
        for at, code in enumerate(codes, start=1)
    )


def _assigned(
    actor: User, item: SpotCheckItem, expected_version: int, checker: User | None, now: datetime
) -> SpotCheckItem:
    if Stage(item.filing.cycle.stage) is Stage.ARCHIVED:
        raise NotNow("这一年度已归档，只能查看，不能再分派。")
    if item.current_state not in (CheckState.DRAWN, CheckState.REVIEWING):
        raise NotNow(f"{item.filing.department.name}的这一份“{item.current_state.label}”，不能再分派。")
    if checker is not None:
        _refuse_checker(checker, item)
    before = item.checker
    if item.version == expected_version and before == checker:
        return item
    _written(item, expected_version, checker=checker)
    names = [before.full_name if before else "", checker.full_name if checker else ""]
    record_step(EventAction.SPOT_CHECK_ASSIGNED, item, actor, now, checker=names)
    tell_checker(item, now=now)
    return item


def _refuse_checker(checker: User, item: SpotCheckItem) -> None:
    if not checker.is_active or checker.role not in CHECKERS:
        raise Unfit("只能分派给在用的审核人或第三方评价人员。", box="checker")
    standing = standing_of(user=checker, filing=item.filing)
    if standing.is_of_unit or standing.was_of_unit or standing.has_filled or standing.has_signed:
        name = item.filing.department.name
        raise Unfit(f"{checker.full_name}属于{name}，或填报、签发过它的自评表，请换一个人。", box="checker")


def _written(item: SpotCheckItem, expected_version: int, **columns: Any) -> None:
    """A write that changes no state. Raises StaleVersion."""
    rows = SpotCheckItem.objects.filter(pk=item.pk, version=expected_version)
    changed = rows.update(version=F("version") + 1, **columns)
    item.refresh_from_db()
    if changed != 1:
        raise StaleVersion(saved_by="", saved_at=None, current_version=item.version)
