"""Text of a formula to its tree, by the grammar of the framework file. Anything outside the grammar is refused."""

import re
from functools import lru_cache
from typing import Any, Final

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken

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
    children_of,
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
    """A formula that is not in the language; `place` is line and column in Chinese."""

    def __init__(self, *, text: str, place: str, message: str) -> None:
        super().__init__(f"{place}：{message}" if place else message)
        self.text = text
        self.place = place
        self.message = message


@v_args(inline=True)
class _TreeBuilder(Transformer[Token, Node]):
    """Grammar to nodes, with the types checked on the way: a number is never used as a condition."""

    def number(self, token: Token) -> Node:
        return Number(value=parse_plain(str(token)), text=str(token))

    def percent(self, token: Token) -> Node:
        return Number(value=parse_percent(str(token)), text=str(token))

    def name(self, *codes: Token) -> Node:
        return Name(code=".".join(codes))

    def negative(self, operand: Node) -> Node:
        return Negative(operand=_number(operand))

    def add(self, left: Node, right: Node) -> Node:
        return Binary(operator="+", left=_number(left), right=_number(right))

    def subtract(self, left: Node, right: Node) -> Node:
        return Binary(operator="-", left=_number(left), right=_number(right))

    def multiply(self, left: Node, right: Node) -> Node:
        return Binary(operator="*", left=_number(left), right=_number(right))

    def divide(self, left: Node, right: Node) -> Node:
        return Binary(operator="/", left=_number(left), right=_number(right))

    def compare(self, left: Node, operator: Any, right: Node) -> Node:
        return Compare(operator=str(operator), left=_number(left), right=_number(right))  # type: ignore[arg-type]

    def both(self, left: Node, right: Node) -> Node:
        return Logic(operator="and", left=_condition(left), right=_condition(right))

    def either(self, left: Node, right: Node) -> Node:
        return Logic(operator="or", left=_condition(left), right=_condition(right))

    def negated(self, operand: Node) -> Node:
        return Not(operand=_condition(operand))

    def call(self, function: Token, *arguments: Node) -> Node:
        least, most = FUNCTIONS[str(function)]
        if len(arguments) < least or (most is not None and len(arguments) > most):
            raise AmountFault(found=str(function), expected=f"应有{least}个参数，写了{len(arguments)}个")
        if function == "if":
            _condition(arguments[0])
            checked = (arguments[0], *map(_number, arguments[1:]))
        else:
            checked = tuple(map(_number, arguments))
        return Call(function=str(function), arguments=checked)


# Transforming while parsing keeps a long chain of operators from recursing before its depth is known.
_PARSER = Lark(_GRAMMAR, parser="lalr", transformer=_TreeBuilder())


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """The tree of `text`. Raises ExpressionFault with line, column and what would be right."""
    if len(text) > MAX_LENGTH:
        raise ExpressionFault(text=text, place="", message=f"公式有{len(text)}个字符，最多{MAX_LENGTH}个")
    try:
        root: Node = _PARSER.parse(text)  # type: ignore[assignment]  # the embedded transformer returns nodes
    except UnexpectedInput as error:
        raise _explained(text, error) from None
    except AmountFault as error:
        raise ExpressionFault(text=text, place="", message=str(error)) from None
    if _is_deeper_than(root, MAX_DEPTH):
        raise ExpressionFault(text=text, place="", message=f"公式超过{MAX_DEPTH}层，请拆成几个派生值")
    return Expression(text=text, root=root, is_condition=_is_condition(root))


def _is_deeper_than(root: Node, limit: int) -> bool:
    """Whether any branch has more than `limit` nodes; evaluation and printing recurse once a node."""
    level, depth = [root], 0
    while level:
        depth += 1
        if depth > limit:
            return True
        level = [child for node in level for child in children_of(node)]
    return False


def _is_condition(node: Node) -> bool:
    return isinstance(node, Compare | Logic | Not)


def _number(node: Node) -> Node:
    if _is_condition(node):
        raise AmountFault(found="比较或逻辑式", expected="不能当作数来算；要用条件请写 if(条件, 甲, 乙)")
    return node


def _condition(node: Node) -> Node:
    if not _is_condition(node):
        raise AmountFault(found="数", expected="不能当作条件；条件应是比较，如 a < 90%")
    return node


def _explained(text: str, error: UnexpectedInput) -> ExpressionFault:
    place = f"第{error.line}行第{error.column}列"
    match error:
        case UnexpectedCharacters():
            return ExpressionFault(text=text, place=place, message=f"不认识的字符“{error.char}”")
        case UnexpectedToken() if error.token.type != "$END":
            is_chained = error.token.type == "COMPARISON" and re.search(r"[<>=]", text[: error.token.start_pos])
            hint = "；比较不能连写，请用 and 连接" if is_chained else ""
            return ExpressionFault(text=text, place=place, message=f"“{error.token}”放在这里不对{hint}")
        case UnexpectedToken() | UnexpectedEOF():
            lines = text.split("\n")
            end = f"第{len(lines)}行第{len(lines[-1]) + 1}列"
            return ExpressionFault(text=text, place=end, message="公式没有写完")
    return ExpressionFault(text=text, place=place, message="公式写法不对")
