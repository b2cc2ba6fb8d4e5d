"""What a box had last year: the same code, this year's unit, nothing guessed."""

from dataclasses import replace
from decimal import Decimal

from selfeval.domain.checks import Prior
from selfeval.domain.framework import FieldKind
from selfeval.domain.last_year import (
    Before,
    change_since,
    figure_before,
    score_before,
    text_to_carry,
    texts_before,
)
from selfeval.domain.narrative.link_values import link_values
from tests.domain.checks.real_form import assessed, last_year, with_fields
from tests.fixtures_data.published import framework

NOW = assessed()
RULES = framework("jinzhong-2021")
RATE = "process.budget_execution.completion_rate"


def before(code: str, prior: Prior | None = None) -> Before | None:
    return figure_before(NOW.framework, prior or last_year(), code)


def test_a_figure_comes_in_this_years_unit() -> None:
    in_yuan = last_year(framework=with_fields(money_unit="yuan"), original_budget="24240300")
    assert before("original_budget", in_yuan) == Before(kind=FieldKind.MONEY, value=Decimal("2424.03"))
    assert before("authorised_posts") == Before(kind=FieldKind.COUNT, value=Decimal(51))


def test_computed_and_itemised_values_are_known_too() -> None:
    full_year, items = before("full_year_budget"), before("budget_adjustment_items")
    assert full_year is not None
    assert items is not None
    assert (full_year.value, items.value) == (Decimal("3043.01"), 484)


def test_what_comes_in_is_held_against_what_was_left() -> None:
    assert before("opening_carryover") == Before(kind=FieldKind.MONEY, value=Decimal("547.84"), label="年末结余金额")
    left = before("opening_carryover", last_year(closing_balance=None))
    assert left is not None
    assert left.value == Decimal("16.07")
    prior = before("three_public_budget_prior")
    assert prior is not None
    assert (prior.value, prior.label) == (Decimal("44.06"), RULES.label_of("three_public_budget"))
    assert before("opening_carryover", last_year(closing_balance=None, carryover_balance=None)) is None


def test_what_last_years_form_lacks_or_has_as_something_else_is_not_compared() -> None:
    assert before("no_such_code") is None
    assert before("original_budget", last_year(original_budget=None)) is None
    added = with_fields({"code": "grants", "kind": "money"})
    this_year = assessed(framework=added, fields={"grants": "5"}).framework
    assert figure_before(this_year, last_year(), "grants") is None
    counted = last_year(framework=with_fields({"code": "grants", "kind": "count"}), grants="5")
    assert figure_before(this_year, counted, "grants") is None


def test_a_change_is_a_share_of_last_years_value() -> None:
    money = Before(kind=FieldKind.MONEY, value=Decimal(200))
    assert change_since(money, Decimal(210)) == Decimal("0.05")
    assert change_since(replace(money, value=Decimal(-200)), Decimal(-210)) == Decimal("-0.05")
    for other in (
        replace(money, value=Decimal(0)),
        replace(money, label="年末结余"),
        replace(money, kind=FieldKind.PERCENT),
        replace(money, value="是"),
    ):
        assert change_since(other, Decimal(210)) is None
    assert change_since(money, None) is None


def test_scores_are_those_of_the_same_leaf() -> None:
    found = score_before(RULES, last_year(), RATE)
    assert found is not None
    assert (found.rate_text, found.self_score, found.points) == ("82.00%", 0, 2)
    assert score_before(RULES, last_year(), "process") is None
    assert score_before(RULES, Prior(framework=framework("hubei-2020"), filing=last_year().filing), RATE) is None


def linked(prior: Prior, text: str) -> Prior:
    filing = replace(prior.filing, narratives={**prior.filing.narratives, "mandate": text})
    return Prior(framework=prior.framework, filing=filing)


def test_texts_belong_to_the_same_code_or_title() -> None:
    prior = last_year()
    texts = texts_before(RULES, prior)
    assert texts["narratives.mandate"].read == prior.filing.narratives["mandate"]
    assert texts[f"indicators.{RATE}.reason"].typed == prior.filing.entry(RATE).reason
    assert not [box for box, text in texts.items() if not text.typed]
    renamed = tuple(replace(each, code=f"{each.code}_new") for each in RULES.narratives)
    assert "narratives.mandate_new" in texts_before(replace(RULES, narratives=renamed), prior)
    other = tuple(replace(each, code=f"{each.code}_new", title=f"{each.title}二") for each in RULES.narratives)
    assert not [box for box in texts_before(replace(RULES, narratives=other), prior) if box.startswith("narratives")]


def test_links_are_kept_where_this_years_form_knows_them() -> None:
    now = link_values(NOW.framework, NOW.filing, NOW.sheet)
    text = texts_before(RULES, linked(last_year(original_budget="2000"), "年初{年初预算金额}。"))["narratives.mandate"]
    assert text.read == "年初2,000.00万元。"
    assert text_to_carry(text, now) == "年初{年初预算金额}。"
    unknown = replace(text, typed="年初{年初预算金额}，{去年才有的数}。", read="年初2,000.00万元，{去年才有的数}。")
    assert text_to_carry(unknown, now) == unknown.read
