"""A formula with its figures put in: `2,495.17÷3,043.01`, as people write it in 计算分析情况."""

from collections.abc import Callable

from selfeval.domain.expressions.tree import Binary, Call, Compare, Expression, Logic, Name, Negative, Node, Not, Number

SIGNS = {"+": "＋", "-": "－", "*": "×", "/": "÷", "==": "＝", "!=": "≠", "<": "＜", "<=": "≤", ">": "＞", ">=": "≥"}
_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}
_CALLS = {"min": "较小值", "max": "较大值", "sum": "合计"}


def substituted(expression: Expression, text_of: Callable[[str], str], *, as_factor: bool = False) -> str:
    """`expression` printed with `text_of` for each code; `as_factor` puts a sum in brackets, so ×100% can follow.

    `text_of` gives the words of one code: a figure (`3,043.01`) or a label.
    """
    return _printed(expression.root, text_of, 2 if as_factor else 0)


def _printed(  # noqa: C901  # one case a node of the language
    node: Node, text_of: Callable[[str], str], around: int
) -> str:
    match node:
        case Number(text=text):
            return text
        case Name(code=code):
            return text_of(code)
        case Negative(operand=operand):
            return _bracketed(f"-{_printed(operand, text_of, 3)}", around > 0)
        case Binary(operator=operator, left=left, right=right):
            strength = _STRENGTH[operator]
            tighter = strength + (operator in "-/")
            text = f"{_printed(left, text_of, strength)}{SIGNS[operator]}{_printed(right, text_of, tighter)}"
            return _bracketed(text, strength < around)
        case Compare(operator=operator, left=left, right=right):
            return f"{_printed(left, text_of, 0)}{SIGNS[operator]}{_printed(right, text_of, 0)}"
        case Logic(operator=operator, left=left, right=right):
            word = "且" if operator == "and" else "或"
            return f"（{_printed(left, text_of, 0)}{word}{_printed(right, text_of, 0)}）"
        case Not(operand=operand):
            return f"非（{_printed(operand, text_of, 0)}）"
        case Call(function="or_zero", arguments=(argument,)):
            return _printed(argument, text_of, around)
        case Call(function="abs", arguments=(argument,)):
            inner = _printed(argument, text_of, 0)
            # A lone figure that is not negative needs no bars: 484.00÷2,424.03 reads as people write it.
            return inner if isinstance(argument, Name) and not inner.startswith("-") else f"|{inner}|"
        case Call(function="if", arguments=(condition, yes, no)):
            parts = (_printed(condition, text_of, 0), _printed(yes, text_of, 0), _printed(no, text_of, 0))
            return f"（{parts[0]}时取{parts[1]}，否则取{parts[2]}）"
        case Call(function=function, arguments=arguments):
            return f"{_CALLS[function]}（{'、'.join(_printed(each, text_of, 0) for each in arguments)}）"
    raise AssertionError(node)


def _bracketed(text: str, needed: bool) -> str:
    return f"（{text}）" if needed else text
