"""What the forms of all pages of a filing have in common: boxes named by their path, each on its own.

A box that was not sent is left as it is, a box that cannot be taken is refused alone, and what differs from what is
stored becomes a change. Nothing is written here.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms

from selfeval.services.changes import Change
from selfeval.web.forms.drawing import BOXES

INCOMPLETE = "incomplete"


class PartsField(forms.Field):
    """A box of parts that are taken one by one: those that are right are stored, the others wait for the person.

    `kept_back` says what waits and why, empty where nothing does; `is_only_begun` where all that waits is not finished.
    """

    kept_back = ""
    is_only_begun = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """One box of a form: what is stored now, and the change that stores another value."""

    name: str
    stored: Any
    change: Callable[[Any], Change]


class SectionForm(forms.Form):
    """The boxes of one page. `is_editable` False shows them without letting anybody type."""

    default_renderer = BOXES

    def __init__(self, *, data: Mapping[str, Any] | None = None, is_editable: bool = True) -> None:
        super().__init__(data=data if is_editable else None, auto_id="%s")
        self.boxes: dict[str, Box] = {}
        self.agreements: list[Callable[[SectionForm], None]] = []
        self.is_editable = is_editable
        self.locked: frozenset[str] = frozenset()

    def add_box(
        self, name: str, field: forms.Field, *, label: str, stored: Any, change: Callable[[Any], Change]
    ) -> None:
        """Put the box `name` on the page, showing `stored`."""
        field.initial, field.label = stored, label
        field.disabled = not self.is_editable
        field.widget.attrs.setdefault("aria-describedby", f"state-{name} note-{name}")
        self.fields[name] = field
        self.boxes[name] = Box(name=name, stored=stored, change=change)

    def lock(self, names: Collection[str]) -> None:
        """Show the boxes `names` without letting anybody type in them: a return left them closed."""
        self.locked = frozenset(names) & self.boxes.keys()
        for name in self.locked:
            self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        """Boxes that must agree with each other are looked at once each is right by itself."""
        for agree in self.agreements:
            agree(self)
        return self.cleaned_data

    def becomes(self, name: str) -> Any:
        """What the box would hold: what was sent and taken, else what is stored."""
        if self.was_sent(name) and name in self.cleaned_data:
            return self.cleaned_data[name]
        return self.boxes[name].stored

    def was_sent(self, name: str) -> bool:
        """Whether the browser sent the box at all."""
        return self.is_bound and not self.fields[name].widget.value_omitted_from_data(self.data, self.files, name)

    def changes(self) -> tuple[Change, ...]:
        """A change for each box that was sent, could be taken, and differs from what is stored."""
        return tuple(box.change(self.cleaned_data[box.name]) for box in self._taken() if self._differs(box))

    def sent_changes(self) -> tuple[Change, ...]:
        """A change for each box that was sent and could be taken, be it the same as what is stored or not."""
        return tuple(box.change(self.cleaned_data[box.name]) for box in self._taken())

    def _taken(self) -> list[Box]:
        if not self.is_bound:
            return []
        self.is_valid()  # cleans the boxes; those that cannot be taken have no cleaned value
        return [box for box in self.boxes.values() if self.was_sent(box.name) and box.name in self.cleaned_data]

    def _differs(self, box: Box) -> bool:
        return bool(self.cleaned_data[box.name] != box.stored)

    def refusals(self) -> dict[str, str]:
        """Why boxes were not taken, or not wholly, by name; incomplete rows included."""
        refused = {name: str(errors[0]) for name, errors in self.errors.items() if name in self.boxes}
        waiting = {name: field.kept_back for name, field in self.fields.items() if isinstance(field, PartsField)}
        return {name: words for name, words in {**waiting, **refused}.items() if words}

    def is_incomplete(self, name: str) -> bool:
        """Whether a box only waits for the rest of a row to be typed."""
        if self.has_error(name):
            return self.has_error(name, INCOMPLETE)
        field = self.fields[name]
        return isinstance(field, PartsField) and field.is_only_begun

    def sent_text(self, name: str) -> str | None:
        """The text a one-line or text box was sent with, None for boxes of several parts."""
        sent = self.data.get(name) if self.is_bound else None
        return sent if isinstance(sent, str) else None

    def shown_text(self, name: str) -> str | None:
        """How an accepted value is written back into its box."""
        if name not in self.cleaned_data:
            return None
        value = self.fields[name].prepare_value(self.cleaned_data[name])
        return value if isinstance(value, str) else ("" if value is None else None)
