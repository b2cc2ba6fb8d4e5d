"""Sheets have names Excel takes, every input has a key of its own."""

from dataclasses import replace

import pytest

from selfeval.domain.filing_sheets import plan_of
from selfeval.domain.framework import Indicator
from tests.fixtures_data.library import LIBRARY
from tests.fixtures_data.published import framework


@pytest.mark.parametrize("slug", LIBRARY)
def test_sheets_and_inputs_can_be_told_apart(slug: str) -> None:
    plan = plan_of(framework(slug), warnings={"year_end_rush": "四季度支出过多"})
    names = [sheet.name for sheet in plan]
    assert len(set(names)) == len(names)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'") for name in names)
    blocks = [block for sheet in plan for block in sheet.blocks]
    codes = [block.code for block in blocks]
    keys = [line.key for block in blocks for line in block.lines]
    assert len(set(codes)) == len(codes)
    assert len(set(keys)) == len(keys)
    assert names[-1] == "警告说明"


TITLES = (
    "投入[]:*?/\\'\x01情况",
    "长" * 60,
    "长" * 60,
    "长" * 59,
    "Budget",
    "BUDGET",
    "说明",
    "续文",
    "History",
    "[]:*?/\\",
    "'",
)


def under(node: Indicator, code: str) -> Indicator:
    """`node` and all below it under another code."""
    below = tuple(under(child, f"{code}.{child.code.rpartition('.')[2]}") for child in node.children)
    return replace(node, code=code, children=below)


def test_e07_parts_of_any_title_have_sheets_of_their_own() -> None:
    """No sign Excel keeps for itself, at most 31 characters, none twice whatever the letters; none is left out."""
    plain = framework("jinzhong-2021")
    last = plain.indicators[-1]
    roots = tuple(replace(under(last, f"part{number}"), name=title) for number, title in enumerate(TITLES))
    names = [sheet.name for sheet in plan_of(replace(plain, indicators=roots), warnings={"year_end_rush": "支出过多"})]
    assert len({name.casefold() for name in names}) == len(names)
    assert len(names) > len(TITLES)
    assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\'\x01") for name in names)
    assert not {"说明", "试算", "续文", "错误清单", "history"} & {name.casefold() for name in names}
    assert sum(name.startswith("长" * 20) for name in names) == 3
