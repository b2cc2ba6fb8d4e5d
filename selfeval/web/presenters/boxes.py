"""The state of a box after a page was opened or saved, and the note a finding puts beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from django.forms import BoundField

from selfeval.domain.assessment import Assessment
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Severity
from selfeval.web.forms.section import SectionForm
from selfeval.web.presenters.conflicts import Theirs
from selfeval.web.presenters.text import clock_text

LOCKED_WORDS: Final = "退回时没有开放，锁定"
_STATE_ICONS: Final = {"saved": "check", "refused": "xo", "incomplete": "clock", "conflict": "swap", "locked": "lock"}


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxState:
    """What became of a box. `kind`: empty, saved, refused, incomplete, conflict, locked.

    `sent` is the text this speaks of and `shown` how it is written back; both None for boxes of several parts.
    `theirs` is what somebody else saved there meanwhile, where the person has to choose.
    """

    box: str
    kind: str
    words: str = ""
    sent: str | None = None
    shown: str | None = None
    theirs: Theirs | None = None

    @property
    def icon(self) -> str:
        """The sprite's name."""
        return _STATE_ICONS.get(self.kind, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxNote:
    """A finding's words beside its box. `kind`: none, missing, error, warning."""

    box: str
    kind: str = "none"
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BoxView:
    """A box as a page draws it."""

    bound: BoundField
    label: str
    state: BoxState
    note: BoxNote
    unit: str = ""
    is_required: bool = False
    guide: str = ""
    at_most: int | None = None
    is_number: bool = False

    @property
    def css(self) -> str:
        """The classes of its input."""
        kind = "form-select" if hasattr(self.bound.field, "choices") else "form-control"
        number = "num w-in" if self.is_number else ""
        trouble = {"refused": "is-invalid", "conflict": "is-conflict"}.get(self.state.kind, "")
        trouble = trouble or ("is-warning" if self.note.kind == "warning" else "")
        return " ".join(each for each in (kind, number, trouble) if each)

    @property
    def may_type(self) -> bool:
        """Whether anything can be typed in it."""
        return not self.bound.field.disabled

    @property
    def is_invalid(self) -> bool:
        """Whether the box is drawn red."""
        return self.state.kind == "refused"

    @property
    def is_long(self) -> bool:
        """Whether the box has several lines."""
        return bool(getattr(self.bound.field, "is_long", False))

    @property
    def length(self) -> int:
        """How many characters a text box holds."""
        return len(str(self.bound.value() or ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveOutcome:
    """What a save did, for the states of the boxes: what was stored when, and why the others were not.

    `changed` are the boxes that were written, `theirs` what others saved in boxes that were not, `left` the boxes that
    could be taken but were not stored for no fault of their own.
    """

    form: SectionForm
    saved_at: datetime | None
    changed: frozenset[str] = frozenset()
    theirs: Mapping[str, Theirs] = field(default_factory=dict)
    left: frozenset[str] = frozenset()

    @property
    def refused_count(self) -> int:
        """Boxes that are not stored as typed."""
        return len(self.form.refusals().keys() | self.theirs.keys() | self.left)

    def is_left_out(self, name: str) -> bool:
        """Whether the box could be taken and is not stored all the same."""
        return name in self.theirs or name in self.left


def state_of(name: str, form: SectionForm, outcome: SaveOutcome | None) -> BoxState:
    """The state of the box `name` on `form`; `outcome` is of the save this answers, if any."""
    return _at_rest(name, form) if outcome is None else _state_after(name, outcome)


def _at_rest(name: str, form: SectionForm) -> BoxState:
    """Of a box nobody just changed: saved where it shows anything. 否 is an answer, no tick is none."""
    if name in form.locked:
        return BoxState(box=name, kind="locked", words=LOCKED_WORDS)
    shown = form.fields[name].prepare_value(form.becomes(name))
    if shown in (None, "", [], False):
        return BoxState(box=name, kind="empty")
    return BoxState(box=name, kind="saved", words="已保存")


def _state_after(name: str, outcome: SaveOutcome) -> BoxState:
    form = outcome.form
    sent = form.sent_text(name)
    refusals = form.refusals()
    if name in outcome.theirs:
        theirs = outcome.theirs[name]
        return BoxState(box=name, kind="conflict", words=theirs.told, sent=sent, theirs=theirs)
    if name in refusals:
        if form.is_incomplete(name):
            return BoxState(box=name, kind="incomplete", words=f"{refusals[name]}，填好后一起保存", sent=sent)
        return BoxState(box=name, kind="refused", words=f"未保存：{refusals[name]}", sent=sent)
    if name in outcome.left:
        return BoxState(box=name, kind="refused", words="未保存", sent=sent)
    shown = form.shown_text(name)
    if name in outcome.changed and outcome.saved_at:
        return BoxState(box=name, kind="saved", words=f"已保存 {clock_text(outcome.saved_at)}", sent=sent, shown=shown)
    return replace(_at_rest(name, form), sent=sent, shown=shown)


def note_of(name: str, assessment: Assessment) -> BoxNote:
    """The first finding that starts at the box `name` and still asks for something."""
    for finding in assessment.findings:
        if finding.where and finding.where[0] == name and finding.blocks_submission:
            return BoxNote(box=name, kind=_kind(finding), words=finding.message)
    return BoxNote(box=name)


# What is merely not filled yet is said quietly; red is for what was filled wrongly.
_MERELY_MISSING = ("required_fields_filled", "all_indicators_scored")


def _kind(finding: Finding) -> str:
    if finding.check in _MERELY_MISSING:
        return "missing"
    return "warning" if finding.severity is Severity.WARNING else "error"


def view_of(
    name: str,
    *,
    form: SectionForm,
    assessment: Assessment,
    outcome: SaveOutcome | None = None,
    label: str = "",
    unit: str = "",
    is_required: bool = False,
    guide: str = "",
    at_most: int | None = None,
    is_number: bool = False,
) -> BoxView:
    """The box `name` of `form` as a page draws it."""
    field = form.fields[name]
    words = label or str(field.label or "")
    state = state_of(name, form, outcome)
    field.widget.attrs["aria-label"] = f"{words}，{unit}" if unit else words
    if state.kind == "refused":
        field.widget.attrs["aria-invalid"] = "true"
    return BoxView(
        bound=form[name],
        label=words,
        state=state,
        note=note_of(name, assessment),
        unit=unit,
        is_required=is_required,
        guide=guide,
        at_most=at_most,
        is_number=is_number,
    )
