"""A card says what was computed and what is still asked for."""

from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from selfeval.domain.assessment import assess
from selfeval.domain.filing import Filing, IndicatorEntry
from selfeval.domain.sections import sections_of
from selfeval.web.forms.pages import form_of
from selfeval.web.presenters.addresses import Addresses
from selfeval.web.presenters.cards import CardBadge
from selfeval.web.presenters.indicators import IndicatorCard, indicator_groups
from tests.factories import domain_framework, sample

ADDRESSES = Addresses(public_id=UUID(int=1), framework=domain_framework())


def cards(root: str, filing: Filing | None = None) -> dict[str, IndicatorCard]:
    assessment = assess(domain_framework(), filing or sample())
    section = next(each for each in sections_of(domain_framework()) if each.code == root)
    form = form_of(section, assessment=assessment)
    groups = indicator_groups(assessment, form, ADDRESSES, section=section)
    return {card.code: card for group in groups for card in group.cards}


def with_entry(code: str, **changes: Any) -> Filing:
    filing = sample()
    entries = {**filing.indicators, code: replace(filing.entry(code), **changes)}
    return replace(filing, indicators=entries)


CARRYOVER = "process.budget_execution.carryover_rate"
COMPLETION = "process.budget_execution.completion_rate"


def test_every_leaf_of_the_root_has_a_card_numbered_through() -> None:
    found = cards("process")
    assert len(found) == 14
    assert [card.number for card in found.values()] == list(range(1, 15))


def test_the_formula_stands_with_its_labels_and_figures() -> None:
    formula = cards("process")[COMPLETION].formula
    assert formula is not None
    assert formula.is_division
    assert (formula.top_words, formula.top_figures) == ("预算执行金额", "2,495.17")
    assert (formula.bottom_words, formula.bottom_figures) == ("全年预算数", "3,043.01")
    assert formula.rate_text == "82.00%"


def test_a_figure_that_is_missing_is_not_a_zero() -> None:
    formula = cards("process")["process.asset_management.fixed_asset_utilisation_rate"].formula
    assert formula is not None
    assert (formula.top_figures, formula.bottom_figures, formula.rate_text) == ("未填", "未填", "—")


def test_milestones_lead_to_their_figures() -> None:
    lines = cards("process")["process.budget_execution.payment_progress_rate"].milestones
    assert [(line.figure, line.due, line.share) for line in lines] == [
        ("555.04", "25%", "18.24%"),
        ("1,038.66", "50%", "34.13%"),
        ("1,326.88", "75%", "43.60%"),
        ("1,593.26", "90%", "52.36%"),
    ]
    assert lines[0].url.endswith("/budget/#fields.spent_by_q1")
    assert lines[0].words == "差 6.76 个百分点，不得分"


def test_a_difference_with_its_reason_is_done() -> None:
    card = cards("process")[CARRYOVER]
    assert (card.computed, card.filed, card.reason_label, card.is_done) == ("2.00", "3.00", "差异理由", True)


@pytest.mark.parametrize(
    ("code", "changes", "badge", "label"),
    [
        (COMPLETION, {"reason": ""}, "须处理", "扣分原因"),
        (CARRYOVER, {"reason": ""}, "须处理", "差异理由"),
        (COMPLETION, {}, "失 2 分，已写原因", "扣分原因"),
    ],
)
def test_what_asks_for_something_is_open_and_says_so(
    code: str, changes: dict[str, str], badge: str, label: str
) -> None:
    card = cards("process", with_entry(code, **changes))[code]
    assert card.badge is not None
    assert (card.badge.words, card.reason_label, card.is_open) == (badge, label, badge == "须处理")


def test_not_applicable_is_said_and_folded() -> None:
    card = cards("effect")["effect.performance_benefit.economic_benefit"]
    assert card.badge == CardBadge(tone="", icon="dash", words="不涉及")
    assert (card.is_open, card.is_applicable) == (False, False)


def test_criteria_are_ticks_and_none_of_them_stands_last() -> None:
    code = "input.target_setting.target_reasonableness"
    ticks = cards("input", with_entry(code, ticked=(1, 3)))[code].ticks
    assert [tick.is_ticked for tick in ticks] == [True, False, True, False]
    assert (ticks[0].points, ticks[-1].text) == ("1 分", "以上都不具备")


def test_an_empty_form_asks_for_every_score() -> None:
    empty = Filing(framework="x", fiscal_year=2021, indicators={COMPLETION: IndicatorEntry()})
    assert all(card.is_open for card in cards("output", empty).values())
