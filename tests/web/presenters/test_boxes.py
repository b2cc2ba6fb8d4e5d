"""The state of a box: what is stored, what was just saved, and why the rest was not."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.forms import Field as FormField
from django.http import QueryDict

from selfeval.services.changes import FigureChange
from selfeval.web.forms.fields import FlagField, NumberField, TextBox
from selfeval.web.forms.indicators import ApplicableField, TicksField
from selfeval.web.forms.section import SectionForm
from selfeval.web.presenters.boxes import BoxState, SaveOutcome, state_of

NAME = "fields.answer"


def form_with(field: FormField, stored: object, query: str | None = None) -> SectionForm:
    form = SectionForm(data=None if query is None else QueryDict(query))
    form.add_box(NAME, field, label="答", stored=stored, change=lambda value: FigureChange(code="answer", value=value))
    return form


@pytest.mark.parametrize(
    ("field", "stored", "kind"),
    [
        (FlagField(), True, "saved"),
        (FlagField(), False, "saved"),
        (FlagField(), None, "empty"),
        (ApplicableField(), True, "empty"),
        (ApplicableField(), False, "saved"),
        (TicksField(count=2), None, "empty"),
        (TicksField(count=2), (), "saved"),
        (NumberField(), Decimal(0), "saved"),
        (TextBox(), "", "empty"),
    ],
)
def test_an_answer_is_stored_even_where_it_is_no_and_no_tick_is_no_answer(
    field: FormField, stored: object, kind: str
) -> None:
    words = "已保存" if kind == "saved" else ""
    assert state_of(NAME, form_with(field, stored), None) == BoxState(box=NAME, kind=kind, words=words)


def after(field: FormField, stored: object, query: str) -> BoxState:
    form = form_with(field, stored, query)
    changed = frozenset(change.box for change in form.changes())
    moment = datetime(2022, 3, 10, 6, 3, 22, tzinfo=UTC)
    return state_of(NAME, form, SaveOutcome(form=form, saved_at=moment, changed=changed))


def test_what_was_changed_says_when_and_what_was_not_stays_saved() -> None:
    assert after(FlagField(), True, f"{NAME}=no").words == "已保存 14:03:22"
    assert after(FlagField(), False, f"{NAME}=no") == BoxState(
        box=NAME, kind="saved", words="已保存", sent="no", shown="no"
    )
    assert after(FlagField(), None, f"{NAME}=").kind == "empty"


def test_a_box_that_was_not_sent_keeps_the_state_of_what_is_stored() -> None:
    assert after(FlagField(), False, "").kind == "saved"


def test_a_refused_box_says_why() -> None:
    state = after(NumberField(), None, f"{NAME}=12万")
    assert (state.kind, state.words[:4], state.sent) == ("refused", "未保存：", "12万")
