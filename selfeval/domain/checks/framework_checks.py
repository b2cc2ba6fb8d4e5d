"""The identities (勾稽关系) that a framework brings along."""

from collections.abc import Iterator
from decimal import Decimal

from selfeval.domain.amounts import compared, plain_text
from selfeval.domain.checks.case import Case
from selfeval.domain.expressions import Compare, Expression, Node
from selfeval.domain.findings import Finding
from selfeval.domain.framework import FrameworkCheck


def framework_checks(case: Case) -> Iterator[Finding]:
    """A finding for each identity that does not hold; silent while a figure in it is not filled.

    `==` holds within the tolerance, `<=` up to it; `expected` is the left value and `found` the right.
    """
    for check in case.framework.checks:
        root = check.expect.root
        if not isinstance(root, Compare):
            if case.figures.holds(check.expect) is False:
                yield _finding(case, check, None, None)
            continue
        left, right = _side(case, root.left), _side(case, root.right)
        if left is not None and right is not None and not _holds(root.operator, left, right, check.tolerance):
            yield _finding(case, check, left, right)


def _side(case: Case, node: Node) -> Decimal | None:
    value = case.figures.number_of(Expression(text="", root=node, is_condition=False))
    return value if isinstance(value, Decimal) else None


def _holds(operator: str, left: Decimal, right: Decimal, tolerance: Decimal) -> bool:
    difference = compared(left - right)
    match operator:
        case "==":
            return abs(difference) <= tolerance
        case "!=":
            return abs(difference) > tolerance
        case "<=":
            return difference <= tolerance
        case ">=":
            return difference >= -tolerance
        case "<":
            return difference < tolerance
    return difference > -tolerance


def _finding(case: Case, check: FrameworkCheck, left: Decimal | None, right: Decimal | None) -> Finding:
    numbers = ""
    if left is not None and right is not None:
        unit = case.framework.money_unit.label
        numbers = f"（应为{case.money(left)}，填报{case.money(right)}，差{case.money(abs(left - right))}，单位{unit}）"
    return Finding(
        check=check.code,
        severity=check.severity,
        where=check.where,
        message=f"{check.message}{numbers}",
        expected=None if left is None else plain_text(left, 2),
        found=None if right is None else plain_text(right, 2),
        explanation=case.filing.explanations.get(check.code),
    )
