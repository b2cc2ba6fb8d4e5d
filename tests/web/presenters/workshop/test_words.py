"""Every word of the framework language has Chinese words."""

from typing import Any

import pytest

from selfeval.domain.files import load
from selfeval.domain.files.rule_reading import LEAF_KINDS, OWN_KINDS
from selfeval.domain.framework import FieldKind, NotApplicablePolicy, Severity, UncomputablePolicy, ZeroPolicy
from selfeval.domain.framework_comparison import compare
from selfeval.web.presenters.workshop import words
from tests import every_kind
from tests.factories import FIXTURES, framework_text

SHIPPED = sorted(path.stem for path in (FIXTURES / "frameworks").glob("*.yaml"))


def test_every_word_of_the_language_has_words() -> None:
    assert set(words.RULES) == {*LEAF_KINDS, *OWN_KINDS}
    assert set(words.LEAF_RULES) == set(LEAF_KINDS)
    assert set(words.OWN_RULES) == set(OWN_KINDS)
    assert set(words.FIELD_KINDS) == set(FieldKind)
    assert set(words.SEVERITIES) == set(Severity)
    assert set(words.ZERO_POLICIES) == set(ZeroPolicy)
    assert set(words.NOT_APPLICABLE) == set(NotApplicablePolicy)
    assert set(words.UNCOMPUTABLE) == set(UncomputablePolicy)


@pytest.mark.parametrize("text", [every_kind.TEXT, *map(framework_text, SHIPPED)], ids=["every-kind", *SHIPPED])
def test_every_key_in_use_has_words(text: str) -> None:
    """Compared with nothing, a framework shows every key it has."""
    document: Any = load(text)
    comparison = compare({}, document)
    keys = {change.key for change in comparison.head}
    keys |= {change.key for part in comparison.parts for change in part.attributes}
    assert [key for key in keys if words.key_words(key).isascii()] == []


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("scoring.limit", None, "—"),
        ("scoring.kind", "bands", "分档计分"),
        ("scoring.kind", "magic", "magic"),
        ("criteria", ["一", "二"], "一\n二"),
        ("scoring.bands", [{"in": "(, 1]", "points": "2"}], "区间 (, 1]，得分 2"),
        ("source.status", "unverified", "待核"),
        ("scoring.options", [{"scoring": {"kind": "proportional", "cap": "90%"}}], "评分方法 按率计分，率最高按 90%"),
    ],
)
def test_a_value_in_words(key: str, value: object, expected: str) -> None:
    assert words.value_words(key, value) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (None, None),
        ("原文", None),
        ({"document": "原文"}, ("已核对", "原文")),
        ({"status": "sample", "note": "示例规则"}, ("示例", "示例规则")),
        ({"status": "unverified", "document": "甲", "note": "乙"}, ("待核", "甲；乙")),
        ({"status": "magic"}, ("已核对", "")),
    ],
)
def test_a_mark_never_goes_without_words(source: object, expected: tuple[str, str] | None) -> None:
    mark = words.mark_of(source)
    assert (None if mark is None else (mark.words, mark.note)) == expected
