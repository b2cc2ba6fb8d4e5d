"""What limits see, and how many decimals a reader needs to reach the same verdict."""

import pytest

from selfeval.domain.files import Plain
from tests.domain.one_indicator import at_rate, framework_of
from tests.domain.scoring.deductions import ABOVE, BELOW, BOTH


@pytest.mark.parametrize(
    ("rule", "rate", "printed"),
    [
        (BELOW, "0.99996", "99.996%，低于100%"),
        (BELOW, "0.9999999", "99.99999%，低于100%"),
        (ABOVE, "1.00004", "100.004%，高于100%"),
        (ABOVE, "1.049996", "104.9996%，高于100%，相差不足5个百分点"),
        (ABOVE, "1.05", "105.00%，高于100%，含1个"),
        (ABOVE, "1.099999", "109.9999%，高于100%，含1个"),
        (BOTH, "1.0500001", "105.00001%，高于100%"),
        ({**ABOVE, "steps": "started"}, "1.0500001", "105.00001%，高于100%，按2个"),
        (ABOVE, "1.0123456", "101.23%，高于100%"),
        (BELOW, "0.8199677", "82.00%，低于100%，含3个"),
    ],
)
def test_more_decimals_are_shown_until_the_print_agrees_with_the_verdict(
    rule: dict[str, Plain], rate: str, printed: str
) -> None:
    score = at_rate(framework_of(rule), rate)

    assert f"＝{printed}" in score.trace
    assert len(score.rate_text.partition(".")[2]) == len("00%")


@pytest.mark.parametrize(
    ("mode", "rate", "points"),
    [
        ("half_up", "0.99996", "10.00"),
        ("half_up", "0.99994", "8.00"),
        ("truncate", "0.99996", "8.00"),
        ("half_up", "0.94995", "8.00"),
        ("half_up", "0.94994", "6.00"),
    ],
)
def test_thresholds_on_rounded_see_the_printed_percentage(mode: str, rate: str, points: str) -> None:
    rule = {**BELOW, "steps": "started"}
    score = at_rate(framework_of(rule, rounding={"mode": mode, "thresholds_on": "rounded"}), rate)

    assert str(score.computed_score) == points
    assert f"＝{score.rate_text}，" in score.trace
