"""Itemised rows (明细) sum to the amount they itemise."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.framework import FieldKind

_SUFFIX: Final = "_items"
# Items whose whole is not called by their own name.
_WHOLES: Final[Mapping[str, str]] = {
    "project_budget_items": "project_expenditure_budget",
    "project_actual_items": "project_expenditure_actual",
}


def items_add_up(case: Case) -> Iterator[Finding]:
    """A finding for each list that does not sum to its whole; silent while either is not filled.

    Silent where the framework brings the same identity along, and for lists that may hold no negative amounts beside
    a whole that may be one: those list additions and cuts alike, and the whole is their balance.
    """
    fields = case.framework.fields_by_code
    for code, field in fields.items():
        whole = _WHOLES.get(code, code.removesuffix(_SUFFIX))
        if field.kind is not FieldKind.ITEMISED_MONEY or not code.endswith(_SUFFIX) or not _is_money(case, whole):
            continue
        if _is_known_to_framework(case, code, whole) or (field.minimum is not None and _may_be_negative(case, whole)):
            continue
        expected, filed = _total(case, code), case.figure(whole)
        if expected is None or filed is None or abs(expected - filed) <= case.thresholds.money_tolerance:
            continue
        yield case.finding(
            "items_add_up",
            f"fields.{code}",
            f"fields.{whole}",
            expected=expected,
            found=filed,
            items=field.label,
            whole=case.framework.label_of(whole),
            difference=case.money(abs(expected - filed)),
        )


def _total(case: Case, code: str) -> Decimal | None:
    """The sum of the rows in the framework's money unit; None where there are none."""
    value = case.figures.value(f"{code}.total") if case.filing.fields.get(code) else None
    return value if isinstance(value, Decimal) else None


def _is_money(case: Case, code: str) -> bool:
    known = case.framework.fields_by_code.get(code) or case.framework.derived_by_code.get(code)
    return known is not None and known.kind is FieldKind.MONEY


def _may_be_negative(case: Case, code: str) -> bool:
    field = case.framework.fields_by_code.get(code)
    return field is not None and field.minimum is None


def _is_known_to_framework(case: Case, items: str, whole: str) -> bool:
    return any({f"{items}.total", whole} <= set(check.expect.names) for check in case.framework.checks)
