"""A number a percentage is compared with has its percent sign, unless it can be meant as it stands."""

import pytest

from selfeval.domain.files import FileFaults, Plain, framework_from_document
from tests.domain.one_indicator import framework_document

PLACE = "indicators[0].children[0]"
ABOVE: dict[str, Plain] = {"kind": "deduct_above", "limit": "100%", "step": "5%", "deduct": "1"}
BOTH: dict[str, Plain] = {"kind": "deduct_both", "target": "100%", "tolerance": "5%", "step": "5%", "deduct": "1"}
FULL: dict[str, Plain] = {"kind": "full_or_proportional", "limit": "90%", "side": "at_least"}
MILESTONES: dict[str, Plain] = {"kind": "milestones", "of": "budget"}


def bands(edge: str) -> dict[str, Plain]:
    return {
        "kind": "bands",
        "bands": [{"in": f"[{edge}, )", "points": "10"}, {"in": f"(, {edge})", "points": "0"}],
    }


def faults_of(scoring: dict[str, Plain], **leaf: Plain) -> dict[str, tuple[str, str]]:
    try:
        framework_from_document(framework_document(scoring, **leaf))
    except FileFaults as caught:
        return {fault.path.removeprefix(f"{PLACE}."): (fault.found, fault.expected) for fault in caught.faults}
    return {}


def test_the_fault_says_what_it_would_be_and_what_is_right() -> None:
    assert faults_of({**ABOVE, "limit": "100"}) == {
        "scoring.limit": (
            "100",
            "没有百分号，100 就是 10,000%：应写成 100%，确是 10,000% 也请写上百分号；不是百分率的指标写 show: number",
        )
    }


@pytest.mark.parametrize(
    ("scoring", "places"),
    [
        ({**ABOVE, "limit": "2.01"}, ["scoring.limit"]),
        ({**ABOVE, "limit": "-10"}, ["scoring.limit"]),
        ({**ABOVE, "step": "5"}, ["scoring.step"]),
        ({**BOTH, "target": "100", "tolerance": "5"}, ["scoring.target", "scoring.tolerance"]),
        ({**FULL, "limit": "90"}, ["scoring.limit"]),
        ({"kind": "proportional", "cap": "100"}, ["scoring.cap"]),
        (bands("90"), ["scoring.bands[0].in", "scoring.bands[1].in"]),
        (
            {**MILESTONES, "nodes": [{"label": "六月末", "field": "a", "at_least": "50", "points": "10"}]},
            ["scoring.nodes[0].at_least"],
        ),
    ],
)
def test_every_number_of_a_rule(scoring: dict[str, Plain], places: list[str]) -> None:
    assert list(faults_of(scoring)) == places


def test_ways_of_measuring_ranges_and_targets() -> None:
    option: Plain = {"label": "甲", "formula": "a / b", "scoring": {**ABOVE, "limit": "100"}}
    assert list(faults_of({"kind": "choose", "options": [option]}, formula=None)) == [
        "scoring.options[0].scoring.limit"
    ]
    assert list(faults_of(ABOVE, range="[0, 150]")) == ["range"]
    target: dict[str, Plain] = {"kind": "target", "over": {"above": "130", "then": "explain"}}
    assert list(faults_of(target, formula=None, own_indicators=["数量"])) == ["scoring.over.above"]


def test_a_cap_over_a_percentage() -> None:
    document = framework_document(ABOVE)
    document["caps"] = [{"rate": "part.leaf", "in": "[80, 100)", "total_at_most": "9"}]
    with pytest.raises(FileFaults) as caught:
        framework_from_document(document)
    assert [(fault.path, fault.found) for fault in caught.value.faults] == [("caps[0].in", "[80, 100)")]


@pytest.mark.parametrize(
    ("scoring", "leaf"),
    [
        ({**ABOVE, "limit": "1"}, {}),
        ({**ABOVE, "limit": "2", "step": "0.05"}, {}),
        ({**ABOVE, "limit": "10000%"}, {}),
        (bands("0.9"), {"range": "[0, 2]"}),
        ({**ABOVE, "limit": "100", "step": "5"}, {"show": "number"}),
        (bands("90"), {"show": "number", "range": "(, 900]"}),
    ],
)
def test_what_can_be_meant_is_left_alone(scoring: dict[str, Plain], leaf: dict[str, Plain]) -> None:
    assert faults_of(scoring, **leaf) == {}


def test_what_cannot_be_read_is_told_once() -> None:
    assert list(faults_of({**ABOVE, "limit": "一百"})) == ["scoring.limit"]
    with pytest.raises(FileFaults):
        framework_from_document({**framework_document(ABOVE), "indicators": "无", "caps": "无"})
