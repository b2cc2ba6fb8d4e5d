"""A filing as the plain document of its file: only what is filled is written, all scalars as text."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from selfeval.domain.amounts import money_in_unit, plain_percent_text, plain_text
from selfeval.domain.files.filing_file import FORMAT
from selfeval.domain.files.yaml_text import Plain
from selfeval.domain.filing import CellValue, FieldValue, Filing, IndicatorEntry, Item, OwnIndicator, Quantity, Row
from selfeval.domain.framework import Field, FieldKind, Framework


def filing_to_document(framework: Framework, filing: Filing) -> dict[str, Plain]:
    """The document of `filing`; reading it again under `framework` gives an equal filing.

    Codes stand in the framework's order, so that equal filings print equally.
    """
    department = filing.department
    document: dict[str, Plain] = {
        "format": FORMAT,
        "framework": filing.framework,
        "fiscal_year": str(filing.fiscal_year),
        "department": _filled(code=department.code, name=department.name, head=department.head, phone=department.phone),
    }
    if filing.filed_on:
        document["filed_on"] = filing.filed_on.isoformat()
    fields = framework.fields_by_code
    document["fields"] = {
        code: _field_text(framework, fields[code], filing.fields[code]) for code in fields if code in filing.fields
    }
    entries = {leaf.code: _entry(filing.entry(leaf.code)) for leaf in framework.leaves if leaf.own is None}
    document["indicators"] = {code: entry for code, entry in entries.items() if entry}
    if filing.own_indicators:
        document["own_indicators"] = [_own(each) for each in filing.own_indicators]
    document["narratives"] = {
        each.code: filing.narratives[each.code] for each in framework.narratives if filing.narratives.get(each.code)
    }
    document["evaluators"] = [
        _filled(name=each.name, title=each.title, office=each.office) for each in filing.evaluators
    ]
    document["explanations"] = {code: text for code, text in sorted(filing.explanations.items()) if text}
    return document


def _filled(**texts: str) -> dict[str, Plain]:
    return {key: text for key, text in texts.items() if text}


def _field_text(framework: Framework, field: Field, value: FieldValue) -> Plain:
    if field.kind is FieldKind.ITEMISED_MONEY:
        return [_item(framework, each) for each in value if isinstance(each, Item)] if isinstance(value, tuple) else []
    if field.kind is FieldKind.TABLE:
        rows: list[Plain] = []
        for row in value if isinstance(value, tuple) else ():
            if not isinstance(row, Item):
                rows.append(_row(framework, field, row))
        return rows
    return None if isinstance(value, tuple) else _scalar(framework, field.kind, value)


def _item(framework: Framework, item: Item) -> Plain:
    row = _filled(label=item.label, amount=_scalar(framework, FieldKind.MONEY, item.amount))
    if item.is_excluded:
        row["excluded"] = "true"
    if item.basis:
        row["basis"] = item.basis
    return row


def _row(framework: Framework, field: Field, row: Row) -> Plain:
    return {
        column.code: _scalar(framework, column.kind, row[column.code]) for column in field.columns if column.code in row
    }


def _scalar(framework: Framework, kind: FieldKind, value: CellValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return value
    if kind is FieldKind.MONEY:
        return plain_text(money_in_unit(value, framework.money_unit))
    return plain_percent_text(value) if kind is FieldKind.PERCENT else plain_text(value)


def _entry(entry: IndicatorEntry) -> dict[str, Plain]:
    numbers: dict[str, Decimal | None] = {
        "set_points": entry.set_points,
        "self_score": entry.self_score,
        "incidents": None if entry.incidents is None else Decimal(entry.incidents),
        "points": entry.points,
        "choice": None if entry.choice is None else Decimal(entry.choice),
    }
    document: dict[str, Plain] = {} if entry.is_applicable else {"applicable": "false"}
    document |= {key: plain_text(value) for key, value in numbers.items() if value is not None}
    if entry.coefficient is not None:
        document["coefficient"] = plain_percent_text(entry.coefficient)
    if entry.ticked is not None:
        document["ticked"] = [str(number) for number in entry.ticked]
    texts = _filled(tier=entry.tier, analysis=entry.analysis, reason=entry.reason, measure=entry.measure)
    return document | texts


def _own(own: OwnIndicator) -> Plain:
    document = _filled(
        under=own.under,
        group=own.group,
        name=own.name,
        op=own.sign.value,
        target=_quantity(own.target) or own.target_words,
        adjusted_target=_quantity(own.adjusted_target) or own.adjusted_target_words,
        actual=_quantity(own.actual) or own.actual_words,
        unit=own.unit,
        points=plain_text(own.points),
        core="true" if own.is_core else "",
    )
    return document | _entry(replace(own.entry, points=None, set_points=None))


def _quantity(quantity: Quantity | None) -> str:
    if quantity is None:
        return ""
    return plain_percent_text(quantity.value) if quantity.is_percent else plain_text(quantity.value)
