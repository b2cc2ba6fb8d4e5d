"""What was understood, for people and for the findings file: labels, values as printed, places."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from selfeval.domain.amounts import money_in_unit, plain_percent_text, plain_text
from selfeval.domain.filing import FieldValue, Filing, Item
from selfeval.domain.framework import Field, FieldKind, Framework
from selfeval.imports.head import Head
from selfeval.imports.indicator_rows import IndicatorTable
from selfeval.imports.raw import Line, RawForm


def loose_summary(raw: RawForm, head: Head) -> dict[str, Any]:
    """Of a report that follows no framework at hand."""
    return {
        "document": {"kind": raw.kind, "title": head.title, "characters": len(raw.text)},
        "framework": None,
        "fiscal_year": head.fiscal_year,
        "department": head.department or None,
    }


def summary_of(
    raw: RawForm,
    framework: Framework,
    filing: Filing,
    head: Head,
    table: IndicatorTable,
    titles: Mapping[str, Line],
    stated: frozenset[str],
) -> dict[str, Any]:
    """Of a form. Figures are in the framework's money unit; `from` says whether a table or the text gave them."""
    return {
        **loose_summary(raw, head),
        "framework": {"slug": framework.slug, "version": framework.version, "title": framework.title},
        "filed_on": filing.filed_on.isoformat() if filing.filed_on else None,
        "money_unit": framework.money_unit.label,
        "fields": {
            each.code: {
                "label": each.label,
                "value": _value(framework, each, filing.fields[each.code]),
                "from": "text" if each.code in stated else "table",
            }
            for each in framework.fields
            if each.code in filing.fields
        },
        "narratives": {
            code: {"title": line.text.strip(), "place": line.place, "characters": len(filing.narratives.get(code, ""))}
            for code, line in titles.items()
        },
        "indicators": _indicators(framework, filing),
        "own_indicators": [each.name for each in filing.own_indicators],
        "total": None if table.total is None else _points(table.total),
        "grade": table.grade or None,
        "evaluators": len(filing.evaluators),
    }


def _indicators(framework: Framework, filing: Filing) -> dict[str, Any]:
    return {
        leaf.code: {
            "name": leaf.name,
            "points": _points(entry.set_points if entry.set_points is not None else leaf.points),
            "self_score": None if entry.self_score is None else _points(entry.self_score),
            "applicable": entry.is_applicable,
        }
        for leaf in framework.leaves
        if (entry := filing.indicators.get(leaf.code)) is not None
    }


def _points(value: Decimal) -> str:
    return plain_text(value, 2)


def _value(framework: Framework, field: Field, value: FieldValue) -> Any:
    if isinstance(value, tuple):
        return [
            {"label": each.label, "amount": plain_text(money_in_unit(each.amount, framework.money_unit), 2)}
            for each in value
            if isinstance(each, Item)
        ]
    if field.kind is FieldKind.MONEY and isinstance(value, Decimal):
        return plain_text(money_in_unit(value, framework.money_unit), 2)
    if field.kind is FieldKind.PERCENT and isinstance(value, Decimal):
        return plain_percent_text(value)
    return plain_text(value) if isinstance(value, Decimal) else str(value)
