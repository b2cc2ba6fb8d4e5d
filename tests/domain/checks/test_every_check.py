"""Every check survives what is missing, and one that breaks is told and keeps nobody from going on."""

import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest

from selfeval.domain import checks
from selfeval.domain.checks import CHECKS, run_checks
from selfeval.domain.checks.case import Case, Check
from selfeval.domain.files import filing_from_document
from selfeval.domain.filing import Filing
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Severity
from selfeval.domain.scoring import score_sheet
from tests.domain.narrative.long_report import whole
from tests.fixtures_data.published import filing, framework

HEAD = {"format": "selfeval-filing/1", "framework": "jinzhong-2021", "fiscal_year": "2021"}
RULES = framework("jinzhong-2021")
FULL = filing("jinzhong-2021")
EMPTY = filing_from_document(RULES, HEAD)


def half_filled() -> Iterator[tuple[str, Filing]]:
    """Nothing; only texts; only figures; every second figure, entry and text; single ones left out."""
    yield "empty", EMPTY
    yield "texts only", replace(EMPTY, narratives={"performance_analysis": whole()})
    yield "figures only", replace(EMPTY, fields=FULL.fields)
    for start in (0, 1):
        yield (
            f"every second from {start}",
            replace(
                FULL,
                fields={code: FULL.fields[code] for code in list(FULL.fields)[start::2]},
                indicators={code: FULL.indicators[code] for code in list(FULL.indicators)[start::2]},
                narratives={code: FULL.narratives[code] for code in list(FULL.narratives)[start::2]},
            ),
        )
    for missing in ("actual_expenditure", "original_budget", "closing_balance", "three_public_budget"):
        yield f"without {missing}", replace(FULL, fields={k: v for k, v in FULL.fields.items() if k != missing})


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
@pytest.mark.parametrize("given", [pytest.param(each, id=name) for name, each in half_filled()])
def test_it_survives_missing_values(check: Check, given: Filing) -> None:
    case = Case(framework=RULES, filing=given, sheet=score_sheet(RULES, given))

    assert all(isinstance(each, Finding) and each.message and each.where for each in check(case))


def test_one_that_breaks_is_told_and_the_others_run_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def closing_balance_adds_up(case: Case) -> Iterator[Finding]:
        raise ZeroDivisionError

    sheet = score_sheet(RULES, EMPTY)
    as_before = run_checks(RULES, EMPTY, sheet)
    monkeypatch.setattr(checks, "CHECKS", (closing_balance_adds_up, *CHECKS))
    with caplog.at_level(logging.ERROR):
        first, *others = run_checks(RULES, EMPTY, sheet)

    assert (first.check, first.severity, first.where) == ("check_failed", Severity.INFO, ())
    assert first.message == "“年末结余勾稽”这一项核查没有做完，不影响填报和提交，请告知管理员"
    assert not first.blocks_submission
    assert tuple(others) == as_before
    assert "closing_balance_adds_up" in caplog.text
