"""The identities (勾稽关系) that a framework brings along."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import compared, telling_text
from selfeval.domain.checks.case import Case
from selfeval.domain.expressions import Compare, Expression, Logic, Node, Not
from selfeval.domain.findings import Finding
from selfeval.domain.framework import FieldKind, FrameworkCheck

_HOLDS: Final[dict[str, Callable[[Decimal, Decimal], bool]]] = {
    "==": lambda difference, tolerance: abs(difference) <= tolerance,
    "!=": lambda difference, tolerance: abs(difference) > tolerance,
    "<=": lambda difference, tolerance: difference <= tolerance,
    ">=": lambda difference, tolerance: difference >= -tolerance,
    "<": lambda difference, tolerance: difference < tolerance,
    ">": lambda difference, tolerance: difference > -tolerance,
}
_SHOULD: Final = {"!=": "应不等于", "<=": "应不大于", ">=": "应不小于", "<": "应小于", ">": "应大于"}


def framework_checks(case: Case) -> Iterator[Finding]:
    """A finding for each identity that does not hold; silent while a figure in it is not filled.

    `==` holds within the tolerance, `<=` up to it; `expected` is the left value and `found` the right.
    """
    for check in case.framework.checks:
        if _verdict(case, check.expect.root, check.tolerance) is False:
            yield _finding(case, check)


def _verdict(case: Case, node: Node, tolerance: Decimal) -> bool | None:
    """Whether a condition holds within the tolerance; None where a figure is missing and would decide."""
    match node:
        case Compare(operator=operator):
            sides = _sides(case, node)
            return None if sides is None else _HOLDS[operator](compared(sides[0] - sides[1]), tolerance)
        case Not(operand=operand):
            verdict = _verdict(case, operand, tolerance)
            return None if verdict is None else not verdict
        case Logic(operator=operator, left=left, right=right):
            verdicts = [_verdict(case, left, tolerance), _verdict(case, right, tolerance)]
            decisive = operator == "or"
            return decisive if decisive in verdicts else None if None in verdicts else not decisive
    return None


def _sides(case: Case, node: Compare) -> tuple[Decimal, Decimal] | None:
    left, right = _value(case, node.left), _value(case, node.right)
    return None if left is None or right is None else (left, right)


def _value(case: Case, node: Node) -> Decimal | None:
    value = case.figures.number_of(Expression(text="", root=node, is_condition=False))
    return value if isinstance(value, Decimal) else None


def _finding(case: Case, check: FrameworkCheck) -> Finding:
    root = check.expect.root
    sides = _sides(case, root) if isinstance(root, Compare) else None
    where = check.where or tuple(f"fields.{code}" for code in case.figures.data_items(root))
    return Finding(
        check=check.code,
        severity=case.settings.severities.get(check.code, check.severity),
        where=where,
        message=f"{check.message}{_numbers(case, root, sides) if isinstance(root, Compare) and sides else ''}",
        expected=None if sides is None else case.digits(sides[0]),
        found=None if sides is None else case.digits(sides[1]),
        explanation=case.filing.explanations.get(check.code),
    )


def _numbers(case: Case, root: Compare, sides: tuple[Decimal, Decimal]) -> str:
    """The two sides in words: （应为3,043.01，填报2,908.00，差135.01，单位万元）."""
    fields = case.framework.fields_by_code
    kinds = {fields[code].kind for code in case.figures.data_items(root)}
    is_money = bool(kinds & {FieldKind.MONEY, FieldKind.ITEMISED_MONEY})
    left, right, difference = (
        telling_text(each, 2 if is_money else 0, most=6) for each in (*sides, abs(sides[0] - sides[1]))
    )
    unit = f"，单位{case.framework.money_unit.label}" if is_money else ""
    if root.operator == "==":
        return f"（应为{left}，填报{right}，差{difference}{unit}）"
    return f"（{left}{_SHOULD[root.operator]}{right}，差{difference}{unit}）"
