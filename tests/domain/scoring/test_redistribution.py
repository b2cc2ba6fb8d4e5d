"""Points of what does not apply are moved to others by set points; the sum of the scope stays to the last decimal."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval.domain.assessment import Assessment
from tests.domain.three_groups import CODES, POINTS, document, filed

REFERENCE = dict(zip(CODES, map(Decimal, POINTS), strict=True))
SHORT = {code: code.rpartition(".")[2] for code in CODES}
SCOPES = {
    "total": [CODES],
    "level1": [CODES[:3], CODES[3:]],
    "level2": [CODES[:2], CODES[2:3], CODES[3:]],
}


def _moved(keep: str, gone: str, parts: dict[str, Decimal]) -> Assessment:
    """The assessment where `gone` does not apply and the others carry the set points of `parts`; all got 0."""
    entries: dict[str, Any] = {SHORT[gone]: {"applicable": "false"}}
    entries |= {SHORT[code]: {"set_points": str(points)} for code, points in parts.items()}
    given_points = [None if code == gone else "0" for code in CODES]
    return filed(*given_points, framework=document(set_points={"by": "unit", "keep": keep}), **entries)


def _sums_kept(assessment: Assessment) -> bool:
    return "points_sum_to_total" not in {each.check for each in assessment.findings}


@st.composite
def _split(draw: st.DrawFn) -> tuple[str, str, dict[str, Decimal]]:
    """A scope to keep, a leaf that does not apply, and its points shared out among the others of its scope."""
    keep = draw(st.sampled_from(sorted(SCOPES)))
    scope = draw(st.sampled_from([each for each in SCOPES[keep] if len(each) > 1] or SCOPES[keep]))
    gone = draw(st.sampled_from(scope))
    others = [code for code in scope if code != gone]
    left, parts = REFERENCE[gone], {}
    for code in others[:-1]:
        part = draw(st.decimals(0, left, places=2))
        parts[code], left = REFERENCE[code] + part, left - part
    return keep, gone, {**parts, others[-1]: REFERENCE[others[-1]] + left}


@given(_split())
def test_moving_keeps_the_total_exactly(split: tuple[str, str, dict[str, Decimal]]) -> None:
    keep, gone, parts = split
    assessment = _moved(keep, gone, parts)

    assert assessment.sheet.total.points == 100
    assert assessment.sheet.indicators[gone].points == 0
    assert {code: assessment.sheet.indicators[code].points for code in parts} == parts
    assert _sums_kept(assessment)


@given(_split(), st.sampled_from([Decimal("0.01"), Decimal("-0.01")]))
def test_a_hundredth_too_much_or_too_little_is_an_error(
    split: tuple[str, str, dict[str, Decimal]], difference: Decimal
) -> None:
    keep, gone, parts = split
    last = max(parts, key=lambda code: parts[code])
    assessment = _moved(keep, gone, {**parts, last: parts[last] + difference})

    assert assessment.sheet.total.points == 100 + difference
    assert not _sums_kept(assessment)


@pytest.mark.parametrize("keep", ["level1", "level2"])
def test_points_moved_out_of_the_scope_are_an_error_though_the_total_stands(keep: str) -> None:
    assessment = _moved(keep, CODES[0], {CODES[3]: Decimal(70)})

    assert assessment.sheet.total.points == 100
    assert not _sums_kept(assessment)


def test_full_scores_after_moving_are_the_full_total() -> None:
    """Jinzhong's own case: two indicators that do not apply, their points added to two others, half and half."""
    parts = {"rate_two": "35", "system": "25"}
    assessment = filed(
        None,
        "35",
        "25",
        "40",
        rate_one={"applicable": "false"},
        **{code: {"set_points": to} for code, to in parts.items()},
    )

    assert (assessment.sheet.total.points, assessment.sheet.total.computed_score) == (100, 100)
    assert assessment.sheet.grade == "优"
