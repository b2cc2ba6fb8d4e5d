"""The comparison sees a wrong rounding, swapped columns and a lost figure in every output.

Each test breaks the product in one place and expects to be told of it, by filing, place and code.
"""

from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal
from typing import Any

import pytest

from selfeval.domain.amounts import number_text
from selfeval.domain.files import filing_printing, result_file
from selfeval.exports import cells, excel_indicators, excel_sheet, indicator_rows, report_said, report_scores
from selfeval.exports.document import Cell, IndicatorRow
from selfeval.exports.layout import Prints
from tests.exports.agreement import outputs
from tests.exports.agreement.filings import Case, cases

Patch = pytest.MonkeyPatch
Wrong = Callable[[list[Case]], list[str]]
# Four of the frameworks, with gaps and halves among their figures.
SEEN = (16, 17, 19, 22)


def fresh() -> list[Case]:
    """Filings whose forms nobody has made yet."""
    return [replace(cases()[number]) for number in SEEN]


def cut_off(value: Decimal, places: int | None = None, mode: Any = None) -> str:
    """What number_text prints where it would not round half up."""
    del mode
    return number_text(value) if places is None else f"{value.quantize(Decimal(1).scaleb(-places), ROUND_DOWN):,f}"


def swapped(row: IndicatorRow, prints: Prints) -> Cell | str:
    """What cell_of gives where 设定分值 and 评价得分 have changed places."""
    others = {Prints.SET_POINTS: Prints.SELF_SCORE, Prints.SELF_SCORE: Prints.SET_POINTS}
    return _cell_of(row, others.get(prints, prints))


_cell_of = indicator_rows.cell_of


@pytest.fixture(params=["page", "paper", "workbook", "Word", "report PDF"])
def wrong(request: pytest.FixtureRequest) -> Wrong:
    found: dict[str, Wrong] = {
        "page": outputs.wrong_on_the_page,
        "paper": lambda chosen: outputs.wrong_on_paper(chosen[:2]),
        "workbook": outputs.wrong_in_workbooks,
        "Word": outputs.wrong_in_word,
        "report PDF": lambda chosen: outputs.wrong_in_report_on_paper(chosen[:1]),
    }
    return found[request.param]


def test_a_wrong_rounding_is_seen_in_every_document(wrong: Wrong, monkeypatch: Patch) -> None:
    """In the workbook only where a text is printed: its numbers are rounded by their own formats."""
    monkeypatch.setattr(cells, "number_text", cut_off)
    monkeypatch.setattr(excel_sheet, "_is_kept", lambda value: False)
    told = wrong(fresh())
    assert any("field:" in fault for fault in told)
    assert all(fault.startswith("filing ") for fault in told)


def test_a_number_format_of_another_length_is_seen(monkeypatch: Patch) -> None:
    look = excel_sheet._cell_look

    def shorter(cell: Cell, given: dict[str, Any]) -> dict[str, Any]:
        found = look(cell, given)
        return found | {"num_format": "#,##0.0_ "} if found.get("num_format") == "#,##0.00_ " else found

    monkeypatch.setattr(excel_sheet, "_cell_look", shorter)
    assert any("workbook paper, field:" in fault for fault in outputs.wrong_in_workbooks(fresh()))


@pytest.mark.parametrize("kind", ["page", "paper", "workbook"])
def test_swapped_columns_are_seen(kind: str, monkeypatch: Patch) -> None:
    monkeypatch.setattr(indicator_rows, "cell_of", swapped)
    monkeypatch.setattr(excel_indicators, "cell_of", swapped)
    made: dict[str, Wrong] = {
        "page": outputs.wrong_on_the_page,
        "paper": outputs.wrong_on_paper,
        "workbook": outputs.wrong_in_workbooks,
    }
    told = made[kind](fresh()[:1])
    assert {"set", "self"} <= {fault.split(", ")[2].partition(":")[0] for fault in told}


@pytest.mark.parametrize("wrong_in", [outputs.wrong_on_the_page, outputs.wrong_in_workbooks])
def test_what_was_reached_in_the_place_of_what_was_aimed_at_is_seen(wrong_in: Wrong, monkeypatch: Patch) -> None:
    others = {Prints.TARGET: Prints.ACTUAL, Prints.ACTUAL: Prints.TARGET}
    for module in (indicator_rows, excel_indicators):
        monkeypatch.setattr(module, "cell_of", lambda row, prints: _cell_of(row, others.get(prints, prints)))
    case = next(each for each in cases() if each.slug == "sichuan-2023-project" and each.plain.get("own_indicators"))
    told = wrong_in([replace(case)])
    assert {"own-target", "own-actual"} == {fault.split(", ")[2].partition(":")[0] for fault in told}


def test_swapped_columns_of_a_word_table_are_seen(monkeypatch: Patch) -> None:
    right = report_scores.ScoreTables._points

    def turned(self: Any, *args: Any) -> tuple[str, str, str]:
        points, score, lost = right(self, *args)
        return score, points, lost

    monkeypatch.setattr(report_scores.ScoreTables, "_points", turned)
    told = outputs.wrong_in_word(fresh())
    assert any("Word 绩效指标得分明细, set:" in fault for fault in told)
    assert not any("资金情况" in fault for fault in told)


def test_a_wrong_count_in_a_sentence_is_seen(monkeypatch: Patch) -> None:
    monkeypatch.setattr(report_said.Sentences, "_lost_in_all", lambda self: "失分的指标7项。")
    assert any("Word sentences, lost-count: '7'" in fault for fault in outputs.wrong_in_word(fresh()))


def test_a_rounded_score_in_the_result_file_is_seen(monkeypatch: Patch) -> None:
    monkeypatch.setattr(result_file, "_points", lambda value, places: f"{value:.1f}")
    assert any("JSON result, self_score:" in fault for fault in outputs.wrong_in_json(cases()[:8]))


def test_a_rounded_amount_in_the_filing_file_is_seen(monkeypatch: Patch) -> None:
    monkeypatch.setattr(filing_printing, "plain_text", lambda value: f"{value:.2f}")
    assert any("JSON filing, .fields." in fault for fault in outputs.wrong_in_json(cases()))


def test_a_lost_figure_and_one_too_many_are_seen() -> None:
    case = fresh()[0]
    form = case.form
    case.__dict__["form"] = replace(form, facts=form.facts[:-1], sections=form.sections[::-1])
    told = outputs.wrong_on_the_page([case])
    assert any("page facts" in fault and "None instead of" in fault for fault in told)
    assert any("group-self:" in fault for fault in told)
