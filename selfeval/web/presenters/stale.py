"""Two people on one page: who saved first, and where the two pages differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.forms import ChoiceField

from selfeval.services.errors import StaleVersion
from selfeval.web.forms.own_indicators import OwnIndicatorsField
from selfeval.web.forms.rows import RowsField
from selfeval.web.forms.section import SectionForm
from selfeval.web.presenters.text import moment_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A box whose stored text is not what the browser sent."""

    box: str
    label: str
    stored: str
    typed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StaleView:
    """Who saved when, the version to save on top of, the boxes that differ, and what all simple boxes hold now."""

    who: str
    when: str
    current_version: int
    differences: tuple[Difference, ...]
    stored: tuple[tuple[str, str], ...]


def stale_view(stale: StaleVersion, form: SectionForm, now: datetime) -> StaleView:
    """What to tell the one who came second; `form` is bound to what they sent, over what is stored now."""
    return StaleView(
        who=stale.saved_by or "其他人",
        when=moment_text(stale.saved_at, now) if stale.saved_at else "",
        current_version=stale.current_version,
        differences=tuple(_differences(form)),
        stored=tuple((name, text) for name in form.boxes if (text := _stored_text(form, name)) is not None),
    )


def _differences(form: SectionForm) -> Iterator[Difference]:
    for box in form.boxes.values():
        if not form.was_sent(box.name):
            continue
        typed, stored = _typed_text(form, box.name), _shown(form, box.name, form.boxes[box.name].stored)
        if typed is None or stored is None:
            continue
        if box.name in form.errors or form.cleaned_data.get(box.name) != box.stored:
            yield Difference(box=box.name, label=str(form.fields[box.name].label or ""), stored=stored, typed=typed)


def _typed_text(form: SectionForm, name: str) -> str | None:
    text, widget = form.sent_text(name), form.fields[name].widget
    return _shown(form, name, widget.value_from_datadict(form.data, form.files, name) if text is None else text)


def _shown(form: SectionForm, name: str, value: Any) -> str | None:
    """A value of a box as one text, row by row where it has rows; None where it cannot be told in a line."""
    field = form.fields[name]
    shown = field.prepare_value(value)
    if isinstance(field, RowsField | OwnIndicatorsField):
        rows = (row.get("name") or " ".join(text for text in row.values() if text) for row in shown)
        return "；".join(text for text in rows if text)
    if isinstance(field, ChoiceField) and isinstance(shown, str):
        choices: Any = field.choices
        return next((str(words) for key, words in choices if key == shown), shown) if shown else ""
    return "" if shown is None else shown if isinstance(shown, str) else None


def _stored_text(form: SectionForm, name: str) -> str | None:
    """The text of a box of one part; None for boxes of several."""
    value = form.fields[name].prepare_value(form.boxes[name].stored)
    if value is None:
        return ""
    return value if isinstance(value, str) else None
