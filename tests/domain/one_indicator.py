"""A framework of one indicator and a filing against it, written as their files hold them: every scalar is text."""

from typing import Any

from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.files import Plain, filing_from_document, framework_from_document
from selfeval.domain.framework import Framework
from selfeval.domain.scoring import IndicatorScore

LEAF = "part.leaf"
FIELDS: list[Plain] = [
    {"code": "a", "label": "甲数", "kind": "number"},
    {"code": "b", "label": "乙数", "kind": "number"},
    {"code": "c", "label": "丙数", "kind": "number"},
    {"code": "share", "label": "占比", "kind": "percent"},
    {"code": "people", "label": "人数", "kind": "count"},
    {"code": "budget", "label": "预算数", "kind": "money", "min": "none"},
    {"code": "items", "label": "调整明细", "kind": "itemised_money", "min": "none"},
]


def framework_document(
    scoring: Plain, *, points: str = "10", rounding: dict[str, Plain] | None = None, **leaf: Plain
) -> dict[str, Any]:
    """A framework whose only indicator, `part.leaf` “某率”, is scored by `scoring` and has the keys `leaf` besides."""
    node: dict[str, Plain] = {
        "code": "leaf",
        "name": "某率",
        "points": points,
        "formula": "a / b",
        "scoring": scoring,
        **leaf,
    }
    return {
        "format": "selfeval-framework/1",
        "slug": "one",
        "version": "1",
        "title": "自评表",
        "money_unit": "wan_yuan",
        "total_points": points,
        "rounding": {
            "mode": "half_up",
            "rate_places": "2",
            "points_places": "2",
            "thresholds_on": "exact",
            **(rounding or {}),
        },
        "grades": [{"name": "合格", "from": "0"}],
        "fields": [*FIELDS],
        "indicators": [
            {
                "code": "part",
                "name": "部分",
                "children": [{key: value for key, value in node.items() if value is not None}],
            }
        ],
    }


def framework_of(scoring: Plain, **parts: Any) -> Framework:
    """The framework of `framework_document`."""
    return framework_from_document(framework_document(scoring, **parts))


def filing_document(fields: dict[str, Plain], entry: dict[str, Plain], **parts: Plain) -> dict[str, Plain]:
    """A filing with `fields` typed in and `entry` on the one indicator."""
    return {
        "format": "selfeval-filing/1",
        "framework": "one",
        "fiscal_year": "2021",
        "fields": fields,
        "indicators": {LEAF: entry} if entry else {},
        **parts,
    }


def assessed(
    framework: Framework, fields: dict[str, Plain] | None = None, *, explanations: Plain = None, **entry: Plain
) -> Assessment:
    """The assessment of a filing with `fields` and `entry`."""
    document = filing_document(fields or {}, entry, explanations=explanations)
    return assess(framework, filing_from_document(framework, document))


def scored(framework: Framework, fields: dict[str, Plain] | None = None, **entry: Plain) -> IndicatorScore:
    """The one indicator's score."""
    return assessed(framework, fields, **entry).sheet.indicators[LEAF]


def at_rate(framework: Framework, rate: str, **entry: Plain) -> IndicatorScore:
    """The score where a ÷ b is `rate`, a plain number."""
    return scored(framework, {"a": rate, "b": "1"}, **entry)
