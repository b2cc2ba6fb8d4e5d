"""The ledger of result use as pages print it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final

from django.urls import reverse

from selfeval.models import ResultUse
from selfeval.queries.result_uses import KindSum
from selfeval.web.forms.fields import exact_text
from selfeval.web.presenters.lists import address
from selfeval.web.presenters.text import MISSING, day_text, local_day, moment_text


@dataclass(frozen=True, slots=True, kw_only=True)
class UseRow:
    """One entry; `state` says what became of it, empty where it stands."""

    unit: str
    cycle: str
    filing_url: str
    kind: str
    words: str
    amount: str
    decided: str
    document_number: str
    by: str
    at: str
    state: str
    is_standing: bool
    cancel_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SumRow:
    """What stands of one kind; its address shows only it."""

    words: str
    url: str
    count: int
    units: int
    amount: str
    is_current: bool


def money(amount: Decimal | None) -> str:
    """Yuan to the fen with separators; a dash where there is none."""
    return MISSING if amount is None else exact_text(amount, least_places=2)


def use_row(use: ResultUse, now: datetime) -> UseRow:
    """One entry; needs filing, unit, cycle, who entered it, what it cancels and what cancelled it."""
    cancelled = getattr(use, "cancelled_by", None)
    if use.cancels is not None:
        state = f"冲销{day_text(use.cancels.decided_on)}的一条"
    else:
        state = f"已冲销：{cancelled.words}" if cancelled is not None else ""
    return UseRow(
        unit=use.filing.department.name,
        cycle=use.filing.cycle.title,
        filing_url=reverse("filing-rectification", args=[use.filing.public_id]),
        kind=use.get_kind_display(),
        words=use.words,
        amount=money(use.amount),
        decided=day_text(use.decided_on),
        document_number=use.document_number,
        by=use.by.full_name,
        at=moment_text(use.at, now),
        state=state,
        is_standing=not state,
        cancel_url=reverse("result-use-cancel", args=[use.pk]),
    )


def sum_rows(sums: Iterable[KindSum], query: Mapping[str, str]) -> tuple[SumRow, ...]:
    """The sums that have something, and the one that is chosen; chosen again it is let go."""
    rows = []
    for each in sums:
        is_current = query["kind"] == each.kind.value
        if each.count or is_current:
            url = address(query, kind="" if is_current else each.kind.value)
            rows.append(
                SumRow(
                    words=each.kind.label,
                    url=url,
                    count=each.count,
                    units=each.units,
                    amount=money(each.amount),
                    is_current=is_current,
                )
            )
    return tuple(rows)


def ledger_rows(uses: Iterable[ResultUse], now: datetime) -> list[tuple[str | Decimal, ...]]:
    """结果应用台账 as rows of a sheet, under the heads `LEDGER_HEADS`."""
    return [
        (
            use.filing.department.code,
            row.unit,
            row.cycle,
            row.kind,
            row.words,
            "" if use.amount is None else use.amount,
            row.decided,
            row.document_number,
            row.by,
            day_text(local_day(use.at)),
            row.state,
        )
        for use in uses
        for row in [use_row(use, now)]
    ]


LEDGER_HEADS: Final = (
    ("编码", 12), ("单位", 26), ("批次", 30), ("应用方式", 18), ("内容", 50), ("涉及金额（元）", 18),
    ("决定日期", 16), ("文号", 24), ("登记人", 12), ("登记日期", 16), ("冲销", 30),
)  # fmt: skip
