"""How long the texts of one filing are read: our report of twenty thousand characters, once, twice and four times.

Run by `make bench`; prints medians of the processor time of this process. The ceiling is several times what two
ordinary cores need: it catches a change of kind, not a slow machine.
"""

from functools import partial

import pytest

from tests.bench.bench_one_filing import median_of
from tests.domain.narrative.long_report import whole
from tests.domain.narrative.reading import found
from tests.imports.samples import FIRST, original
from tests.imports.test_published_reports import read


@pytest.mark.parametrize("times", [1, 2, 4])
def test_text_checks(times: int) -> None:
    text = "\n".join([whole()] * times)

    assert median_of(f"读{len(text):,}字", partial(found, text, figures=True), times=5) < 1 * times


def test_a_published_report() -> None:
    text = original(FIRST)

    assert median_of("读懂并核查一份公布的报告", partial(read.__wrapped__, FIRST, text), times=5) < 2
