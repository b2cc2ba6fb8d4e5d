"""A year's workbook: 汇总表 of 10,000 units and 60 columns beside XlsxWriter writing the same cells bare, in one run.

Both write one row after the other into a file on disk (`constant_memory`), with the same looks and the same numbers.
Seconds are of this process's processor; memory is measured in processes of their own. Run by `make bench`.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, Final

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from xlsxwriter import Workbook

from selfeval.domain.annual import Chosen, UnitYear, YearHead
from selfeval.domain.annual_tally import Tally, tallied
from selfeval.domain.workflow import Role, State
from selfeval.exports.annual_book import AnnualBook
from selfeval.exports.annual_summary import FIRST, SummarySheet
from selfeval.exports.annual_workbook import annual_workbook
from selfeval.models import Filing, FilingCycle, Submission
from selfeval.queries.annual import AnnualFilter, annual_year
from tests.bench.city import make_city
from tests.factories import NOW, bring_to, domain_framework, make_user, make_world
from tests.generated_year import CHOSEN, generated_head, generated_unit, generated_year

ROWS: Final = 10_000
COLUMNS: Final = 60
_TIMES: Final = 5
_POOL: Final = 200
_MEMORY: Final = """
import json, os, sys
import django
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()
from tests.bench.bench_annual import summary, wide_head, wide_rows
def most():
    return next(int(line.split()[1]) for line in open("/proc/self/status") if line.startswith("VmHWM"))
summary(sys.argv[2], wide_head(), wide_rows(300))
# The most so far is forgotten (Linux): what counts is what the rows take beside the modules and one pool of units.
open("/proc/self/clear_refs", "w").write("5")
before = most()
summary(sys.argv[2], wide_head(), wide_rows(int(sys.argv[1])))
print(json.dumps([before, most()]))
"""


def wide_head() -> YearHead:
    """A year whose 汇总表 has sixty columns."""
    head = replace(generated_head(domain_framework()), indicators=())
    spare = COLUMNS - 13 - len(head.rates)
    figures = (*head.figures, *head.figures)[:spare]
    named = (replace(each, code=f"{each.code}.{number}") for number, each in enumerate(figures))
    return replace(head, figures=tuple(named), execution=head.execution)


def wide_rows(count: int) -> Iterator[UnitYear]:
    """Rows without a database: a pool of units again and again, every one with a code of its own."""
    head, lucky = wide_head(), Random(7)
    pool = [generated_unit(head, number, lucky, State.FINALISED) for number in range(_POOL)]
    for number in range(count):
        yield replace(pool[number % _POOL], code=f"C{number:06d}")


def summary(path: str, head: YearHead, units: Iterable[UnitYear]) -> None:
    """汇总表 alone, as the workbook of a year writes it, its sums added."""
    book = AnnualBook(path, title="汇总表", foot="")
    sheet, tally = SummarySheet(book, head, hint=""), Tally(head)
    for unit in units:
        tally.add(unit)
        sheet.add(unit)
    sheet.finish(tally)
    book.close()


def bare_cells(head: YearHead, units: Iterator[UnitYear]) -> list[list[Any]]:
    """The very cells of the rows, texts and floats, taken from the calls that write them."""
    rows: list[list[Any]] = []
    with tempfile.TemporaryDirectory() as folder:
        book = AnnualBook(str(Path(folder) / "cells.xlsx"), title="", foot="")
        sheet = SummarySheet(book, head, hint="")
        page = sheet._sheet

        def taken(row: int, column: int, value: Any, look: Any) -> int:
            if column == 0:
                rows.append([])
            rows[-1].append(value)
            return 0

        page.write_string = page.write_number = page.write_blank = taken
        for unit in units:
            sheet.add(unit)
        book.workbook.close()
    return rows


def bare(path: str, rows: list[list[Any]], count: int) -> None:
    """XlsxWriter and nothing else: each column its look, each cell its method."""
    workbook = Workbook(path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = workbook.add_worksheet("汇总表")
    text = workbook.add_format({"border": 1, "num_format": "@", "valign": "vcenter"})
    looks = [
        text
        if isinstance(value, str)
        else workbook.add_format({"border": 1, "num_format": "#,##0.00####", "align": "right", "valign": "vcenter"})
        for value in rows[0]
    ]
    string, number, blank = sheet.write_string, sheet.write_number, sheet.write_blank
    for row in range(count):
        for column, value in enumerate(rows[row % _POOL]):
            if value is None:
                blank(row + FIRST, column, None, looks[column])
            elif isinstance(value, str):
                string(row + FIRST, column, value, looks[column])
            else:
                number(row + FIRST, column, value, looks[column])
    workbook.close()


def spent(work: Callable[[], None]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def test_the_summary_beside_bare_xlsxwriter(tmp_path: Path) -> None:
    head = wide_head()
    rows, units = bare_cells(head, wide_rows(_POOL)), list(wide_rows(ROWS))
    assert len(rows[0]) == COLUMNS
    ours, theirs = [], []
    for _ in range(_TIMES):
        theirs.append(spent(lambda: bare(str(tmp_path / "bare.xlsx"), rows, ROWS)))
        ours.append(spent(lambda: summary(str(tmp_path / "ours.xlsx"), head, units)))
    ratios = sorted(mine / other for mine, other in zip(ours, theirs, strict=True))
    print(  # noqa: T201
        f"\n汇总表 {ROWS:,}×{COLUMNS}：{min(ours):.2f} 秒，同样的格由 XlsxWriter 直接写 {min(theirs):.2f} 秒，"
        f"比 {min(ours) / min(theirs):.3f}（逐次之比的中位数 {ratios[_TIMES // 2]:.3f}，共 {_TIMES} 次）；"
        f"文件 {(tmp_path / 'ours.xlsx').stat().st_size / 1024:,.0f} KB",
        end="",
    )


def test_memory_of_the_summary_does_not_grow(tmp_path: Path) -> None:
    found = {count: _memory(count, tmp_path) for count in (1_000, 10_000, 40_000)}
    for count, (before, most) in found.items():
        print(f"\n汇总表 {count:,} 行：峰值内存 {most / 1024:.0f} MB（写之前 {before / 1024:.0f} MB）", end="")  # noqa: T201
    # What is kept a unit is one point of the drawing and its code; a table kept whole would be hundreds of megabytes.
    assert found[10_000][1] - found[1_000][1] < 60 * 1024


def _memory(count: int, folder: Path) -> tuple[int, int]:
    """Kilobytes before and at most."""
    command = [sys.executable, "-c", _MEMORY, str(count), str(folder / f"{count}.xlsx")]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    before, most = json.loads(done.stdout.strip().splitlines()[-1])
    return before, most


def test_a_whole_workbook_of_a_city(tmp_path: Path) -> None:
    head = generated_head(domain_framework())
    year = generated_year(head, 1_500)
    seconds = min(spent(lambda: annual_workbook(year, str(tmp_path / "city.xlsx"))) for _ in range(2))
    size = (tmp_path / "city.xlsx").stat().st_size / 1024
    print(f"\n整本工作簿 1,500 家 × {len(head.indicators)} 项指标：{seconds:.2f} 秒，{size:,.0f} KB", end="")  # noqa: T201


@pytest.mark.django_db
def test_the_rows_of_a_city_from_the_database(tmp_path: Path) -> None:
    """1,500 units with the frozen copy of a real form each: queries, and processor seconds of reading and of all."""
    world = make_world()
    original = bring_to(world, State.FINALISED)
    copy = Submission.objects.get(filing=original)
    FilingCycle.objects.filter(pk=world.cycle.pk).update(code="real")
    (cycle,) = make_city(1_500, 1)
    Filing.objects.filter(cycle=cycle).update(state=State.FINALISED.value, final_total=Decimal(92), final_grade="优")
    Submission.objects.bulk_create(
        [
            Submission(
                filing=filing,
                round=filing.round,
                document=copy.document,
                result=copy.result,
                sha256=copy.sha256,
                verification_code=copy.verification_code,
                framework=cycle.framework,
                submitted_by=copy.submitted_by,
                submitted_at=NOW,
            )
            for filing in Filing.objects.filter(cycle=cycle)
        ],
        batch_size=500,
    )
    user = make_user("measured", Role.ADMINISTRATOR)
    chosen: Chosen = CHOSEN
    with CaptureQueriesContext(connection) as taken:
        year = annual_year(user=user, cycle=cycle, asked=AnnualFilter(), chosen=chosen, now=NOW)
        started = time.process_time()
        tally = tallied(year.head, year.units)
        reading = time.process_time() - started
        list(year.rectified)
    assert tally.reported == 1_500
    year = annual_year(user=user, cycle=cycle, asked=AnnualFilter(), chosen=chosen, now=NOW)
    whole = spent(lambda: annual_workbook(year, str(tmp_path / "city.xlsx")))
    print(  # noqa: T201
        f"\n1,500 家从数据库：{len(taken)} 次查询，读取和合计 {reading:.2f} 秒，连同写整本工作簿 {whole:.2f} 秒", end=""
    )
    assert len(taken) == 5
