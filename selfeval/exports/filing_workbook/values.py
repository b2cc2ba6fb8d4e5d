"""What a filing holds, by the inputs of its workbook."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from selfeval.domain.filing import Evaluator, FieldValue, Filing, IndicatorEntry, Item, OwnIndicator, Quantity
from selfeval.domain.filing_sheets.parts import NO, PART_MARK, YES, Block
from selfeval.domain.framework import FieldKind, Framework

# Money in yuan, percentages as ratios, whatever the cell shows them in.
Value = Decimal | str | date | Quantity | None
_ATTRIBUTES: Final = (
    "set_points", "self_score", "incidents", "points", "choice", "coefficient", "tier", "analysis", "reason", "measure",
)  # fmt: skip


def typed_values(framework: Framework, filing: Filing) -> dict[str, Value]:
    """The value of every input of the lines that are always there, by the box of the input."""
    found: dict[str, Value] = {
        "department.head": filing.department.head,
        "department.phone": filing.department.phone,
        "filed_on": filing.filed_on,
    }
    for code, value in filing.fields.items():
        if not isinstance(value, tuple):
            found[f"fields.{code}"] = _plain(value)
    for leaf in framework.leaves:
        if leaf.own is None:
            found |= _entry(f"indicators.{leaf.code}", filing.entry(leaf.code))
    found |= {f"narratives.{code}": text for code, text in filing.narratives.items()}
    return found | {f"explanations.{check}": text for check, text in filing.explanations.items()}


def typed_rows(filing: Filing, block: Block) -> list[dict[str, Value]]:
    """The rows of a box of several, each by the parts of its inputs."""
    if block.box == "evaluators":
        return [_evaluator(each) for each in filing.evaluators]
    if block.box.startswith("own_indicators."):
        under = block.box.removeprefix("own_indicators.")
        return [_own(each) for each in filing.own_indicators if each.under == under]
    stored = filing.fields.get(block.box.removeprefix("fields."))
    return [_row(each) for each in stored] if isinstance(stored, tuple) else []


def fixed_values(block: Block, rows: list[dict[str, Value]]) -> dict[str, Value]:
    """The cells of a table whose rows are named, by line and input."""
    return {
        f"{block.box}{PART_MARK}{number}.{key}": value
        for number, row in enumerate(rows, 1)
        for key, value in row.items()
    }


def is_money(framework: Framework, box: str) -> bool:
    """Whether the box holds money."""
    field = framework.fields_by_code.get(box.removeprefix("fields."))
    return field is not None and field.kind is FieldKind.MONEY


def _plain(value: FieldValue) -> Value:
    if isinstance(value, bool):
        return YES if value else NO
    return None if isinstance(value, tuple) else value


def _entry(box: str, entry: IndicatorEntry) -> dict[str, Value]:
    found: dict[str, Value] = {f"{box}.applicable": YES if entry.is_applicable else NO}
    for attribute in _ATTRIBUTES:
        value = getattr(entry, attribute)
        found[f"{box}.{attribute}"] = Decimal(value) if isinstance(value, int) else value
    if entry.ticked is not None:
        # Criteria beyond the last are never asked for.
        found |= {f"{box}.ticked#{number}": YES if number in entry.ticked else NO for number in range(1, 100)}
    return found


def _evaluator(each: Evaluator) -> dict[str, Value]:
    return {"name": each.name, "title": each.title, "office": each.office}


def _row(row: Item | Mapping[str, FieldValue]) -> dict[str, Value]:
    if isinstance(row, Item):
        excluded = YES if row.is_excluded else NO
        return {"label": row.label, "amount": row.amount, "excluded": excluded, "basis": row.basis}
    return {code: _plain(value) for code, value in row.items()}


def _own(own: OwnIndicator) -> dict[str, Value]:
    entry = own.entry
    return {
        "group": own.group,
        "name": own.name,
        "sign": own.sign.label,
        "target": own.target or own.target_words,
        "adjusted": own.adjusted_target or own.adjusted_target_words,
        "unit": own.unit,
        "actual": own.actual or own.actual_words,
        "points": own.points,
        "core": YES if own.is_core else NO,
        "tier": entry.tier,
        "coefficient": entry.coefficient,
        "self_score": entry.self_score,
        "reason": entry.reason,
        "measure": entry.measure,
        "analysis": entry.analysis,
    }
