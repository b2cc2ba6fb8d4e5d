"""Two people in one box: what the other saved, and what the person typed, as texts to choose between."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from django.forms import ChoiceField, Field, RadioSelect

from selfeval.services.merging import Conflict
from selfeval.web.forms.indicators import NONE_TICKED, ApplicableField, TicksField
from selfeval.web.forms.own_indicators import OwnIndicatorsField
from selfeval.web.forms.rows import RowsField
from selfeval.web.forms.section import SectionForm
from selfeval.web.presenters.text import moment_text

_ONE_LINE: Final = 30
# Cells that only a program reads.
_NOT_TOLD: Final = frozenset({"key", "at", "group", "sign", "core", "excluded"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Theirs:
    """What somebody else saved in the box called `label`: in words, and as the box itself would show it.

    `text` is None where the box is no single text. `version` came with it. `told` says who, when and, in a line, what.
    """

    label: str
    version: int
    told: str
    words: str
    text: str | None

    @property
    def is_long(self) -> bool:
        """Whether the words need a place of their own."""
        return len(self.words) > _ONE_LINE or "\n" in self.words


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """A box whose stored text is not what the browser sent."""

    box: str
    label: str
    stored: str
    typed: str


def theirs_of(conflict: Conflict, form: SectionForm, now: datetime) -> Theirs:
    """What `conflict` is about; `form` shows what is stored now."""
    field, stored = form.fields[conflict.box], form.boxes[conflict.box].stored
    words = _shown(form, conflict.box, stored) or ""
    shown = field.prepare_value(stored)
    is_one_text = isinstance(shown, str | None) and not isinstance(field.widget, RadioSelect)
    found = Theirs(
        label=str(field.label or ""),
        version=conflict.version,
        told="",
        words=words,
        text=(shown or "") if is_one_text else None,
    )
    who = f"{conflict.saved_by} {moment_text(conflict.saved_at, now)}"
    told = f"{who} 也改了这里" if found.is_long else f"{who} 已改为 {words}" if words else f"{who} 已清空"
    return replace(found, told=told)


def typed_values(form: SectionForm) -> tuple[Typed, ...]:
    """What was sent with `form` and is not what is stored, to be copied out where nothing can be saved."""
    return tuple(_differing(form))


def _differing(form: SectionForm) -> Iterator[Typed]:
    for box in form.boxes.values():
        if not form.was_sent(box.name):
            continue
        typed, stored = _typed_text(form, box.name), _shown(form, box.name, box.stored)
        if typed is None or stored is None:
            continue
        if box.name in form.errors or form.cleaned_data.get(box.name) != box.stored:
            yield Typed(box=box.name, label=str(form.fields[box.name].label or ""), stored=stored, typed=typed)


def _typed_text(form: SectionForm, name: str) -> str | None:
    text, widget = form.sent_text(name), form.fields[name].widget
    return _shown(form, name, widget.value_from_datadict(form.data, form.files, name) if text is None else text)


def _shown(form: SectionForm, name: str, value: Any) -> str | None:
    return value_text(form.fields[name], value)


def value_text(field: Field, value: Any) -> str | None:
    """A value of a box as one text, row by row where it has rows; None where it cannot be told in a line."""
    shown = field.prepare_value(value)
    if isinstance(field, RowsField | OwnIndicatorsField):
        rows = (" ".join(text for key, text in row.items() if text and key not in _NOT_TOLD) for row in shown)
        return "；".join(text for text in rows if text)
    if isinstance(field, TicksField):
        return "、".join("以上都不具备" if each == NONE_TICKED else f"第{each}项" for each in shown)
    if isinstance(field, ApplicableField):
        return "不涉及" if shown else "涉及"
    if isinstance(field, ChoiceField) and isinstance(shown, str):
        choices: Any = field.choices
        return next((str(words) for key, words in choices if key == shown), shown) if shown else ""
    return "" if shown is None else shown if isinstance(shown, str) else None
