"""The rate a trace prints lies on the same side of every cap as the exact one; a derived value alone is worked out."""

from typing import Any

import pytest

from selfeval.domain.files import framework_from_document
from selfeval.domain.scoring import IndicatorScore
from tests.domain.one_indicator import LEAF, at_rate, framework_document, framework_of, scored

BELOW = {"kind": "deduct_below", "limit": "95%", "step": "5%", "deduct": "1"}


def capped(scoring: Any, rate: str, interval: str, *, entry: Any = None, **parts: Any) -> IndicatorScore:
    """The score at `rate` under a cap that holds in `interval`."""
    document = framework_document(scoring, **parts)
    document["caps"] = [{"rate": LEAF, "in": interval, "total_at_most": "5"}]
    return at_rate(framework_from_document(document), rate, **(entry or {}))


@pytest.mark.parametrize(
    ("rate", "interval", "printed"),
    [
        ("0.79999", "[60%, 80%)", "79.999%"),
        ("0.7999999", "[60%, 80%)", "79.99999%"),
        ("0.8", "[60%, 80%)", "80.00%"),
        ("0.799", "[60%, 80%)", "79.90%"),
        ("0.80001", "(, 80%]", "80.001%"),
        ("0.59999", "[60%, 80%)", "59.999%"),
    ],
)
@pytest.mark.parametrize(
    ("scoring", "entry"),
    [
        (BELOW, {}),
        ({"kind": "proportional"}, {}),
        ({"kind": "coefficient"}, {"coefficient": "90%"}),
        ({"kind": "coefficient"}, {}),
        ({"kind": "formula", "points": "rate * 10"}, {}),
    ],
)
def test_it_falls_on_the_same_side_of_a_cap(rate: str, interval: str, printed: str, scoring: Any, entry: Any) -> None:
    score = capped(scoring, rate, interval, entry=entry)

    assert f"×100%＝{printed}，" in score.trace
    assert len(score.rate_text) == len("80.00%")


def test_where_limits_see_the_printed_rate_no_more_is_printed() -> None:
    score = capped(BELOW, "0.79999", "[60%, 80%)", rounding={"thresholds_on": "rounded"})

    assert "×100%＝80.00%，" in score.trace


def test_a_rule_and_a_cap_are_both_told() -> None:
    """80.4999% needs two decimals for the limit of 80.495% and four for the cap at 80.4999%."""
    score = capped({**BELOW, "limit": "80.495%"}, "0.804999", "(, 80.4999%]", rounding={"rate_places": "0"})

    assert "×100%＝80.4999%，不低于80.495%" in score.trace


def test_a_rate_outside_its_range_reads_outside_it() -> None:
    framework = framework_of({"kind": "proportional"}, range="[0%, 100%]")

    assert "＝100.001%，超出可能的范围[0%, 100%]" in at_rate(framework, "1.00001").trace


@pytest.mark.parametrize(
    ("formula", "trace"),
    [
        ("ratio", "某率＝6÷8×100%＝75.00%，按比例计分，得7.50分"),
        ("again", "某率＝6÷8×100%＝75.00%，按比例计分，得7.50分"),
        ("ratio * 1", "某率＝75.00%×1×100%＝75.00%，按比例计分，得7.50分"),
        ("share", "某率＝90.00%，按比例计分，得9.00分"),
    ],
)
def test_a_derived_value_alone_is_worked_out(formula: str, trace: str) -> None:
    document = framework_document({"kind": "proportional"}, formula=formula)
    document["derived"] = [
        {"code": "again", "label": "同一比例", "kind": "percent", "formula": "ratio"},
        {"code": "ratio", "label": "某比例", "kind": "percent", "formula": "people / c"},
    ]
    score = scored(framework_from_document(document), {"people": "6", "c": "8", "share": "90%"})

    assert score.trace.replace("8.00", "8") == trace


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"steps": "whole"}, "高于3，超出容许的1，超出部分含2个整步（每步1），每步扣2.00分"),
        ({"steps": "started"}, "高于3，超出容许的1，超出部分按3步计（每步1，不足一步的按一步计），每步扣2.00分"),
        ({"steps": "whole", "tolerance": "0"}, "高于3，含3个整步（每步1），每步扣2.00分"),
        ({"steps": "started", "tolerance": "0"}, "高于3，按4步计（每步1，不足一步的按一步计），每步扣2.00分"),
    ],
)
def test_steps_of_a_number_read_as_steps(keys: dict[str, str], words: str) -> None:
    scoring = {"kind": "deduct_both", "target": "3", "tolerance": "1", "step": "1", "deduct": "2", **keys}

    assert words in at_rate(framework_of(scoring, show="number"), "6.2").trace
