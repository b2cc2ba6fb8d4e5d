"""The steps of the formulas: derived values, rates and what they are made of, one cell a step.

A cell holds a number, a verdict, or a word for why there is none: 未填, 0÷0, x÷0. What is not filled is told before a
zero denominator is, as docs/formats.md has it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from selfeval.domain.expressions import Binary, Call, Expression, Name, Node, substituted
from selfeval.domain.expressions.tree import Compare, Logic, Negative, Not, Number, children_of
from selfeval.domain.framework import ITEMISED_PARTS, FieldKind, Framework
from selfeval.exports.calculation.grid import CALCULATIONS, Grid
from selfeval.exports.calculation.inputs import NO, NOT_FILLED, entry_role
from selfeval.exports.document import value_role
from selfeval.exports.excel_formula import COMPARISONS, required_codes

BOTH_ZERO, OVER_ZERO = "0÷0", "x÷0"
# What binary fractions leave of a difference of nothing; amounts in yuan have fewer digits to spare.
NOISE_PLACES: Final = {"wan_yuan": 9, "yuan": 6}
_WHOLE_FUNCTIONS: Final = ("sum", "abs", "min", "max")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operand:
    """What a step computes with: a cell, or digits where it is a number of the formula."""

    text: str
    is_typed: bool = False
    is_computed: bool = False


class Steps:
    """Writes the steps below one another, what is needed first on top."""

    def __init__(self, grid: Grid, framework: Framework, row: int) -> None:
        self.row = row
        self.noise = NOISE_PLACES[framework.money_unit.value]
        self._grid = grid
        self._framework = framework
        self._typed = _typed_codes(framework)
        self._count = 0

    def write_named(self) -> None:
        """Every derived value and every rate, each below what it uses."""
        named: dict[str, Expression] = {each.code: each.formula for each in self._framework.derived}
        named |= {leaf.code: leaf.formula for leaf in self._framework.leaves if leaf.formula is not None}
        written: set[str] = set()
        for code in named:
            ahead = [code]
            while ahead:
                needed = [each for each in named[ahead[-1]].names if each in named and each not in written]
                if needed:
                    ahead.extend(needed)
                    continue
                each = ahead.pop()
                if each not in written:
                    self._named(each, named[each])
                    written.add(each)

    def write(self, label: str, expression: Expression, *, is_percent: bool = False) -> str:
        """The steps of one more formula; the cell of its value."""
        formula = self._formula(expression.root, label)
        return self._grid.ref(self._cell(label, expression.root, formula, is_percent=is_percent))

    def _named(self, code: str, expression: Expression) -> None:
        label = self._framework.label_of(code)
        formula = self._formula(expression.root, label)
        leaf = self._framework.nodes.get(code)
        is_percent = leaf is not None and leaf.is_percent
        if leaf is not None:
            # The rate of what is 不涉及 is as good as not filled for whatever uses it.
            formula = f'IF({self._grid.ref(entry_role(code, "applicable"))}="{NO}","{NOT_FILLED}",{formula})'
        self._cell(label, expression.root, formula, role=value_role(code), is_percent=is_percent)

    def _cell(self, label: str, node: Node, formula: str, *, role: str = "", is_percent: bool = False) -> str:
        """One row: a label, `node` in words, its value; returns its role."""
        words = substituted(Expression(text="", root=node, is_condition=False), self._framework.label_of)
        self._count += 1
        role = role or value_role(f"step {self._count}")
        self._grid.text(CALCULATIONS, self.row, 0, label)
        self._grid.text(CALCULATIONS, self.row, 1, words)
        self._grid.formula(self.row, 2, formula, role=role, is_percent=is_percent)
        self.row += 1
        return role

    def _formula(self, node: Node, label: str) -> str:
        match node:
            case Binary(operator="/", left=left, right=right):
                return self._quotient(self._operand(left, f"{label}·分子"), self._operand(right, f"{label}·分母"))
            case Compare(operator=operator, left=left, right=right):
                first, second = self._operand(left, f"{label}·左"), self._operand(right, f"{label}·右")
                difference = f"ROUND({first.text}-{second.text},{self.noise})"
                return guarded([first, second], f"{difference}{COMPARISONS[operator]}0")
            case Logic(operator=operator, left=left, right=right):
                return _logic(operator, self._condition(left, label), self._condition(right, label))
            case Not(operand=operand):
                condition = self._condition(operand, label)
                return f"IF(ISLOGICAL({condition}),NOT({condition}),{condition})"
            case Call(function="if", arguments=(condition, yes, no)):
                decided = self._condition(condition, label)
                values = ",".join(_filled(self._operand(each, f"{label}·取值")) for each in (yes, no))
                return f"IF(ISLOGICAL({decided}),IF({decided},{values}),{decided})"
            case Call(function="or_zero", arguments=(argument,)):
                value = self._operand(argument, f"{label}·未填按0")
                return f"IF({_missing([value])},0,{value.text})"
        plain = self._lowered(node, label)
        operands = [self._named_operand(code) for code in required_codes(plain)]
        return guarded(operands, self._grid.printer.arithmetic(plain))

    def _quotient(self, above: Operand, below: Operand) -> str:
        over_zero = f'IF(ROUND({above.text},{self.noise})=0,"{BOTH_ZERO}","{OVER_ZERO}")'
        quotient = f"IF(ROUND({below.text},{self.noise})=0,{over_zero},{above.text}/{below.text})"
        return guarded([above, below], quotient)

    def _operand(self, node: Node, label: str) -> Operand:
        """A number or a cell as it is; anything else as a step of its own."""
        match node:
            case Number():
                return Operand(text=self._grid.printer.arithmetic(node))
            case Name(code=code):
                return self._named_operand(code)
        return Operand(text=self._grid.ref(self._step(node, label)), is_computed=True)

    def _condition(self, node: Node, label: str) -> str:
        return self._grid.ref(self._step(node, f"{label}·条件"))

    def _step(self, node: Node, label: str) -> str:
        return self._cell(label, node, self._formula(node, label))

    def _named_operand(self, code: str) -> Operand:
        is_typed = code in self._typed
        return Operand(text=self._grid.ref(value_role(code)), is_typed=is_typed, is_computed=not is_typed)

    def _lowered(self, node: Node, label: str) -> Node:
        """`node` with all that a cell must decide first as steps of its own."""
        if self._is_plain(node):
            return node
        match node:
            case Negative(operand=operand):
                return replace(node, operand=self._lowered(operand, label))
            case Binary(operator="+" | "-" | "*", left=left, right=right):
                return replace(node, left=self._lowered(left, label), right=self._lowered(right, label))
            case Call(function=function, arguments=arguments) if function in _WHOLE_FUNCTIONS:
                return replace(node, arguments=tuple(self._lowered(each, label) for each in arguments))
        return Name(code=self._step(node, f"{label}·其中").removeprefix(value_role("")))

    def _is_plain(self, node: Node) -> bool:
        """Whether one guard over its names is enough: arithmetic without a division or a decision."""
        match node:
            case Binary(operator="/") | Compare() | Logic() | Not():
                return False
            case Call(function="or_zero", arguments=(Name(code=code),)):
                return code in self._typed
            case Call(function=function) if function not in _WHOLE_FUNCTIONS:
                return False
        return all(self._is_plain(child) for child in children_of(node))


def guarded(operands: Sequence[Operand], text: str) -> str:
    """`text`, unless something it computes with is not filled or is over zero."""
    computed = dict.fromkeys(each.text for each in operands if each.is_computed)
    for ref in reversed(computed):
        text = f"IF(ISTEXT({ref}),{ref},{text})"
    missing = _missing(operands)
    return f'IF({missing},"{NOT_FILLED}",{text})' if missing else text


def _missing(operands: Sequence[Operand]) -> str:
    """The test for what is not filled among `operands`; empty where nothing can be missing."""
    typed = list(dict.fromkeys(each.text for each in operands if each.is_typed))
    tests = [f"COUNT({','.join(typed)})<{len(typed)}"] if typed else []
    tests += dict.fromkeys(f'{each.text}="{NOT_FILLED}"' for each in operands if each.is_computed)
    return f"OR({','.join(tests)})" if len(tests) > 1 else "".join(tests) or "FALSE"


def _filled(operand: Operand) -> str:
    """The operand, an empty box as not filled: taken over by itself it would come out as zero."""
    return f'IF(ISNUMBER({operand.text}),{operand.text},"{NOT_FILLED}")' if operand.is_typed else operand.text


def _logic(operator: str, left: str, right: str) -> str:
    """One side may decide alone; else both must be known."""
    decisive = "" if operator == "or" else "NOT"
    first, second = (f"IF(ISLOGICAL({side}),{decisive}({side}),FALSE)" for side in (left, right))
    verdict, other = ("TRUE", "FALSE") if operator == "or" else ("FALSE", "TRUE")
    unknown = f"IF(AND(ISLOGICAL({left}),ISLOGICAL({right})),{other},IF(ISLOGICAL({left}),{right},{left}))"
    return f"IF(OR({first},{second}),{verdict},{unknown})"


def _typed_codes(framework: Framework) -> frozenset[str]:
    """The codes whose cells stand on the sheet of inputs."""
    codes = {each.code for each in framework.fields}
    itemised = (each.code for each in framework.fields if each.kind is FieldKind.ITEMISED_MONEY)
    return frozenset(codes | {f"{code}.{part}" for code in itemised for part in ITEMISED_PARTS})
