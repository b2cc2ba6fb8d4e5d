"""Settings of a cycle in words: the record and the pages tell them alike."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from selfeval.domain.amounts import number_text
from selfeval.domain.check_settings import settings_from_document, settings_words
from selfeval.domain.cycle_settings import LABELS, CycleSettings, changed_names
from selfeval.domain.files import FileFaults

USUAL = "照一般的"
# The units themselves are told one by one when their forms are issued.
_NAMED = 500


def moment_words(moment: datetime) -> str:
    """2022年3月16日 18:00, local time."""
    local = timezone.localtime(moment)
    return f"{local.year}年{local.month}月{local.day}日 {local:%H:%M}"


def names_told(names: Sequence[str]) -> str:
    """Names of units for the record: of very many the first, and how many there are."""
    shown = "、".join(names[:_NAMED])
    return f"{shown} 等，共 {len(names):,} 家" if len(names) > _NAMED else shown or "无"


def setting_words(settings: CycleSettings, name: str) -> str:
    """The setting `name` as people read it."""
    value = getattr(settings, name)
    match name:
        case "opens_at" | "deadline":
            return moment_words(value)
        case "late_until":
            return moment_words(value) if value is not None else "不设，结束以前都收"
        case "reminder_days":
            return "、".join(f"{each}天" for each in value) or "不提醒"
        case "difference_bounds":
            return "、".join(number_text(each) for each in value) or USUAL
        case "check_settings":
            return _check_words(value)
        case "final_score_rule":
            return str(value.label)
    return ("是" if value else "否") if isinstance(value, bool) else str(value)


def change_lines(old: CycleSettings, new: CycleSettings) -> list[dict[str, str]]:
    """What changed, old and new, as events keep it."""
    return [
        {
            "setting": name,
            "label": LABELS[name],
            "old": setting_words(old, name),
            "new": setting_words(new, name),
        }
        for name in changed_names(old, new)
    ]


def _check_words(document: Any) -> str:
    try:
        return "；".join(settings_words(settings_from_document(document))) or USUAL
    except FileFaults as faults:
        return "；".join(str(fault) for fault in faults.faults)
