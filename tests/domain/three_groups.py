"""A framework of two level-1 nodes with leaves at levels 2 and 3, scored by hand, to see sums, caps and grades."""

from typing import Any

from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.files import Plain, filing_from_document, framework_from_document

CODES = ("process.execution.rate_one", "process.execution.rate_two", "process.system", "output.tasks.done")
POINTS = ("30", "20", "10", "40")


def leaf(code: str, points: str, **keys: Plain) -> dict[str, Plain]:
    return {
        "code": code,
        "name": f"指标{code}",
        "points": points,
        "not_applicable": "redistribute",
        "scoring": {"kind": "manual"},
        **keys,
    }


def document(**keys: Any) -> dict[str, Any]:
    """The framework's document; `keys` are added to it or replace its own."""
    rated = leaf("rate_one", "30", formula="a / b")
    execution = {"code": "execution", "name": "预算执行", "children": [rated, leaf("rate_two", "20")]}
    return {
        "format": "selfeval-framework/1",
        "slug": "three",
        "version": "2",
        "title": "自评表",
        "money_unit": "wan_yuan",
        "total_points": "100",
        "rounding": {"mode": "half_up", "rate_places": "2", "points_places": "2"},
        "grades": [
            {"name": "优", "from": "90"},
            {"name": "良", "from": "80"},
            {"name": "中", "from": "60"},
            {"name": "差", "from": "0"},
        ],
        "fields": [{"code": code, "label": f"{code}数", "kind": "number"} for code in "ab"],
        "indicators": [
            {"code": "process", "name": "过程", "children": [execution, leaf("system", "10")]},
            {
                "code": "output",
                "name": "产出",
                "children": [{"code": "tasks", "name": "任务", "children": [leaf("done", "40")]}],
            },
        ],
        **keys,
    }


def filed(
    *scores: str | None, framework: dict[str, Any] | None = None, fields: Plain = None, **entries: dict[str, Plain]
) -> Assessment:
    """The assessment where the four leaves are given `scores` by hand; `entries` add to a leaf by its last code."""
    read = framework_from_document(framework or document())
    indicators: dict[str, dict[str, Plain]] = {
        code: {} if given is None else {"points": given} for code, given in zip(CODES, scores, strict=True)
    }
    for code, entry in indicators.items():
        entry |= entries.get(code.rpartition(".")[2], {})
    filing: dict[str, Any] = {
        "format": "selfeval-filing/1",
        "framework": "three",
        "fiscal_year": "2021",
        "fields": fields,
        "indicators": indicators,
    }
    return assess(read, filing_from_document(read, filing))
