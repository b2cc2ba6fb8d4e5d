"""The value of a formula, or why there is none."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import reduce
from typing import Final

from selfeval.domain.amounts import CONTEXT, ZERO, compared
from selfeval.domain.expressions.tree import Binary, Call, Compare, Expression, Logic, Name, Negative, Node, Not, Number

GREATEST: Final = Decimal("1E+300")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfilled:
    """Not computable: these codes are not filled (or have no rate)."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverZero:
    """Not computable: a denominator is zero; `numerator_too` when the numerator is zero as well."""

    numerator_too: bool


Value = Decimal | bool | Unfilled | OverZero
Scope = Callable[[str], "Decimal | Unfilled | OverZero"]


def evaluate(expression: Expression, scope: Scope) -> Value:
    """The value of `expression` where `scope` gives the value of each code. Never rounds but to compare."""
    with localcontext(CONTEXT):
        return _value(expression.root, scope)


def _value(node: Node, scope: Scope) -> Value:  # noqa: C901  # one case a node of the language
    match node:
        case Number(value=value):
            return value
        case Name(code=code):
            return scope(code)
        case Negative(operand=operand):
            return _combined([operand], scope, lambda x: -x)
        case Binary(operator="/", left=left, right=right):
            return _quotient(left, right, scope)
        case Binary(operator=operator, left=left, right=right):
            return _combined([left, right], scope, _ARITHMETIC[operator])
        case Compare(operator=operator, left=left, right=right):
            return _comparison(operator, left, right, scope)
        case Logic() | Not():
            return _logic(node, scope)
        case Call(function="if", arguments=(condition, yes, no)):
            decided = _value(condition, scope)
            return _value(yes if decided else no, scope) if isinstance(decided, bool) else decided
        case Call(function="or_zero", arguments=(argument,)):
            found = _value(argument, scope)
            return ZERO if isinstance(found, Unfilled) else found
        case Call(function=function, arguments=arguments):
            return _combined(list(arguments), scope, _FUNCTIONS[function])
    raise AssertionError(node)


_ARITHMETIC: dict[str, Callable[..., Decimal]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
}
_FUNCTIONS: dict[str, Callable[..., Decimal]] = {
    "sum": lambda *values: reduce(lambda a, b: a + b, values),
    "abs": abs,
    "min": lambda *values: min(values),
    "max": lambda *values: max(values),
}
_COMPARISONS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "==": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def _numbers(nodes: list[Node], scope: Scope) -> list[Decimal] | Unfilled | OverZero:
    """The values of `nodes`; what is not filled is named in full before a zero denominator is."""
    values = [_value(node, scope) for node in nodes]
    missing = [code for value in values if isinstance(value, Unfilled) for code in value.codes]
    if missing:
        return Unfilled(codes=tuple(dict.fromkeys(missing)))
    for value in values:
        if isinstance(value, OverZero):
            return value
    return [value for value in values if isinstance(value, Decimal)]


def _combined(nodes: list[Node], scope: Scope, operation: Callable[..., Decimal]) -> Value:
    numbers = _numbers(nodes, scope)
    return _within_reach(operation(*numbers)) if isinstance(numbers, list) else numbers


def _within_reach(value: Decimal) -> Decimal:
    """`value`, or the greatest there is: a chain of products must not end in an overflow. No form comes near it."""
    return value if abs(value) <= GREATEST else GREATEST.copy_sign(value)


def _quotient(left: Node, right: Node, scope: Scope) -> Value:
    numbers = _numbers([left, right], scope)
    if not isinstance(numbers, list):
        return numbers
    numerator, denominator = numbers
    return OverZero(numerator_too=numerator == 0) if denominator == 0 else _within_reach(numerator / denominator)


def _comparison(operator: str, left: Node, right: Node, scope: Scope) -> Value:
    numbers = _numbers([left, right], scope)
    if not isinstance(numbers, list):
        return numbers
    return _COMPARISONS[operator](compared(numbers[0]), compared(numbers[1]))


def _logic(node: Logic | Not, scope: Scope) -> Value:
    if isinstance(node, Not):
        value = _value(node.operand, scope)
        return not value if isinstance(value, bool) else value
    decisive = node.operator == "or"
    left, right = _value(node.left, scope), _value(node.right, scope)
    if left is decisive or right is decisive:
        return decisive
    if isinstance(left, Unfilled) and isinstance(right, Unfilled):
        return Unfilled(codes=tuple(dict.fromkeys(left.codes + right.codes)))
    return right if isinstance(left, bool) else left
