"""A page's form: each box stands for itself."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.http import QueryDict

from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.files import read_framework
from selfeval.domain.filing import Filing, IndicatorEntry
from selfeval.domain.sections import Section, sections_of
from selfeval.services.changes import EntryChange, FigureChange
from selfeval.web.forms.pages import form_of
from selfeval.web.forms.section import SectionForm
from tests.factories import domain_framework, sample

ASSESSMENT = assess(domain_framework(), sample())
SECTIONS = {section.code: section for section in sections_of(domain_framework())}
REASON = "indicators.process.budget_execution.completion_rate.reason"

# What the form of 2021 has none of: a yes or no, a choice, a day, a table, 不涉及 and what units give themselves.
BOXES = read_framework(
    """\
format: selfeval-framework/1
slug: boxes
version: 1
title: 各种格子
money_unit: wan_yuan
total_points: 50
rounding: {mode: half_up, rate_places: 2, points_places: 2, thresholds_on: exact}
grades: [{name: 合格, from: 0}]
fields:
  - {code: share, label: 占比, kind: percent}
  - {code: has_survey, label: 是否做过调查, kind: flag}
  - {code: way, label: 方式, kind: choice, options: [问卷, 座谈]}
  - {code: held_on, label: 日期, kind: date}
  - code: sources
    label: 来源
    kind: table
    columns: [{code: amount, label: 金额, kind: money}, {code: note, label: 说明, kind: text}]
    rows: [本年, 上年]
indicators:
  - code: given
    name: 填报
    children:
      - {code: list, name: 要点, points: 10, not_applicable: redistribute,
         scoring: {kind: checklist, items: [{text: 有制度, points: 4}, {text: 有记录, points: 6}]}}
      - {code: cases, name: 例数, points: 10, not_applicable: full, scoring: {kind: incidents, deduct: 2}}
      - {code: tier, name: 档次, points: 10,
         scoring: {kind: tiers, tiers: [{name: 达成, in: "[60%, 100%]"}, {name: 未达成, in: "[0%, 60%)"}]}}
      - {code: chosen, name: 自选, points: 10, scoring: {kind: choose, pick: unit, options: [
          {label: 甲, formula: share, scoring: {kind: proportional}}]}}
      - {code: manual, name: 评定, points: 10, scoring: {kind: manual}}
"""
)
FILLED: dict[str, Any] = {
    "fields": {
        "share": Decimal("0.825"),
        "has_survey": False,
        "way": "座谈",
        "held_on": date(2021, 6, 30),
        "sources": ({}, {"amount": Decimal(120_000), "note": "拨款"}),
    },
    "indicators": {
        "given.list": IndicatorEntry(ticked=()),
        "given.cases": IndicatorEntry(is_applicable=False, reason="没有这项业务"),
        "given.tier": IndicatorEntry(tier="达成", coefficient=Decimal("0.8")),
        "given.chosen": IndicatorEntry(choice=1),
        "given.manual": IndicatorEntry(points=Decimal(7)),
    },
}


def sent(section: str, query: str) -> SectionForm:
    form = form_of(SECTIONS[section], assessment=ASSESSMENT, data=QueryDict(query))
    form.is_valid()
    return form


def test_only_what_was_sent_and_differs_is_a_change() -> None:
    form = sent("budget", "fields.original_budget=2,424.03&fields.closing_balance=16.07&fields.carryover_balance=12万")
    assert [change.box for change in form.changes()] == ["fields.closing_balance"]
    assert list(form.refusals()) == ["fields.carryover_balance"]


def test_a_box_that_was_not_sent_is_left_alone() -> None:
    assert sent("budget", "seen=1").changes() == ()
    assert sent("process", f"{REASON}=新的原因").changes() == (
        EntryChange(code="process.budget_execution.completion_rate", attribute="reason", value="新的原因"),
    )


def test_an_emptied_box_clears_what_is_stored() -> None:
    form = sent("budget", "fields.closing_balance=&fields.budget_adjustment_items.rows=1")
    assert form.changes() == (
        FigureChange(code="budget_adjustment_items", value=None),
        FigureChange(code="closing_balance", value=None),
    )


def as_drawn(form: SectionForm) -> QueryDict:
    """What a browser sends for the boxes of `form` as they stand: texts, ticks with their mark, rows by number."""
    data = QueryDict(mutable=True)
    for name in form.boxes:
        match form[name].value():
            case None:
                data[name] = ""
            case bool(is_ticked):
                data.update({f"{name}.sent": "1", **({name: "on"} if is_ticked else {})})
            case str(text):
                data[name] = text
            case list(parts):
                data.update({f"{name}.sent": "1", f"{name}.rows": str(len(parts))})
                columns = getattr(form.fields[name].widget, "columns", ())
                for number, part in enumerate(parts if columns else ()):
                    data.update({f"{name}.{number}.{column}": part.get(column, "") for column in columns})
                data.setlist(name, [part for part in parts if isinstance(part, str)])
    return data


def drawn_and_sent(section: Section, assessment: Assessment) -> SectionForm:
    data = as_drawn(form_of(section, assessment=assessment))
    form = form_of(section, assessment=assessment, data=data)
    assert [name for name in form.boxes if not form.was_sent(name)] == []
    return form


@pytest.mark.parametrize("code", list(SECTIONS))
def test_a_page_sent_back_as_it_was_drawn_changes_nothing(code: str) -> None:
    form = drawn_and_sent(SECTIONS[code], ASSESSMENT)
    assert (form.changes(), form.refusals()) == ((), {})
    assert form.boxes or code == "check"


@pytest.mark.parametrize("is_filled", [True, False])
def test_boxes_of_every_kind_sent_back_change_nothing(is_filled: bool) -> None:
    filing = Filing(framework="boxes", fiscal_year=2021, **(FILLED if is_filled else {}))
    assessment = assess(BOXES, filing)
    for section in sections_of(BOXES):
        form = drawn_and_sent(section, assessment)
        assert (form.changes(), form.refusals()) == ((), {}), section.code


def test_rows_sent_with_one_cell_changed_are_a_change() -> None:
    section = SECTIONS["evaluators"]
    data = as_drawn(form_of(section, assessment=ASSESSMENT))
    data["evaluators.0.title"] = "主任科员"
    (change,) = form_of(section, assessment=ASSESSMENT, data=data).changes()
    assert change.box == "evaluators"


def test_a_page_that_may_not_be_changed_ignores_what_is_sent() -> None:
    form = form_of(
        SECTIONS["budget"], assessment=ASSESSMENT, data=QueryDict("fields.closing_balance=1"), is_editable=False
    )
    assert form.changes() == ()
