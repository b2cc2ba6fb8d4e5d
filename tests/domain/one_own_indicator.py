"""A framework whose only node takes the unit's own indicators (个性指标), and filings with rows below it."""

from typing import Any

from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.files import Plain, filing_from_document, framework_from_document
from selfeval.domain.framework import Framework
from selfeval.domain.scoring import IndicatorScore
from tests.domain.one_indicator import framework_document

NODE = "outputs"
TIERS: list[Plain] = [
    {"name": "达成", "in": "[80%, 100%]"},
    {"name": "部分达成", "in": "[60%, 80%)"},
    {"name": "未达成", "in": "[0%, 60%)"},
]


def own_document(scoring: Plain = None, *, points: str = "10", **keys: Any) -> dict[str, Any]:
    """A framework with the one node `outputs` “产出指标”, scored by `scoring`, `target` where there is none."""
    node = {
        "code": NODE,
        "name": "产出指标",
        "points": points,
        "own_indicators": ["数量", "质量"],
        "scoring": scoring or {"kind": "target"},
        **keys.pop("node", {}),
    }
    return {**framework_document({"kind": "manual"}, points=points), "indicators": [node], **keys}


def own_framework(scoring: Plain = None, **parts: Any) -> Framework:
    """The framework of `own_document`."""
    return framework_from_document(own_document(scoring, **parts))


def row(op: str = ">=", target: str | None = "100", actual: str | None = "100", **keys: Plain) -> dict[str, Plain]:
    """A row of `own_indicators` as the file holds it, 10 points in the group 数量 unless `keys` say otherwise."""
    values = {"target": target, "actual": actual}
    written: dict[str, Plain] = {key: value for key, value in values.items() if value is not None}
    return {"under": NODE, "group": "数量", "name": "某项", "op": op, "points": "10", **written, **keys}


def assessed_rows(framework: Framework, *rows: dict[str, Plain]) -> Assessment:
    """The assessment of a filing with `rows`."""
    document: dict[str, Any] = {
        "format": "selfeval-filing/1",
        "framework": "one",
        "fiscal_year": "2021",
        "own_indicators": [*rows],
    }
    return assess(framework, filing_from_document(framework, document))


def scored_row(framework: Framework, *args: Any, **keys: Any) -> IndicatorScore:
    """The score of one row, written as for `row`."""
    return assessed_rows(framework, row(*args, **keys)).sheet.indicators[f"{NODE}.own_1"]
