"""Length limits, counted by characters."""

import pytest

from selfeval.domain.framework import Severity
from tests.domain.checks.real_form import assessed, found

CHECK = "narrative_within_limits"


@pytest.mark.parametrize("character", ["字", "䶮", "𠮷", "a", "\n"])
def test_at_the_limit_and_one_over(character: str) -> None:
    at_limit = assessed(narratives={"staffing": "始" + character * 1998 + "终"})
    over = found(CHECK, assessed(narratives={"staffing": "始" + character * 1999 + "终"}))

    assert found(CHECK, at_limit) == []
    assert [(each.where, each.severity, each.expected, each.found) for each in over] == [
        (("narratives.staffing",), Severity.ERROR, "2000", "2001")
    ]
    assert over[0].message == "单位人员情况有2001字，最多2000字，请删去1字"


def test_an_empty_text_is_within_its_limit() -> None:
    assert found(CHECK, assessed(narratives={})) == []
