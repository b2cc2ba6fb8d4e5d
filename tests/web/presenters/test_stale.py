"""Who comes second reads what is stored and what they typed in the same words, box by box."""

from datetime import timedelta

from django.http import QueryDict

from selfeval.services.changes import FigureChange
from selfeval.services.errors import StaleVersion
from selfeval.web.forms.fields import CountField, FlagField
from selfeval.web.forms.section import SectionForm
from selfeval.web.presenters.stale import StaleView, stale_view
from tests.factories import NOW

STALE = StaleVersion(saved_by="甲", saved_at=NOW - timedelta(minutes=5), current_version=4)


def view_of(query: str, stale: StaleVersion = STALE) -> StaleView:
    form = SectionForm(data=QueryDict(query))
    for name, field, stored in (("survey", FlagField(), True), ("people", CountField(), None)):
        form.add_box(name, field, label=name, stored=stored, change=lambda value: FigureChange(code="any", value=value))
    form.is_valid()
    return stale_view(stale, form, NOW)


def test_choices_are_told_in_words_and_kept_by_their_values() -> None:
    view = view_of("survey=no&people=12")
    assert [(each.box, each.stored, each.typed) for each in view.differences] == [
        ("survey", "是", "否"),
        ("people", "", "12"),
    ]
    assert view.stored == (("survey", "yes"), ("people", ""))
    assert (view.who, view.when, view.current_version) == ("甲", "09:25", 4)


def test_what_is_the_same_or_was_not_sent_is_no_difference() -> None:
    assert view_of("survey=yes").differences == ()


def test_an_emptied_choice_and_what_cannot_be_taken_differ_too() -> None:
    assert [(each.stored, each.typed) for each in view_of("survey=&people=一些").differences] == [
        ("是", ""),
        ("", "一些"),
    ]


def test_a_page_saved_by_nobody_known_says_so() -> None:
    assert view_of("", StaleVersion(saved_by="", saved_at=None, current_version=4)).who == "其他人"
