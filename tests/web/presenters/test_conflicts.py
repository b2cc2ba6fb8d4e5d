"""Both values of a box as a person reads them."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.forms import Field
from django.http import QueryDict

from selfeval.domain.filing import Evaluator
from selfeval.services.changes import FigureChange
from selfeval.services.merging import Conflict
from selfeval.web.forms.fields import CountField, FlagField, NumberField, TextBox
from selfeval.web.forms.indicators import ApplicableField, ChosenField, TicksField
from selfeval.web.forms.rows import EvaluatorsField
from selfeval.web.forms.section import SectionForm
from selfeval.web.presenters.conflicts import Theirs, theirs_of, typed_values
from tests.factories import NOW


def form_of(query: str | None = None, **boxes: tuple[Field, Any]) -> SectionForm:
    form = SectionForm(data=None if query is None else QueryDict(query))
    for name, (field, stored) in boxes.items():
        form.add_box(name, field, label=name, stored=stored, change=lambda value: FigureChange(code="any", value=value))
    return form


def theirs(field: Field, stored: Any) -> Theirs:
    conflict = Conflict(box="box", saved_by="甲", saved_at=NOW - timedelta(minutes=5), version=7)
    return theirs_of(conflict, form_of(box=(field, stored)), NOW)


@pytest.mark.parametrize(
    ("field", "stored", "words", "text"),
    [
        (NumberField(), Decimal("44.06"), "44.06", "44.06"),
        (FlagField(), False, "否", "no"),
        (TextBox(), "短", "短", "短"),
        (TicksField(count=3), (1, 3), "第1项、第3项", None),
        (TicksField(count=3), (), "以上都不具备", None),
        (ApplicableField(), False, "不涉及", None),
        (ApplicableField(), True, "涉及", None),
        (ChosenField(count=2), 2, "2", None),
        (EvaluatorsField(), (Evaluator(name="甲", office="办公室"), Evaluator(name="乙")), "甲 办公室；乙", None),
    ],
)
def test_the_others_value_in_words_and_as_the_box_shows_it(field: Field, stored: Any, words: str, text: Any) -> None:
    found = theirs(field, stored)
    assert (found.words, found.text, found.version, found.label) == (words, text, 7, "box")
    assert found.told == f"甲 09:25 已改为 {words}"


def test_an_emptied_box_and_a_long_text() -> None:
    assert (theirs(NumberField(), None).told, theirs(NumberField(), None).text) == ("甲 09:25 已清空", "")
    assert theirs(TicksField(count=3), None).told == "甲 09:25 已清空"
    long = theirs(TextBox(), "字" * 31)
    assert (long.told, long.is_long, long.words) == ("甲 09:25 也改了这里", True, "字" * 31)
    assert theirs(TextBox(), "一\n二").is_long


def typed(query: str) -> list[tuple[str, str, str]]:
    form = form_of(query, survey=(FlagField(), True), people=(CountField(), None))
    form.is_valid()
    return [(each.box, each.stored, each.typed) for each in typed_values(form)]


def test_what_was_typed_and_is_not_stored_can_be_copied_out() -> None:
    assert typed("survey=no&people=12") == [("survey", "是", "否"), ("people", "", "12")]
    assert typed("survey=yes") == []
    assert typed("survey=&people=一些") == [("survey", "是", ""), ("people", "", "一些")]
