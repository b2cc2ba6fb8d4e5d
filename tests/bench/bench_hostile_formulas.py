"""How long hostile formulas and names keep whoever reads them busy. Run by `make bench`.

That each is refused, and where, is in tests/domain. Read in the wrong way they take minutes; seconds are of the
processor, and the ceiling catches a change of kind, not a slow machine.
"""

import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

import pytest

from selfeval.domain.expressions import evaluate, parse, substituted
from selfeval.domain.near_names import perhaps
from tests.domain.expressions.test_hostile_formulas import FITTING, WALLS, parsed
from tests.domain.test_near_names import LONG, SHORT

GONE_OFF: Final = 20


@pytest.fixture(autouse=True)
def soon() -> Iterator[None]:
    """What is asked is answered soon."""
    begun = time.process_time()
    yield
    seconds = time.process_time() - begun
    print(f"，{seconds:.3f} 秒处理器时间", end="")  # noqa: T201
    assert seconds < GONE_OFF


@pytest.mark.parametrize("text", WALLS, ids=lambda text: f"{text[:8]!r}×{len(text)}")
def test_walls_of_text(text: str) -> None:
    parsed(text)


@pytest.mark.parametrize("text", FITTING, ids=lambda text: f"{text[:8]!r}×{len(text)}")
def test_what_fits(text: str) -> None:
    found = parse.__wrapped__(text)
    evaluate(found, lambda code: Decimal(1))
    substituted(found, lambda code: code)


def test_a_chain_of_products() -> None:
    value = Decimal("999999999999999")
    for _ in range(20):
        value = Decimal(str(evaluate(parse("*".join("a" * 99)), lambda code, value=value: value)))


def test_long_names() -> None:
    perhaps(LONG, SHORT)
