"""A sample is drawn again by anybody from the population: the same list, whatever order the units came in."""

import json
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval.domain.sampling import (
    Candidate,
    Method,
    candidates_from_rows,
    candidates_to_rows,
    draw,
    lot,
    ranked,
    size_of_percent,
)

UNITS = (
    Candidate(code="001", name="综合办", risk=3, money=Decimal("30430100.00"), last_checked=2020),
    Candidate(code="002", name="服务中心", risk=9, money=Decimal("500.5")),
    Candidate(code="003", name="招商中心", risk=3, money=Decimal("500.50"), last_checked=2018),
    Candidate(code="004", name="=1+1", risk=0, money=Decimal(0), last_checked=2018),
)
codes = st.lists(st.text(st.characters(categories=("Nd", "Lu")), min_size=1, max_size=6), unique=True, max_size=12)


def drawn(method: Method, size: int = 4, seed: str = "2022-0301") -> list[str]:
    return [each.code for each in draw(UNITS, method=method, seed=seed, size=size)]


def by_hand(seed: str, units: list[str]) -> list[str]:
    """The recipe of docs/spot-checks.md: `printf '%s\\n%s' SEED CODE | sha256sum`, sorted."""
    return sorted(units, key=lambda code: sha256(seed.encode() + b"\n" + code.encode()).hexdigest())


def test_the_lot_is_what_sha256sum_prints() -> None:
    assert lot("2022-0301", "001") == "326d7e54633d6b90c6662bb9585c4a8eb5d29c7772fe240e697b090da24dc570"
    assert lot("种子", "001") == sha256("种子\n001".encode()).hexdigest()


def test_by_random_the_lowest_lots_are_drawn() -> None:
    assert drawn(Method.RANDOM) == by_hand("2022-0301", ["001", "002", "003", "004"])
    assert drawn(Method.RANDOM, 2) == drawn(Method.RANDOM)[:2]
    assert len({tuple(drawn(Method.RANDOM, seed=str(each))) for each in range(40)}) > 10


def test_by_the_other_methods_the_seed_decides_between_equals_only() -> None:
    two = by_hand("x", ["001", "003"])
    assert drawn(Method.RISK, seed="x") == ["002", *two, "004"]
    assert drawn(Method.MONEY, seed="x") == ["001", *by_hand("x", ["002", "003"]), "004"]
    assert drawn(Method.ROTATION, seed="x") == ["002", *by_hand("x", ["003", "004"]), "001"]


@given(codes=codes, seed=st.text(max_size=20), size=st.integers(0, 15), method=st.sampled_from(Method), data=st.data())
def test_anybody_draws_the_same(codes: list[str], seed: str, size: int, method: Method, data: st.DataObject) -> None:
    units = [Candidate(code=code, name=code, risk=len(code), money=Decimal(len(code))) for code in codes]
    first = draw(units, method=method, seed=seed, size=size)
    kept = json.loads(json.dumps(candidates_to_rows(data.draw(st.permutations(units)))))
    assert draw(candidates_from_rows(kept), method=method, seed=seed, size=size) == first
    assert len(first) == min(size, len(units))
    assert ranked(units, method=method, seed=seed)[:size] == first


def test_the_population_is_kept_whole_and_in_order_of_the_codes() -> None:
    rows = candidates_to_rows(reversed(UNITS))
    assert [row["code"] for row in rows] == ["001", "002", "003", "004"]
    assert candidates_from_rows(rows) == UNITS


@pytest.mark.parametrize(("percent", "count", "size"), [("10", 90, 9), ("10", 91, 10), ("0.1", 5, 1), ("100", 7, 7)])
def test_a_share_is_rounded_up(percent: str, count: int, size: int) -> None:
    assert size_of_percent(Decimal(percent), count) == size


def test_the_recipe_that_is_printed_is_the_one_that_is_drawn_by() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "spot-checks.md").read_text(encoding="utf-8")
    three = ranked(UNITS[:3], method=Method.RANDOM, seed="2022-0301")
    for position, each in enumerate(three, 1):
        assert f"| {each.code} | `{lot('2022-0301', each.code)}` | {position} |" in page
    for method in Method:
        assert f"- **{method.label.split('：')[0]}**：{method.rule}" in page


def test_every_method_says_what_it_is_and_how_it_goes() -> None:
    assert len({method.label for method in Method}) == len({method.rule for method in Method}) == len(Method)
