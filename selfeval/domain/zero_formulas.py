"""Formulas that can never give anything: a denominator, or a result, that is zero whatever is filled.

Each formula is computed three times with figures drawn at random, in the whole numbers modulo a large prime: what is
zero all three times is so for every figure but for a chance of about one in 2^300. Arithmetic is exact that way and
never grows. What is no arithmetic (`abs min max if` and conditions) stands as a figure of its own, drawn from what it
is made of, so that nothing is called zero that only mostly is.
"""

from collections.abc import Callable, Collection, Iterator
from decimal import Decimal
from functools import reduce
from hashlib import sha256
from typing import Final

from selfeval.domain.expressions import (
    Binary,
    Call,
    Compare,
    Expression,
    Logic,
    Name,
    Negative,
    Node,
    Number,
    substituted,
)
from selfeval.domain.expressions.tree import children_of
from selfeval.domain.formula_validity import placed_formulas
from selfeval.domain.framework import Framework, placed_nodes

Fault = tuple[str, str, str]
Sample = tuple[int, ...]
_PRIME: Final = 2**127 - 1
_DRAWS: Final = range(3)
_ZERO: Final = tuple(0 for _ in _DRAWS)


def zero_faults(framework: Framework, broken: Collection[str]) -> Iterator[Fault]:
    """A fault for every formula that cannot be computed or comes to zero whatever is filled."""
    samples = _Samples(framework, broken)
    for place, expression in placed_formulas(framework):
        if place in broken:
            continue
        yield from samples.faults_of(place, expression)


class _Samples:
    """The samples of every code. What is at fault itself, or stands in a ring, is taken as any figure."""

    def __init__(self, framework: Framework, broken: Collection[str]) -> None:
        self._framework = framework
        formulas = {
            each.code: (f"derived[{index}].formula", each.formula) for index, each in enumerate(framework.derived)
        }
        for place, node in placed_nodes(framework):
            if node.formula is not None:
                formulas[node.code] = (f"{place}.formula", node.formula)
        self._formulas = {code: formula for code, (place, formula) in formulas.items() if place not in broken}
        self._known: dict[str, Sample] = {}

    def faults_of(self, place: str, expression: Expression) -> Iterator[Fault]:
        """The faults of one formula."""
        for name in expression.names:
            self._settle(name)
        zeros: list[Node] = []
        found = self._sample(expression.root, zeros)
        for node in zeros:
            shown = substituted(Expression(text="", root=node, is_condition=False), self._framework.label_of)
            yield place, expression.text, f"的分母“{shown}”总是0，永远算不出来"
        if zeros or found != _ZERO:
            return
        # A derived value of 0 may be meant; what is computed from figures is not.
        is_base = place.endswith(".scoring.of")
        if is_base or any(not _is_constant(self._known[name]) for name in expression.names):
            yield place, expression.text, "无论填什么结果都是0"

    def _settle(self, code: str) -> None:
        """Compute `code` and before it all it needs, without recursing along a chain of derived values."""
        ahead, begun = [code], set[str]()
        while ahead:
            current = ahead[-1]
            formula = self._formulas.get(current)
            needed = formula.names if formula is not None and current not in begun else ()
            begun.add(current)
            needed = tuple(name for name in needed if name not in self._known and name not in begun)
            if needed:
                ahead.extend(needed)
                continue
            ahead.pop()
            if current not in self._known:
                self._known[current] = self._found(current, formula)

    def _found(self, code: str, formula: Expression | None) -> Sample:
        if formula is None or any(name not in self._known for name in formula.names):
            return _drawn(code)
        zeros: list[Node] = []
        found = self._sample(formula.root, zeros)
        is_at_fault = zeros or (found == _ZERO and formula.names)
        return _drawn(code) if is_at_fault else found

    def _sample(self, node: Node, zeros: list[Node]) -> Sample:
        """The values of `node`; denominators that are always zero are added to `zeros`."""
        match node:
            case Number(value=value):
                return tuple(_residue(value) for _ in _DRAWS)
            case Name(code=code):
                return self._known[code]
        below = [self._sample(child, zeros) for child in children_of(node)]
        if isinstance(node, Binary) and node.operator == "/" and below[1] == _ZERO:
            zeros.append(node.right)
            return _drawn(repr(below))
        return _combined(node, below)


def _combined(node: Node, below: list[Sample]) -> Sample:
    """The values of `node` from those of what stands below it."""
    match node:
        case Negative():
            return _each(_ARITHMETIC["-"], _ZERO, below[0])
        case Binary(operator=operator):
            return _each(_ARITHMETIC[operator], *below)
        case Call(function="sum"):
            return reduce(lambda one, other: _each(_ARITHMETIC["+"], one, other), below)
        case Call(function="or_zero"):
            return below[0]
        case Call(function="min" | "max") if len(set(below)) == 1:
            return below[0]
        case Call(function="if") if below[1] == below[2]:
            return below[1]
        case Call(function="abs") if below[0] == _ZERO:
            return _ZERO
    return _drawn(f"{_kind(node)} {below}")


def _each(operation: Callable[[int, int], int], one: Sample, other: Sample) -> Sample:
    return tuple(operation(a, b) % _PRIME for a, b in zip(one, other, strict=True))


def _is_constant(sample: Sample) -> bool:
    return len(set(sample)) == 1


def _residue(value: Decimal) -> int:
    above, below = value.as_integer_ratio()
    return above * pow(below, -1, _PRIME) % _PRIME


def _drawn(key: str) -> Sample:
    """A figure of its own for `key`, the same every time."""
    return tuple(int.from_bytes(sha256(f"{draw} {key}".encode()).digest()) % _PRIME for draw in _DRAWS)


def _kind(node: Node) -> str:
    match node:
        case Call(function=function):
            return function
        case Compare(operator=operator) | Logic(operator=operator):
            return operator
    return "not"


_ARITHMETIC: Final[dict[str, Callable[[int, int], int]]] = {
    "+": lambda a, b: a + b,
    "-": lambda a, b: a - b,
    "*": lambda a, b: a * b,
    "/": lambda a, b: a * pow(b, -1, _PRIME) if b else 0,
}
