"""Text of a formula to its tree, by the grammar of the framework file. Anything outside the grammar is refused."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from selfeval.domain.amounts import AmountFault, parse_percent, parse_plain
from selfeval.domain.expressions.tree import (
    Binary,
    Call,
    Compare,
    Expression,
    Logic,
    Name,
    Negative,
    Node,
    Not,
    Number,
)

# Least and greatest number of arguments; None is any number.
FUNCTIONS: Final[dict[str, tuple[int, int | None]]] = {
    "sum": (1, None),
    "abs": (1, 1),
    "min": (1, None),
    "max": (1, None),
    "if": (3, 3),
    "or_zero": (1, 1),
}
RESERVED: Final = frozenset(FUNCTIONS) | {"and", "or", "not", "rate"}
MAX_LENGTH: Final = 2000
MAX_DEPTH: Final = 100

# What people type for a sign of the language.
_SIGNS: Final = {
    **dict.fromkeys("×✕·", "*"),
    **dict.fromkeys("÷／", "/"),
    **dict.fromkeys("＝=", "=="),
    **dict.fromkeys("－−–—", "-"),
    **dict.fromkeys("，、", ","),
    **dict(zip("＋（）［］％＜＞．＊", "+()()%<>.*", strict=True)),
    **dict(zip("≤≥≠", ("<=", ">=", "!="), strict=True)),
    **dict.fromkeys("＆&", "and"),
    **dict.fromkeys("｜|", "or"),
}

_GRAMMAR = r"""
    ?start: disjunction
    ?disjunction: conjunction | disjunction "or" conjunction -> either
    ?conjunction: negation | conjunction "and" negation -> both
    ?negation: comparison | "not" negation -> negated
    ?comparison: total | total COMPARISON total -> compare
    ?total: product | total "+" product -> add | total "-" product -> subtract
    ?product: signed | product "*" signed -> multiply | product "/" signed -> divide
    ?signed: operand | "-" signed -> negative
    ?operand: PERCENT -> percent | NUMBER -> number | call | name | "(" disjunction ")"
    call: FUNCTION "(" disjunction ("," disjunction)* ")"
    name: CODE ("." CODE)*
    FUNCTION.3: /(sum|abs|min|max|if|or_zero)(?=\s*\()/
    COMPARISON: "==" | "!=" | "<=" | ">=" | "<" | ">"
    PERCENT.2: /[0-9]+(\.[0-9]+)?%/
    NUMBER: /[0-9]+(\.[0-9]+)?/
    CODE: /[a-z][a-z0-9_]*/
    %ignore /[ \t\r\n]+/
"""


class ExpressionFault(ValueError):
    """A formula that is not in the language; `place` is line and column in Chinese.

    `code` is the name that stands where a condition should; it may be of something that is no number at all.
    """

    def __init__(self, *, text: str, place: str, message: str, code: str = "") -> None:
        super().__init__(f"{place}：{message}" if place else message)
        self.code = code
        self.text = text
        self.place = place
        self.message = message


class _RefusedError(Exception):
    """What is refused while the tree is built: where it begins in the text, and why."""

    def __init__(self, at: int, message: str, code: str = "") -> None:
        super().__init__(message)
        self.at = at
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class _Placed:
    """A node, where it begins in the text, and how many nodes deep it is."""

    node: Node
    at: int
    depth: int


@v_args(inline=True)
class _TreeBuilder(Transformer[Token, _Placed]):
    """Grammar to nodes, with kinds and depth checked on the way: a number is never used as a condition."""

    def number(self, token: Token) -> _Placed:
        return _literal(token, parse_plain)

    def percent(self, token: Token) -> _Placed:
        return _literal(token, parse_percent)

    def name(self, *codes: Token) -> _Placed:
        # Where no operator or function can stand, the words of the language would pass for codes.
        if codes[0] in RESERVED and (codes[0] != "rate" or len(codes) > 1):
            raise _RefusedError(codes[0].start_pos or 0, f"“{codes[0]}”是公式的保留字，放在这里不对")
        return _Placed(Name(code=".".join(codes)), codes[0].start_pos or 0, 1)

    def negative(self, operand: _Placed) -> _Placed:
        return _above(Negative(operand=_number(operand)), operand)

    def add(self, left: _Placed, right: _Placed) -> _Placed:
        return _above(Binary(operator="+", left=_number(left), right=_number(right)), left, right)

    def subtract(self, left: _Placed, right: _Placed) -> _Placed:
        return _above(Binary(operator="-", left=_number(left), right=_number(right)), left, right)

    def multiply(self, left: _Placed, right: _Placed) -> _Placed:
        return _above(Binary(operator="*", left=_number(left), right=_number(right)), left, right)

    def divide(self, left: _Placed, right: _Placed) -> _Placed:
        return _above(Binary(operator="/", left=_number(left), right=_number(right)), left, right)

    def compare(self, left: _Placed, operator: Token, right: _Placed) -> _Placed:
        sign: Any = str(operator)
        return _above(Compare(operator=sign, left=_number(left), right=_number(right)), left, right)

    def both(self, left: _Placed, right: _Placed) -> _Placed:
        return _above(Logic(operator="and", left=_condition(left), right=_condition(right)), left, right)

    def either(self, left: _Placed, right: _Placed) -> _Placed:
        return _above(Logic(operator="or", left=_condition(left), right=_condition(right)), left, right)

    def negated(self, operand: _Placed) -> _Placed:
        return _above(Not(operand=_condition(operand)), operand)

    def call(self, function: Token, *arguments: _Placed) -> _Placed:
        at = function.start_pos or 0
        least, most = FUNCTIONS[str(function)]
        if len(arguments) < least or (most is not None and len(arguments) > most):
            raise _RefusedError(at, f"“{function}”应有{least}个参数，写了{len(arguments)}个")
        if function == "if":
            checked = (_condition(arguments[0]), *map(_number, arguments[1:]))
        else:
            checked = tuple(map(_number, arguments))
        placed = _above(Call(function=str(function), arguments=checked), *arguments)
        return replace(placed, at=at)


def _literal(token: Token, parser: Callable[[str], Decimal]) -> _Placed:
    at = token.start_pos or 0
    try:
        return _Placed(Number(value=parser(str(token)), text=str(token)), at, 1)
    except AmountFault as fault:
        raise _RefusedError(at, f"“{_shortened(token)}”{fault.expected}") from None


def _above(node: Node, *below: _Placed) -> _Placed:
    """`node` over `below`. Evaluation and printing recurse once a node, so that depth has a limit."""
    depth = max(each.depth for each in below) + 1
    if depth > MAX_DEPTH:
        raise _RefusedError(below[0].at, f"公式超过{MAX_DEPTH}层，请拆成几个派生值")
    return _Placed(node, below[0].at, depth)


def _number(placed: _Placed) -> Node:
    if _is_condition(placed.node):
        raise _RefusedError(placed.at, "“比较或逻辑式”不能当作数来算；要用条件请写 if(条件, 甲, 乙)")
    return placed.node


def _condition(placed: _Placed) -> Node:
    if not _is_condition(placed.node):
        code = placed.node.code if isinstance(placed.node, Name) else ""
        raise _RefusedError(placed.at, "“数”不能当作条件；条件应是比较，如 a < 90%", code)
    return placed.node


def _is_condition(node: Node) -> bool:
    return isinstance(node, Compare | Logic | Not)


# Transforming while parsing keeps a long chain of operators from recursing before its depth is known.
_PARSER = Lark(_GRAMMAR, parser="lalr", transformer=_TreeBuilder())


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """The tree of `text`. Raises ExpressionFault with line, column and what would be right."""
    if len(text) > MAX_LENGTH:
        message = f"公式有{len(text)}个字符，最多{MAX_LENGTH}个"
        raise ExpressionFault(text=text, place=_place(text, MAX_LENGTH), message=message)
    try:
        root: Node = _PARSER.parse(text).node  # type: ignore[attr-defined]  # the embedded transformer returns _Placed
    except UnexpectedInput as error:
        raise _explained(text, error) from None
    except _RefusedError as refused:
        place = _place(text, refused.at)
        raise ExpressionFault(text=text, place=place, message=refused.message, code=refused.code) from None
    return Expression(text=text, root=root, is_condition=_is_condition(root))


def _place(text: str, at: int) -> str:
    """Line and column of the character `at`, both counted from 1."""
    before = text[:at]
    return f"第{before.count(chr(10)) + 1}行第{at - before.rfind(chr(10))}列"


def _explained(text: str, error: UnexpectedInput) -> ExpressionFault:
    match error:
        case UnexpectedCharacters():
            message = f"不认识的字符“{error.char}”{_instead(error.char)}"
            return ExpressionFault(text=text, place=_place(text, error.pos_in_stream or 0), message=message)
        case UnexpectedToken() if error.token.type != "$END":
            at = error.token.start_pos or 0
            is_chained = error.token.type == "COMPARISON" and re.search(r"[<>=]", text[:at])
            hint = "；比较不能连写，请用 and 连接" if is_chained else ""
            called = re.search(r"[a-z][a-z0-9_]*(?=\s*$)", text[:at]) if str(error.token).startswith("(") else None
            if called and called[0] not in RESERVED:
                place = _place(text, called.start())
                message = f"“{_shortened(called[0])}”不是函数；可用的函数：{'、'.join(FUNCTIONS)}"
                return ExpressionFault(text=text, place=place, message=message)
            message = f"“{_shortened(error.token)}”放在这里不对{hint}"
            return ExpressionFault(text=text, place=_place(text, at), message=message)
    return ExpressionFault(text=text, place=_place(text, len(text)), message="公式没有写完")


def _instead(character: str) -> str:
    """What to write for a character that is not in the language."""
    if character in _SIGNS:
        return f"，应写 {_SIGNS[character]}"
    if character.isdecimal():
        return "，数字要用半角的"
    if "A" <= character <= "Z":
        return "，编码和函数都是小写字母"
    return "，公式里写编码，不写名称" if "\u4e00" <= character <= "\u9fff" else ""


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:37]}…"
