"""Ten thousand filings of thirty indicators: the engine, plain Python of the same arithmetic, LibreOffice.

Run by `make bench`. Seconds are processor seconds of this process, and for LibreOffice those of its own, all in one
run, so that the ratios hold on any machine.
"""

import os
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

import pytest

from selfeval.domain.assessment import assess
from selfeval.domain.filing import Filing
from selfeval.domain.scoring import score_sheet
from selfeval.exports.calculation_workbook import render_calculation
from selfeval.exports.document import TOTAL, computed_role
from tests.bench import thirty_indicators as thirty
from tests.exports import office

FILINGS = 10_000
IN_THE_OFFICE = 60


@pytest.fixture(scope="module")
def filings() -> list[Filing]:
    return thirty.filings(FILINGS)


def say(name: str, count: int, seconds: float, against: float = 0) -> float:
    """Print filings a second, and how many times as long the engine (`against`) takes; returns seconds a filing."""
    each = seconds / count
    ratio = f"，引擎用时是它的 {against / each:.3g} 倍" if against else ""
    print(f"\n{name}：{count / seconds:,.0f} 份/秒（{count:,} 份，{seconds:.1f} 秒）{ratio}", end="")  # noqa: T201
    return each


def seconds_of(work: Callable[[Any], object], inputs: Sequence[Any]) -> float:
    started = time.process_time()
    for each in inputs:
        work(each)
    return time.process_time() - started


def test_ten_thousand_filings(filings: list[Filing]) -> None:
    framework = thirty.framework()
    engine = say(
        "引擎算分（含计算过程的文字）", FILINGS, seconds_of(lambda each: score_sheet(framework, each), filings)
    )
    some = filings[: FILINGS // 10]
    say("算分并核查", len(some), seconds_of(lambda each: assess(framework, each), some), engine)
    floats = [thirty.plain_inputs(each, float) for each in filings]
    say("手写的二进制浮点", FILINGS, seconds_of(thirty.plain_floats, floats), engine)
    decimals = [thirty.plain_inputs(each, Decimal) for each in filings]
    say("手写的十进制", FILINGS, seconds_of(thirty.plain_decimals, decimals), engine)
    for filing, plain, exact in list(zip(filings, floats, decimals, strict=True))[:500]:
        total = score_sheet(framework, filing).total.computed_score
        assert thirty.plain_decimals(exact) == total
        assert thirty.plain_floats(plain) == pytest.approx(float(total), abs=1e-9)
    # Several times what two ordinary cores need: it catches a change of kind, not a slow machine.
    assert engine < 0.05


def test_libreoffice_computes_the_same(filings: list[Filing]) -> None:
    framework, some = thirty.framework(), filings[:IN_THE_OFFICE]
    engine = say("引擎算分", len(some), seconds_of(lambda each: score_sheet(framework, each), some))
    books = [render_calculation(framework, each) for each in some]
    before = os.times()
    recalculated = office.recalculated({str(number): book.content for number, book in enumerate(books)})
    after = os.times()
    say("LibreOffice 重算计算表（含启动、读、写）", len(some), _spent(before, after), engine)
    for number, (book, filing) in enumerate(zip(books, some, strict=True)):
        place = book.places[computed_role(TOTAL)]
        value = recalculated[str(number)][place.sheet].cell(place.row + 1, place.column + 1).value
        assert value == pytest.approx(float(score_sheet(framework, filing).total.computed_score), abs=1e-9)


def _spent(before: os.times_result, after: os.times_result) -> float:
    """Processor seconds of the programs this process waited for."""
    return after.children_user + after.children_system - before.children_user - before.children_system
