"""A card says something sensible for every kind of rule, filled or not."""

from decimal import Decimal
from uuid import uuid4

import pytest

from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.filing import Filing, IndicatorEntry
from selfeval.domain.framework import Source
from selfeval.domain.sections import sections_of
from selfeval.web.forms.pages import form_of
from selfeval.web.presenters.addresses import Addresses
from selfeval.web.presenters.cards import IndicatorCard
from selfeval.web.presenters.indicators import indicator_groups, source_mark
from tests.domain.edited_node import with_node
from tests.every_kind import every_kind

FIGURES = {"budget": Decimal(1_000_000), "spent": Decimal(800_000), "halfway": Decimal(450_000)}
ENTRIES = {
    "kinds.checklist": IndicatorEntry(ticked=(1,)),
    "kinds.incidents": IndicatorEntry(incidents=1),
    "kinds.chosen": IndicatorEntry(choice=2),
    "kinds.tiers": IndicatorEntry(tier="达成", coefficient=Decimal("0.8")),
    "kinds.coefficient": IndicatorEntry(coefficient=Decimal("0.5")),
    "kinds.manual": IndicatorEntry(points=Decimal(7)),
}
KINDS = [leaf.code for leaf in every_kind().leaves]


def assessed(*, is_filled: bool = True) -> Assessment:
    filing = Filing(framework="every-kind@1", fiscal_year=2021)
    if is_filled:
        filing = Filing(framework="every-kind@1", fiscal_year=2021, fields=FIGURES, indicators=ENTRIES)
    return assess(every_kind(), filing)


def cards(assessment: Assessment) -> dict[str, IndicatorCard]:
    section = next(each for each in sections_of(assessment.framework) if each.code == "kinds")
    addresses = Addresses(public_id=uuid4(), framework=assessment.framework)
    groups = indicator_groups(assessment, form_of(section, assessment=assessment), addresses, section=section)
    return {card.code: card for group in groups for card in group.cards}


@pytest.mark.parametrize("code", KINDS)
def test_every_card_has_its_standard_and_its_sentence(code: str) -> None:
    for is_filled in (True, False):
        card = cards(assessed(is_filled=is_filled))[code]
        assert card.standard
        assert card.trace
        assert (card.computed != "—") is is_filled


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("kinds.proportional", "chart"),
        ("kinds.above", "ruler"),
        ("kinds.below", "chart"),
        ("kinds.both", "chart"),
        ("kinds.bands", "ruler"),
        ("kinds.full", "chart"),
        ("kinds.formula", "chart"),
        ("kinds.best", ""),
        ("kinds.manual", ""),
        ("kinds.tiers", ""),
    ],
)
def test_the_rate_is_shown_on_a_ruler_of_steps_or_on_a_line(code: str, shown: str) -> None:
    card = cards(assessed())[code]
    assert (bool(card.ruler), bool(card.chart)) == (shown == "ruler", shown == "chart")
    empty = cards(assessed(is_filled=False))[code]
    assert (empty.ruler, empty.chart) == (None, None)


def test_a_line_has_its_dot_where_the_rate_is() -> None:
    chart = cards(assessed())["kinds.proportional"].chart
    assert chart is not None
    assert (chart.lower, chart.upper, chart.most, chart.rate_text) == ("0%", "125%", "10", "80.00%")
    # 80 of 125 parts of the way from 30 to 294, four fifths of the way from 38 up to 14.
    assert (chart.dot_x, chart.dot_y) == ("199.0", "18.8")
    assert chart.words == "按比例 80.00%，得 8 分，满分 10 分"


@pytest.mark.parametrize(("code", "picked"), [("kinds.best", "2"), ("kinds.chosen", "2")])
def test_each_way_of_scoring_says_what_it_would_give(code: str, picked: str) -> None:
    first, second = cards(assessed())[code].options
    assert (first.label, first.words, first.figures) == ("看执行率", "执行数÷预算数", "80.00÷100.00")
    assert (first.rate, first.points) == ("80.00%", "8.00")
    assert (second.rate, second.points) == ("45.00%", "10.00")
    assert [each.value for each in (first, second) if each.is_picked] == [picked]


def test_a_way_that_cannot_be_computed_gives_nothing_yet() -> None:
    for code in ("kinds.best", "kinds.chosen"):
        options = cards(assessed(is_filled=False))[code].options
        assert [(each.figures, each.rate, each.points) for each in options] == [
            ("未填÷未填", "—", "—"),
            ("未填÷未填", "—", "—"),
        ]
        assert not any(each.is_picked for each in options)


def test_only_who_may_choose_has_a_box() -> None:
    found = cards(assessed())
    assert "choice" in found["kinds.chosen"].boxes
    assert "choice" not in found["kinds.best"].boxes


def test_tiers_show_their_spans_and_which_is_picked() -> None:
    tiers = cards(assessed())["kinds.tiers"].tiers
    assert [(each.name, each.span, each.is_picked) for each in tiers] == [
        ("达成", "[60%, 100%]", True),
        ("未达成", "[0%, 60%)", False),
    ]


@pytest.mark.parametrize(
    ("source", "words", "note"),
    [
        (Source(document="某文件", status="unverified", note="原文未见"), "待核", "某文件，原文未见"),
        (Source(status="sample", note="自拟"), "示例", "自拟"),
    ],
)
def test_what_is_not_settled_is_marked(source: Source, words: str, note: str) -> None:
    framework = with_node(every_kind(), "kinds.manual", source=source)
    found = cards(assess(framework, Filing(framework="every-kind@1", fiscal_year=2021)))
    mark = found["kinds.manual"].source
    assert mark is not None
    assert (mark.words, mark.note) == (words, note)
    assert found["kinds.tiers"].source is None


def test_what_is_verified_carries_no_mark() -> None:
    node = with_node(every_kind(), "kinds.manual", source=Source(status="verified")).nodes["kinds.manual"]
    assert source_mark(node) is None
