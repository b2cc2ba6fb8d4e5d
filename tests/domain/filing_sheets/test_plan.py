"""Sheets have names Excel takes, every input has a key of its own."""

import pytest

from selfeval.domain.filing_sheets import plan_of
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
