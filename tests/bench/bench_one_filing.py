"""How long the sample filing of 2021 takes: read from its file, scored, set as PDF, written as a workbook.

Run by `make bench`; prints medians of the processor time of this process. The ceilings are several times what two
ordinary cores need: they catch a change of kind, not a slow machine.
"""

import statistics
import time
from collections.abc import Callable
from functools import partial

import pytest
from django.conf import settings

from selfeval.domain.assessment import Assessment, assess
from selfeval.exports.build import build_form
from selfeval.exports.document import FormDocument, Stamp
from selfeval.exports.excel import render_workbook
from selfeval.exports.pdf import render_pdf
from selfeval.management.files import assess_file

SAMPLE = settings.BASE_DIR / "fixtures/filings/jinzhong-2021.yaml"


@pytest.fixture(scope="module")
def assessment() -> Assessment:
    return assess_file(SAMPLE)


@pytest.fixture(scope="module")
def document(assessment: Assessment) -> FormDocument:
    return build_form(
        framework=assessment.framework, filing=assessment.filing, sheet=assessment.sheet, stamp=Stamp(is_final=True)
    )


def median_of(name: str, work: Callable[[], object], *, times: int) -> float:
    """Median seconds of `times` runs after one to warm up; also printed."""
    work()
    seconds = []
    for _ in range(times):
        started = time.process_time()
        work()
        seconds.append(time.process_time() - started)
    median = statistics.median(seconds)
    print(f"\n{name}：{median * 1000:.1f} 毫秒（{times} 次的中位数）", end="")  # noqa: T201
    return median


def test_reading_and_scoring_a_file() -> None:
    assert median_of("读文件并算分", partial(assess_file, SAMPLE), times=9) < 2


def test_scoring(assessment: Assessment) -> None:
    # Every change on the page computes the whole sheet anew.
    assert median_of("只算分", partial(assess, assessment.framework, assessment.filing), times=50) < 0.2


def test_pdf(document: FormDocument) -> None:
    assert median_of("PDF", partial(render_pdf, document), times=5) < 4


def test_workbook(document: FormDocument) -> None:
    assert median_of("工作簿", partial(render_workbook, document), times=5) < 1
