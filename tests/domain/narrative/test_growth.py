"""Reading takes work in proportion to the length: calls are counted, so that no slow machine can fail it."""

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from tests.domain.narrative.long_report import sections, whole
from tests.domain.narrative.reading import found


def calls_of(work: Callable[[], object]) -> int:
    """How many functions, written in Python or built in, `work` calls."""
    counted = 0

    def count(frame: FrameType, event: str, argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(before)
    return counted


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(whole(), id="report"),
        pytest.param("".join(sections()[1].text.split("。")).replace("\n", ""), id="one endless sentence"),
        pytest.param("预算100万元，实际支出90万元，节约10万元，执行率90%，" * 40, id="one endless list"),
        pytest.param("甲3个、乙4个、丙5个，共计12个，其中丁2个，" * 40, id="wholes within wholes"),
        pytest.param("（一）甲\n1、乙\n（1）丙\n" * 80, id="numbering"),
        pytest.param("（" * 300 + "预算5万元" + "受理" * 300, id="brackets and repetitions"),
    ],
)
def test_twice_the_text_is_twice_the_work(text: str) -> None:
    found(f"始{text}")  # loads what is loaded once; a text read before would cost nothing
    once, twice, fourfold = (calls_of(lambda times=times: found(text * times, figures=True)) for times in (1, 2, 4))

    assert twice <= 2.2 * once + 200
    assert fourfold <= 2.2 * twice + 200
