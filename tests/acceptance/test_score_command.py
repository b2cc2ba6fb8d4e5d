"""`manage.py score fixtures/filings/jinzhong-2021.yaml --json`: every row, every total, and what changed figures do."""

from pathlib import Path
from typing import Any

import pytest

from selfeval.domain.files import load
from tests.acceptance.score_runs import FILING, edited, score

EXECUTION = "process.budget_execution"
MANAGEMENT, ASSETS = "process.budget_management", "process.asset_management"
BENEFIT = "effect.performance_benefit"

# What each row must say, written by hand; see the file.
ROWS: Any = load((Path(__file__).parent / "jinzhong_2021_rows.yaml").read_text(encoding="utf-8"))
# code: reference points, points in force, computed score, self score
GROUPS = {
    "input": ("18.00", "18.00", "18.00", "18.00"),
    "input.target_setting": ("6.00", "6.00", "6.00", "6.00"),
    "input.budget_allocation": ("12.00", "12.00", "12.00", "12.00"),
    "process": ("40.00", "39.00", "30.00", "31.00"),
    EXECUTION: ("18.00", "19.00", "12.00", "13.00"),
    MANAGEMENT: ("12.00", "12.00", "12.00", "12.00"),
    ASSETS: ("10.00", "8.00", "6.00", "6.00"),
    "output": ("22.00", "23.00", "23.00", "23.00"),
    "output.duty_performance": ("22.00", "23.00", "23.00", "23.00"),
    "effect": ("20.00", "20.00", "20.00", "20.00"),
    BENEFIT: ("20.00", "20.00", "20.00", "20.00"),
}
EXACT_RATES = {
    "input.budget_allocation.three_public_change_rate": "-0.0180521507",
    f"{EXECUTION}.completion_rate": "0.8199677293",
    f"{EXECUTION}.adjustment_rate": "0.1996674959",
    f"{EXECUTION}.carryover_rate": "0.1800322707",
    f"{EXECUTION}.operating_expenditure_control_rate": "0.9019500049",
    f"{EXECUTION}.three_public_control_rate": "0.7192464821",
    f"{EXECUTION}.procurement_execution_rate": "1.0000000000",
}
RESULT: Any = score(FILING, "--json").result


def test_the_rows_are_those_of_the_form_in_its_order() -> None:
    assert len(ROWS) == 26
    assert list(RESULT["indicators"]) == list(ROWS)


@pytest.mark.parametrize("code", ROWS)
def test_every_column_of_every_row(code: str) -> None:
    row = dict(RESULT["indicators"][code])
    rate = row.pop("rate")

    assert row == {**ROWS[code], "applicable": ROWS[code]["trace"] != "不涉及此项"}
    assert (rate is None) is (ROWS[code]["rate_text"] is None)


@pytest.mark.parametrize("code", EXACT_RATES)
def test_exact_rates(code: str) -> None:
    assert RESULT["indicators"][code]["rate"] == EXACT_RATES[code]


def test_every_group() -> None:
    keys = ("reference_points", "points", "computed_score", "self_score")

    assert {code: tuple(group[key] for key in keys) for code, group in RESULT["groups"].items()} == GROUPS
    assert [RESULT["groups"][code]["name"] for code in ("input", "process", "output", "effect")] == [
        "投入",
        "过程",
        "产出",
        "效果",
    ]


def test_totals_and_grade() -> None:
    assert RESULT["total"] == {"points": "100.00", "computed_score": "91.00", "self_score": "92.00", "capped_at": None}
    assert (RESULT["grade"], RESULT["unscored"]) == ("优", [])
    assert (RESULT["format"], RESULT["framework"]) == ("selfeval-result/1", {"slug": "jinzhong-2021", "version": "1"})
    assert RESULT["values"] == {"full_year_budget": "3043.01"}


def test_only_the_carryover_rate_differs_and_has_its_reason() -> None:
    differing = [code for code, row in RESULT["indicators"].items() if row["computed_score"] != row["self_score"]]
    finding = next(each for each in RESULT["findings"] if each["check"] == "self_score_matches_computed")

    assert differing == [f"{EXECUTION}.carryover_rate"]
    assert finding["severity"] == "warning"
    assert finding["explanation"].startswith("系统按年末结余547.84万元计算")


def test_a_finding_names_the_balance_against_the_carryover() -> None:
    finding = next(each for each in RESULT["findings"] if each["check"] == "carryover_agrees_with_closing_balance")

    assert finding["where"] == ["fields.carryover_balance"]
    assert (finding["severity"], finding["expected"], finding["found"]) == ("warning", "547.84", "16.07")
    assert "547.84" in finding["message"]
    assert "16.07" in finding["message"]
    assert finding["explanation"]


class TestChangedFigures:
    """The same form with figures typed over."""

    def row(self, folder: Path, code: str, *edits: tuple[str, str]) -> Any:
        run = score(edited(folder, *edits), "--json")
        assert run.code == 0
        return run.result["indicators"][f"{EXECUTION}.{code}"]

    def test_four_nodes_reached_turn_the_progress_full(self, tmp_path: Path) -> None:
        nodes = (
            ("q1: 555.04", "q1: 760.7525"),
            ("h1: 1038.66", "h1: 1521.505"),
            ("q3: 1326.88", "q3: 2282.2575"),
            ("november: 1593.26", "november: 2738.709"),
        )
        row = self.row(tmp_path, "payment_progress_rate", *nodes)

        assert row["computed_score"] == "2.00"
        assert [
            text in row["trace"]
            for text in ("25.00%，达到25%", "50.00%，达到50%", "75.00%，达到75%", "90.00%，达到90%")
        ] == [True] * 4

    def test_a_fen_short_of_a_node_shows_why(self, tmp_path: Path) -> None:
        row = self.row(tmp_path, "payment_progress_rate", ("november: 1593.26", "november: 2738.708999"))

        assert row["computed_score"] == "0.00"
        assert "＝89.99999997%，低于90%" in row["trace"]

    def test_a_cut_loses_what_an_increase_loses(self, tmp_path: Path) -> None:
        row = self.row(tmp_path, "adjustment_rate", ("budget_adjustment: 484", "budget_adjustment: -484"))

        assert (row["rate_text"], row["computed_score"]) == ("19.97%", "0.00")
        assert row["trace"].startswith("预算调整率＝|-484.00|÷2,424.03×100%＝19.97%，")

    def test_figures_taken_as_zero_are_no_longer_once_typed(self, tmp_path: Path) -> None:
        row = self.row(tmp_path, "completion_rate", ("fields:\n", "fields:\n  opening_carryover: 0\n"))

        assert "未填" not in row["trace"]

    def test_an_empty_figure_leaves_its_rates_open(self, tmp_path: Path) -> None:
        run = score(
            edited(
                tmp_path,
                ("  actual_expenditure: 2495.17\n", ""),
                ("    self_score: 0\n    analysis: 商贸", "    analysis: 商贸"),
            ),
            "--json",
        )
        row = run.result["indicators"][f"{EXECUTION}.completion_rate"]

        assert (row["rate"], row["computed_score"], row["self_score"], row["trace"]) == (
            None,
            None,
            None,
            "预算执行金额未填，暂不能计算",
        )
        assert run.result["unscored"] == [f"{EXECUTION}.completion_rate"]
        assert run.result["grade"] is None
