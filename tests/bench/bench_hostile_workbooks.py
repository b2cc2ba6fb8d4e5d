"""Rows I01, I03 and I13: how long a hostile or a large workbook keeps the reader busy. Run by `make bench`.

That each is refused, by which limit, in how much memory, and that the reader goes on, is in tests/imports. A bomb takes
half a minute and more where it goes off; seconds are of the processor.
"""

import time
from typing import Final

import pytest

from tests.filled_workbooks import sample_workbook
from tests.imports.filing_workbook.measured import measured
from tests.imports.filing_workbook.test_files import BOMBS, LARGE, refusal

GONE_OFF: Final = 15


@pytest.mark.parametrize("case", [*BOMBS, *LARGE])
def test_a_refusal_comes_soon(case: str) -> None:
    make, _ = {**BOMBS, **LARGE}[case]
    content = make()
    begun = time.process_time()
    refusal(content)
    seconds = time.process_time() - begun
    print(f"\n{case}：{len(content) / 1024:,.0f} KB，{seconds:.2f} 秒处理器时间", end="")  # noqa: T201
    assert seconds < GONE_OFF


def test_an_honest_workbook_is_read_soon() -> None:
    found = measured("填报.xlsx", sample_workbook(), {})
    print(f"\n样表：{found['cells']} 格，{found['seconds']:.2f} 秒处理器时间", end="")  # noqa: T201
    assert found["seconds"] < GONE_OFF
