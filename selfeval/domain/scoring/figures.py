"""The value and the printed words of every code a formula may use, for one filing."""

from collections.abc import Iterator
from decimal import Decimal, localcontext

from selfeval.domain.amounts import (
    COMPARED_PLACES,
    CONTEXT,
    ZERO,
    money_in_unit,
    number_text,
    percent_text,
    telling_text,
)
from selfeval.domain.expressions import (
    Binary,
    Call,
    Compare,
    Expression,
    Name,
    Node,
    OverZero,
    Unfilled,
    Value,
    evaluate,
    substituted,
)
from selfeval.domain.expressions.tree import children_of
from selfeval.domain.filing import Filing, Item
from selfeval.domain.framework import FieldKind, Framework

Figure = Decimal | Unfilled | OverZero


class Figures:
    """Looks up figures in the framework's money unit; derived values and rates are computed once and kept."""

    def __init__(self, framework: Framework, filing: Filing) -> None:
        self._framework = framework
        self._filing = filing
        self._known: dict[str, Figure] = {}

    def value(self, code: str) -> Figure:
        """The value of `code`, or why there is none. Formulas are free of rings: the framework was found valid."""
        if code in self._known:
            return self._known[code]
        ahead = [code]
        while ahead:
            # What a formula needs is computed first, so that a long chain of derived values does not recurse.
            open_names = [each for each in self._needed(ahead[-1]) if each not in self._known]
            if ahead[-1] not in self._known and open_names:
                ahead.extend(open_names)
            else:
                needed = ahead.pop()
                if needed not in self._known:
                    self._known[needed] = self._found(needed)
        return self._known[code]

    def number_of(self, expression: Expression) -> Figure:
        """The value of a formula."""
        found = evaluate(expression, self.value)
        if isinstance(found, bool):  # the readers let no comparison stand where a number is wanted
            raise TypeError(expression.text)
        return found

    def holds(self, expression: Expression) -> bool | Unfilled | OverZero:
        """The verdict of a condition."""
        found = evaluate(expression, self.value)
        if isinstance(found, Decimal):
            raise TypeError(expression.text)
        return found

    def with_figures(self, expression: Expression, *, as_factor: bool = False) -> str:
        """The formula with figures put in, each with the digits that a reader needs to come to the same result."""
        places = self._telling_places(expression)
        return substituted(
            expression,
            lambda code: self.worked_text(code, places),
            as_factor=as_factor,
            is_missing=self._is_missing,
        )

    def with_labels(self, expression: Expression) -> str:
        """The formula with labels put in; the same for every filing, so it is written once a framework."""
        words = self._framework.written_formulas
        if expression.text not in words:
            words[expression.text] = substituted(expression, self._framework.label_of)
        return words[expression.text]

    def text(self, code: str) -> str:
        """The figure of `code` as printed: money with two decimals, counts whole, rates as percentages."""
        return self._text(code, money_places=2, rate_places=self._framework.rounding.rate_places)

    def worked_text(self, code: str, rate_places: int | None = None) -> str:
        """The figure of `code` as a calculation shows it: money to the fen, so that the numbers recompute."""
        places = self._framework.rounding.rate_places if rate_places is None else rate_places
        return self._text(code, money_places=self._framework.money_unit.places, rate_places=places)

    def _text(self, code: str, *, money_places: int, rate_places: int) -> str:
        found = self.value(code)
        if isinstance(found, Unfilled):
            found = ZERO
        if isinstance(found, OverZero):
            return "（分母为0）"
        match self._kind(code):
            case FieldKind.COUNT:
                return number_text(found)
            case FieldKind.PERCENT:
                return percent_text(found, rate_places, self._framework.rounding.mode)
            case FieldKind.NUMBER:
                return telling_text(found, 2, most=6)
        return telling_text(found, 2, most=money_places)

    def _telling_places(self, expression: Expression) -> int:
        """Decimals of percentages with which every comparison in the formula reads as it was decided.

        89.996% is below 90% and would be printed as 90.00%.
        """
        comparisons = [node for node in _nodes_in(expression.root) if isinstance(node, Compare)]
        fewest = self._framework.rounding.rate_places
        for places in range(fewest, COMPARED_PLACES if comparisons else fewest):
            if all(self._reads_true(node, places) for node in comparisons):
                return places
        return COMPARED_PLACES if comparisons else fewest

    def _reads_true(self, comparison: Compare, places: int) -> bool:
        """Whether the printed percentages compare as the exact ones do."""

        def printed(code: str) -> Figure:
            found = self.value(code)
            if isinstance(found, Decimal) and self._kind(code) is FieldKind.PERCENT:
                return self._framework.rounding.printed_rate(found, is_percent=True, places=places)
            return found

        compare = Expression(text="", root=comparison, is_condition=True)
        return evaluate(compare, printed) == evaluate(compare, self.value)

    def is_percentage(self, expression: Expression) -> bool:
        """Whether `expression` is one figure that is printed as a percentage already: no ×100% belongs to it."""
        return isinstance(expression.root, Name) and self._kind(expression.root.code) is FieldKind.PERCENT

    def worked_out(self, expression: Expression) -> Expression:
        """`expression`, or where it is one derived value alone the formula behind it, down to one with figures."""
        while isinstance(expression.root, Name) and expression.root.code in self._framework.derived_by_code:
            expression = self._framework.derived_by_code[expression.root.code].formula
        return expression

    def taken_as_zero(self, expression: Expression) -> tuple[str, ...]:
        """Codes that are not filled and count as zero in `expression` or in the values it uses."""
        calls = (node for node in self._nodes_below(expression.root) if isinstance(node, Call))
        zeros = (code for call in calls if call.function == "or_zero" for code in self._missing_in(call.arguments[0]))
        return tuple(dict.fromkeys(zeros))

    def zero_denominators(self, expression: Expression) -> tuple[str, ...]:
        """Codes of the data items that stand in a denominator of zero, in `expression` or in the values it uses."""
        quotients = (node for node in self._nodes_below(expression.root) if isinstance(node, Binary))
        zeros = (node.right for node in quotients if node.operator == "/" and self._value_of(node.right) == 0)
        return tuple(dict.fromkeys(code for zero in zeros for code in self.data_items(zero)))

    def data_items(self, node: Node) -> tuple[str, ...]:
        """Codes of the data items `node` is computed from, in the order they appear."""
        names = (each.code.partition(".")[0] for each in self._nodes_below(node) if isinstance(each, Name))
        return tuple(dict.fromkeys(name for name in names if name in self._framework.fields_by_code))

    def _nodes_below(self, root: Node) -> Iterator[Node]:
        """`root` and all it is computed from, through derived values and rates, each of these once."""
        entered: set[str] = set()
        ahead = [root]
        while ahead:
            node = ahead.pop()
            yield node
            ahead.extend(reversed(children_of(node)))
            formula = self._formula_of(node.code) if isinstance(node, Name) and node.code not in entered else None
            if formula is not None and isinstance(node, Name):
                entered.add(node.code)
                ahead.append(formula.root)

    def _value_of(self, node: Node) -> Value:
        return evaluate(Expression(text="", root=node, is_condition=False), self.value)

    def _missing_in(self, node: Node) -> tuple[str, ...]:
        value = self._value_of(node)
        return value.codes if isinstance(value, Unfilled) else ()

    def _is_missing(self, node: Node) -> bool:
        return bool(self._missing_in(node))

    def _formula_of(self, code: str) -> Expression | None:
        """The formula behind a derived value or a rate; None for what is typed, and for 不涉及."""
        framework = self._framework
        if code in framework.derived_by_code:
            return framework.derived_by_code[code].formula
        is_rate = code in framework.nodes and self._filing.entry(code).is_applicable
        return framework.nodes[code].formula if is_rate else None

    def _needed(self, code: str) -> tuple[str, ...]:
        formula = self._formula_of(code)
        return () if formula is None else formula.names

    def _kind(self, code: str) -> FieldKind:
        framework = self._framework
        field = framework.fields_by_code.get(code.partition(".")[0])
        if field is not None:
            return field.kind
        if code in framework.derived_by_code:
            return framework.derived_by_code[code].kind
        node = framework.nodes.get(code)
        return FieldKind.PERCENT if node is not None and node.is_percent else FieldKind.NUMBER

    def _found(self, code: str) -> Figure:
        formula = self._formula_of(code)
        if formula is not None:
            return self.number_of(formula)
        return Unfilled(codes=(code,)) if code in self._framework.nodes else self._field(code)

    def _field(self, code: str) -> Figure:
        head, _, part = code.partition(".")
        stored = self._filing.fields.get(head)
        if stored is None:
            return Unfilled(codes=(head,))
        kind = self._framework.fields_by_code[head].kind
        if isinstance(stored, tuple):
            return money_in_unit(
                _part_of([row for row in stored if isinstance(row, Item)], part), self._framework.money_unit
            )
        if not isinstance(stored, Decimal):
            return Unfilled(codes=(head,))
        return money_in_unit(stored, self._framework.money_unit) if kind is FieldKind.MONEY else stored


def _nodes_in(node: Node) -> Iterator[Node]:
    """`node` and all it is written with."""
    yield node
    for child in children_of(node):
        yield from _nodes_in(child)


def _part_of(items: list[Item], part: str) -> Decimal:
    """`total`, `excluded` or `counted` of an itemised field, in yuan."""
    with localcontext(CONTEXT):
        total = sum((item.amount for item in items), ZERO)
        excluded = sum((item.amount for item in items if item.is_excluded), ZERO)
        return {"total": total, "excluded": excluded, "counted": total - excluded}[part]
