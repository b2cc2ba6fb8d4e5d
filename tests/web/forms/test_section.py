"""A page's form: each box stands for itself."""

import pytest
from django.http import QueryDict

from selfeval.domain.assessment import assess
from selfeval.domain.sections import sections_of
from selfeval.services.changes import EntryChange, FigureChange
from selfeval.web.forms.pages import form_of
from selfeval.web.forms.section import SectionForm
from tests.factories import domain_framework, sample

ASSESSMENT = assess(domain_framework(), sample())
SECTIONS = {section.code: section for section in sections_of(domain_framework())}
REASON = "indicators.process.budget_execution.completion_rate.reason"


def sent(section: str, query: str) -> SectionForm:
    form = form_of(SECTIONS[section], assessment=ASSESSMENT, data=QueryDict(query))
    form.is_valid()
    return form


def test_only_what_was_sent_and_differs_is_a_change() -> None:
    form = sent("budget", "fields.original_budget=2,424.03&fields.closing_balance=16.07&fields.carryover_balance=12万")
    assert [change.box for change in form.changes()] == ["fields.closing_balance"]
    assert list(form.refusals()) == ["fields.carryover_balance"]


def test_a_box_that_was_not_sent_is_left_alone() -> None:
    assert sent("budget", "section_version=1").changes() == ()
    assert sent("process", f"{REASON}=新的原因").changes() == (
        EntryChange(code="process.budget_execution.completion_rate", attribute="reason", value="新的原因"),
    )


def test_an_emptied_box_clears_what_is_stored() -> None:
    form = sent("budget", "fields.closing_balance=&fields.budget_adjustment_items.rows=1")
    assert form.changes() == (
        FigureChange(code="budget_adjustment_items", value=None),
        FigureChange(code="closing_balance", value=None),
    )


@pytest.mark.parametrize("code", list(SECTIONS))
def test_a_page_sent_back_as_it_was_drawn_changes_nothing(code: str) -> None:
    shown = form_of(SECTIONS[code], assessment=ASSESSMENT)
    data = QueryDict(mutable=True)
    for name in shown.boxes:
        value = shown[name].value()
        if isinstance(value, str):
            data[name] = value
    form = form_of(SECTIONS[code], assessment=ASSESSMENT, data=data)
    assert (form.changes(), form.refusals()) == ((), {})
    assert shown.boxes or code == "check"


def test_a_page_that_may_not_be_changed_ignores_what_is_sent() -> None:
    form = form_of(
        SECTIONS["budget"], assessment=ASSESSMENT, data=QueryDict("fields.closing_balance=1"), is_editable=False
    )
    assert form.changes() == ()
