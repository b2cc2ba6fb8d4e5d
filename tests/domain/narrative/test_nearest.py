"""The nearest of many blocks is found as if each were compared, and hardly any is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfeval.domain.narrative import nearest
from selfeval.domain.narrative.nearest import NearestBlocks
from selfeval.domain.narrative.similarity import NEAR, resemblance

BLOCK = st.frozensets(st.sampled_from("abcdefghij"), min_size=1, max_size=8)


@settings(max_examples=60)
@given(blocks=st.lists(BLOCK, max_size=8), one=BLOCK)
def test_it_is_the_first_of_the_nearest(blocks: list[frozenset[str]], one: frozenset[str]) -> None:
    every = [(resemblance(one, each), -number) for number, each in enumerate(blocks)]
    likeness, number = max(every, default=(0.0, 0))

    assert NearestBlocks(blocks).to(one) == ((likeness, -number) if likeness >= NEAR else None)


def test_words_that_all_blocks_share_bring_none_together(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []

    def counted(one: frozenset[str], other: frozenset[str]) -> float:
        compared.append(other)
        return resemblance(one, other)

    monkeypatch.setattr(nearest, "resemblance", counted)
    common = {f"common {number}" for number in range(20)}
    blocks = [frozenset(common | {f"{place} {number}" for number in range(40)}) for place in range(200)]
    known = NearestBlocks(blocks)

    assert [known.to(each) for each in blocks] == [(1.0, place) for place in range(200)]
    assert len(compared) == len(blocks)
