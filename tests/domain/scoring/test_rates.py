"""How a rate is kept, printed and told with its figures put in."""

import pytest

from selfeval.domain.files import Plain
from tests.domain.one_indicator import at_rate, framework_of, scored

PROPORTIONAL: dict[str, Plain] = {"kind": "proportional"}


class TestRates:
    """How a rate is kept and printed."""

    def test_numbers_are_shown_as_numbers(self) -> None:
        framework = framework_of({"kind": "deduct_above", "limit": "3", "step": "1", "deduct": "2"}, show="number")
        score = at_rate(framework, "4.2")

        assert (score.rate_text, str(score.rate)) == ("4.20", "4.2")
        assert score.trace == "某率＝4.20÷1.00＝4.20，高于3，含1个整步（每步1），每步扣2.00分，应扣2.00分，得8.00分"

    def test_a_figure_that_is_a_percentage_already_is_not_multiplied_again(self) -> None:
        score = scored(framework_of(PROPORTIONAL, formula="share"), {"share": "88%"})

        assert score.trace == "某率＝88.00%，按比例计分，得8.80分"

    def test_a_sum_is_bracketed_before_it_is_multiplied(self) -> None:
        score = scored(framework_of(PROPORTIONAL, formula="a - b"), {"a": "0.9", "b": "0.1"})

        assert score.trace == "某率＝（0.90－0.10）×100%＝80.00%，按比例计分，得8.00分"

    @pytest.mark.parametrize(
        ("mode", "places", "text"),
        [
            ("half_up", "2", "66.67%"),
            ("truncate", "2", "66.66%"),
            ("half_up", "0", "67%"),
            ("half_up", "4", "66.6667%"),
        ],
    )
    def test_rates_are_printed_as_the_framework_rounds(self, mode: str, places: str, text: str) -> None:
        framework = framework_of(PROPORTIONAL, rounding={"mode": mode, "rate_places": places})
        score = scored(framework, {"a": "2", "b": "3"})

        assert score.rate_text == text
        assert str(score.rate).startswith("0.6666666666666666666666666666")

    @pytest.mark.parametrize(
        ("mode", "places", "score"),
        [("half_up", "1", "6.7"), ("truncate", "1", "6.6"), ("half_up", "0", "7"), ("truncate", "2", "6.66")],
    )
    def test_points_are_rounded_once_at_the_end(self, mode: str, places: str, score: str) -> None:
        framework = framework_of(PROPORTIONAL, rounding={"mode": mode, "points_places": places})

        assert str(scored(framework, {"a": "2", "b": "3"}).computed_score) == score

    def test_counts_and_money_are_put_in_as_people_write_them(self) -> None:
        score = scored(framework_of(PROPORTIONAL, formula="people / budget"), {"people": "1234", "budget": "2468"})

        assert score.trace.startswith("某率＝1,234÷2,468.00×100%＝50.00%")

    def test_parts_of_an_itemised_field(self) -> None:
        items: Plain = [{"label": "甲", "amount": "70"}, {"label": "乙", "amount": "30", "excluded": "true"}]
        score = scored(framework_of(PROPORTIONAL, formula="items.counted / items.total"), {"items": items})

        assert score.trace == "某率＝70.00÷100.00×100%＝70.00%，按比例计分，得7.00分"
        assert score.formula_words == "调整明细计入数÷调整明细合计"

    @pytest.mark.parametrize(
        ("fields", "trace"),
        [
            ({"a": "1"}, "某率＝（1.00＋0.00）÷1.00×100%＝100.00%，按比例计分，得10.00分（丙数未填，按0计）"),
            ({"a": "1", "c": "1"}, "某率＝（1.00＋1.00）÷1.00×100%＝200.00%，超过100%，按100%计，得10.00分"),
            ({"a": "1", "c": "0"}, "某率＝（1.00＋0.00）÷1.00×100%＝100.00%，按比例计分，得10.00分"),
        ],
    )
    def test_what_is_taken_as_zero_is_said(self, fields: dict[str, Plain], trace: str) -> None:
        assert scored(framework_of(PROPORTIONAL, formula="(a + or_zero(c)) / 1.00"), fields).trace == trace

    def test_what_is_taken_as_zero_inside_an_expression_is_named_and_printed_as_zero(self) -> None:
        score = scored(framework_of(PROPORTIONAL, formula="(a + or_zero(b - c)) / 2.00"), {"a": "1", "b": "5"})

        assert score.trace == "某率＝（1.00＋0.00）÷2.00×100%＝50.00%，按比例计分，得5.00分（丙数未填，按0计）"
