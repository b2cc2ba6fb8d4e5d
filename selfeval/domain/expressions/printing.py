"""A formula with its figures put in: `2,495.17÷3,043.01`, as people write it in 计算分析情况."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from selfeval.domain.expressions.tree import Binary, Call, Compare, Expression, Logic, Name, Negative, Node, Not, Number

SIGNS = {"+": "＋", "-": "－", "*": "×", "/": "÷", "==": "＝", "!=": "≠", "<": "＜", "<=": "≤", ">": "＞", ">=": "≥"}
_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}
_CALLS = {"min": "较小值", "max": "较大值", "sum": "合计"}
_FIGURE: Final = re.compile(r"[0-9][0-9,]*(\.[0-9]+)?%?")


def substituted(
    expression: Expression,
    text_of: Callable[[str], str],
    *,
    as_factor: bool = False,
    is_missing: Callable[[Node], bool] = lambda node: False,
) -> str:
    """`expression` printed with `text_of` for each code; `as_factor` puts a sum in brackets, so ×100% can follow.

    `text_of` gives the words of one code: a figure (`3,043.01`) or a label. `is_missing` says of a calculation that
    stands in or_zero whether it counts as zero.
    """
    return _Printer(text_of=text_of, is_missing=is_missing).printed(expression.root, 2 if as_factor else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Printer:
    text_of: Callable[[str], str]
    is_missing: Callable[[Node], bool]

    def printed(self, node: Node, around: int = 0) -> str:
        """`node` in words; `around` is how strongly what stands around it binds."""
        match node:
            case Number(text=text):
                return text
            case Name(code=code):
                text = self.text_of(code)
                return _bracketed(text, around > 0 and text.startswith("-"))
            case Negative(operand=operand):
                return _bracketed(f"-{self.printed(operand, 3)}", around > 0)
            case Binary(operator=operator, left=left, right=right):
                strength = _STRENGTH[operator]
                tighter = strength + (operator in "-/")
                text = f"{self.printed(left, strength)}{SIGNS[operator]}{self.printed(right, tighter)}"
                return _bracketed(text, strength < around)
            case Call():
                return self._call(node, around)
        return self._condition(node)

    def _condition(self, node: Compare | Logic | Not) -> str:
        match node:
            case Compare(operator=operator, left=left, right=right):
                return f"{self.printed(left)}{SIGNS[operator]}{self.printed(right)}"
            case Logic(operator=operator, left=left, right=right):
                return f"（{self.printed(left)}{'且' if operator == 'and' else '或'}{self.printed(right)}）"
            case Not(operand=operand):
                return f"非（{self.printed(operand)}）"

    def _call(self, call: Call, around: int) -> str:
        words = [self.printed(argument) for argument in call.arguments]
        match call.function:
            case "or_zero" if not isinstance(call.arguments[0], Name) and self.is_missing(call.arguments[0]):
                return "0.00"
            case "or_zero":
                return self.printed(call.arguments[0], around)
            case "abs":
                # A lone figure that is not negative needs no bars: 484.00÷2,424.03 reads as people write it.
                return words[0] if _FIGURE.fullmatch(words[0]) else f"|{words[0]}|"
            case "if":
                return f"（{words[0]}时取{words[1]}，否则取{words[2]}）"
        return f"{_CALLS[call.function]}（{'、'.join(words)}）"


def _bracketed(text: str, needed: bool) -> str:
    return f"（{text}）" if needed else text
