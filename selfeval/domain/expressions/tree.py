"""The nodes of a parsed formula."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A literal; `text` is as written, so that `100%` prints as it was meant."""

    value: Decimal
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A field, a derived value, a part of an itemised field (`adjustments.counted`) or an indicator's rate."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Negative:
    """Unary minus."""

    operand: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Binary:
    """Arithmetic."""

    operator: Literal["+", "-", "*", "/"]
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Compare:
    """A comparison; both sides are numbers."""

    operator: Literal["==", "!=", "<", "<=", ">", ">="]
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Logic:
    """`and`, `or`; both sides are conditions."""

    operator: Literal["and", "or"]
    left: "Node"
    right: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Not:
    """Negated condition."""

    operand: "Node"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One of the language's functions."""

    function: str
    arguments: tuple["Node", ...]


Node = Number | Name | Negative | Binary | Compare | Logic | Not | Call


@dataclass(frozen=True, kw_only=True)
class Expression:
    """A parsed formula and the text it was written as. Not slotted, so that its names are looked for once."""

    text: str
    root: Node
    is_condition: bool

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The codes it uses, in order of first appearance."""
        return tuple(dict.fromkeys(names_in(self.root)))


def children_of(node: Node) -> tuple[Node, ...]:
    """The nodes directly below `node`."""
    match node:
        case Negative(operand=operand) | Not(operand=operand):
            return (operand,)
        case Binary(left=left, right=right) | Compare(left=left, right=right) | Logic(left=left, right=right):
            return (left, right)
        case Call(arguments=arguments):
            return arguments
    return ()


def renamed(node: Node, names: Mapping[str, str]) -> Node:
    """`node` with each code that `names` has replaced by what it says."""
    match node:
        case Name(code=code):
            return Name(code=names.get(code, code))
        case Negative(operand=operand) | Not(operand=operand):
            return replace(node, operand=renamed(operand, names))
        case Binary(left=left, right=right) | Compare(left=left, right=right) | Logic(left=left, right=right):
            return replace(node, left=renamed(left, names), right=renamed(right, names))
        case Call(arguments=arguments):
            return replace(node, arguments=tuple(renamed(each, names) for each in arguments))
    return node


def names_in(node: Node) -> Iterator[str]:
    """Every code used in `node`, from left to right."""
    if isinstance(node, Name):
        yield node.code
    for child in children_of(node):
        yield from names_in(child)
