"""Formulas of the form in the words of a spreadsheet, over the cells that hold their roles.

Missing is not zero: a formula whose figures are not all filled shows the mark of what is missing, as the form does.
Comparisons see twelve decimals, as everywhere in the product.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from selfeval.domain.amounts import COMPARED_PLACES, plain_text
from selfeval.domain.expressions import Binary, Call, Compare, Logic, Name, Negative, Node, Not, Number
from selfeval.domain.expressions.tree import children_of
from selfeval.exports.document import (
    MISSING,
    DifferenceOf,
    Formula,
    GradeOf,
    QuotientOf,
    SameAs,
    SumOf,
    Worked,
    value_role,
)

COMPARISONS = {"==": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2}
GRADE_PLACES = 6  # a sum of binary fractions may miss a whole number by its last bit


@dataclass(frozen=True, slots=True, order=True, kw_only=True)
class Place:
    """Where a cell stands; row and column count from zero."""

    sheet: str
    column: int
    row: int

    @property
    def local(self) -> str:
        """`C8`."""
        return f"{_column_name(self.column)}{self.row + 1}"


class FormulaPrinter:
    """Prints formulas for the cells of one sheet."""

    def __init__(self, *, places: Mapping[str, Place], sheet: str) -> None:
        self._places = places
        self._sheet = sheet

    def print(self, formula: Formula) -> str:
        """`formula` with the equals sign. Raises KeyError for a role that no cell has."""
        match formula:
            case SumOf(roles=roles, at_most=limit):
                total = f"SUM({self._ranges(roles)})" if roles else "0"
                return f"={total}" if limit is None else f"=MIN({total},{plain_text(limit)})"
            case SameAs(role=role):
                ref = self.ref(role)
                return f'=IF({ref}="",{_quoted(MISSING)},{ref})'
            case DifferenceOf(minuend=minuend, subtrahend=subtrahend):
                first, second = self.ref(minuend), self.ref(subtrahend)
                return f"={self._if_filled((minuend, subtrahend), f'{first}-{second}')}"
            case QuotientOf():
                return self._quotient(formula)
            case GradeOf():
                return self._grade(formula)
            case Worked(node=node, cut_to=places):
                return self._worked(node, places)

    def arithmetic(self, node: Node) -> str:
        """`node` over its cells, unguarded and without the equals sign. Raises KeyError."""
        return self._printed(node, 0)

    def _quotient(self, formula: QuotientOf) -> str:
        first, second = self.ref(formula.dividend), self.ref(formula.divisor)
        guarded = f"IF({second}=0,{_quoted(MISSING)},{_cut(f'{first}/{second}', formula.cut_to)})"
        return f"={self._if_filled((formula.dividend, formula.divisor), guarded)}"

    def _grade(self, formula: GradeOf) -> str:
        reached = self.ref(formula.role)
        if formula.out_of:
            reached = f"{reached}/{self.ref(formula.out_of)}*{plain_text(formula.scale)}"
        total = f"ROUND({reached},{GRADE_PLACES})"
        text = _quoted(MISSING)
        for least, name in reversed(formula.steps):
            text = f"IF({total}>={plain_text(least)},{_quoted(name)},{text})"
        if formula.out_of:
            text = f"IF({self.ref(formula.out_of)}=0,{_quoted(MISSING)},{text})"
        return f"={self._if_filled(formula.needs, text)}"

    def _worked(self, node: Node, cut_to: int | None) -> str:
        text = _cut(self._printed(node, 0), cut_to)
        if _may_fail(node):
            text = f"IFERROR({text},{_quoted(MISSING)})"
        return f"={self._if_filled([value_role(code) for code in required_codes(node)], text)}"

    def _if_filled(self, roles: Iterable[str], text: str, otherwise: str = f'"{MISSING}"') -> str:
        needed = tuple(dict.fromkeys(roles))
        if not needed:
            return text
        return f"IF(COUNT({self._ranges(needed)})<{len(needed)},{otherwise},{text})"

    def _printed(self, node: Node, around: int) -> str:
        match node:
            case Number(value=value):
                return plain_text(value)
            case Name(code=code):
                return self.ref(value_role(code))
            case Negative(operand=operand):
                return f"(-{self._printed(operand, 3)})"
            case Binary(operator=operator, left=left, right=right):
                strength = _STRENGTH[operator]
                tighter = strength + (operator in "-/")
                text = f"{self._printed(left, strength)}{operator}{self._printed(right, tighter)}"
                return f"({text})" if strength < around else text
            case Compare(operator=operator, left=left, right=right):
                sides = (f"ROUND({self._printed(side, 0)},{COMPARED_PLACES})" for side in (left, right))
                return f"({COMPARISONS[operator].join(sides)})"
            case Logic(operator=operator, left=left, right=right):
                return _logic(operator, self._printed(left, 0), self._printed(right, 0))
            case Not(operand=operand):
                return f"NOT({self._printed(operand, 0)})"
            case Call(function=function, arguments=arguments):
                return self._call(function, arguments)

    def _call(self, function: str, arguments: tuple[Node, ...]) -> str:
        match function, arguments:
            case "or_zero", (Name(code=code),):
                return f"N({self.ref(value_role(code))})"
            case "or_zero", (argument,):
                needed = [value_role(code) for code in required_codes(argument)]
                return self._if_filled(needed, self._printed(argument, 0), otherwise="0")
            case "if", (condition, yes, no):
                return f"IF({','.join(self._printed(each, 0) for each in (condition, yes, no))})"
            case "sum", _:
                return f"({'+'.join(self._printed(each, 1) for each in arguments)})"
        # MIN and MAX pass over text; with +0 a missing figure makes them fail, as it must.
        return f"{function.upper()}({','.join(f'{self._printed(each, 1)}+0' for each in arguments)})"

    def ref(self, role: str) -> str:
        """The cell of `role`, with its sheet where that is another. Raises KeyError."""
        place = self._places[role]
        return place.local if place.sheet == self._sheet else f"'{place.sheet}'!{place.local}"

    def _ranges(self, roles: Iterable[str]) -> str:
        """The cells of `roles`; cells under one another as one range."""
        runs: list[tuple[Place, Place]] = []
        for place in sorted(self._places[role] for role in roles):
            last = runs[-1][1] if runs else None
            if last and (last.sheet, last.column, last.row + 1) == (place.sheet, place.column, place.row):
                runs[-1] = (runs[-1][0], place)
            else:
                runs.append((place, place))
        return ",".join(self._range(first, last) for first, last in runs)

    def _range(self, first: Place, last: Place) -> str:
        sheet = "" if first.sheet == self._sheet else f"'{first.sheet}'!"
        return f"{sheet}{first.local}" if first == last else f"{sheet}{first.local}:{last.local}"


def required_codes(node: Node) -> tuple[str, ...]:
    """Codes without which `node` has no value: not what may count as zero, not what a condition may pass over."""
    match node:
        case Name(code=code):
            return (code,)
        case Logic() | Call(function="or_zero"):
            return ()
        case Call(function="if", arguments=(condition, *_)):
            return required_codes(condition)
    return tuple(dict.fromkeys(code for child in children_of(node) for code in required_codes(child)))


def _may_fail(node: Node) -> bool:
    """Whether a spreadsheet could show an error for it: a division, or figures that no guard looks at."""
    match node:
        case Binary(operator="/") | Logic() | Call(function="if"):
            return True
    return any(_may_fail(child) for child in children_of(node))


def _logic(operator: str, left: str, right: str) -> str:
    """One side may decide alone, whatever is missing on the other."""
    if operator == "or":
        return f"IF(IFERROR({left},FALSE),TRUE,IF(IFERROR({right},FALSE),TRUE,OR({left},{right})))"
    return f"IF(IFERROR({left},TRUE),IF(IFERROR({right},TRUE),AND({left},{right}),FALSE),FALSE)"


def _cut(text: str, places: int | None) -> str:
    return text if places is None else f"ROUNDDOWN({text},{places})"


def _quoted(text: str) -> str:
    escaped = text.replace('"', '""')
    return f'"{escaped}"'


def _column_name(column: int) -> str:
    name = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
