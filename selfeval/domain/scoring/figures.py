"""The value and the printed words of every code a formula may use, for one filing."""

from decimal import Decimal, localcontext

from selfeval.domain.amounts import CONTEXT, ZERO, money_in_unit, number_text, percent_text
from selfeval.domain.expressions import Call, Expression, Name, Node, OverZero, Unfilled, evaluate, substituted
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
        if code not in self._known:
            self._known[code] = self._found(code)
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
        """The formula with figures put in."""
        return substituted(expression, self.text, as_factor=as_factor)

    def with_labels(self, expression: Expression) -> str:
        """The formula with labels put in."""
        return substituted(expression, self._framework.label_of)

    def text(self, code: str) -> str:
        """The figure of `code` as printed: money and numbers with two decimals, counts whole, rates as percentages."""
        found = self.value(code)
        if isinstance(found, Unfilled):
            found = ZERO
        if isinstance(found, OverZero):
            return "（分母为0）"
        match self._kind(code):
            case FieldKind.COUNT:
                return number_text(found)
            case FieldKind.PERCENT:
                return percent_text(found, self._framework.rounding.rate_places, self._framework.rounding.mode)
        return number_text(found, 2)

    def taken_as_zero(self, expression: Expression) -> tuple[str, ...]:
        """Codes that are not filled and count as zero in `expression` or in the derived values it uses."""
        found: list[str] = []
        self._collect_zeros(expression.root, found, set())
        return tuple(dict.fromkeys(found))

    def _collect_zeros(self, node: Node, found: list[str], seen: set[str]) -> None:
        if isinstance(node, Call) and node.function == "or_zero" and isinstance(node.arguments[0], Name):
            code = node.arguments[0].code
            if isinstance(self.value(code), Unfilled):
                found.append(code)
        if isinstance(node, Name) and node.code not in seen:
            seen.add(node.code)
            derived = self._framework.derived_by_code.get(node.code)
            if derived:
                self._collect_zeros(derived.formula.root, found, seen)
        for child in children_of(node):
            self._collect_zeros(child, found, seen)

    def _kind(self, code: str) -> FieldKind:
        framework = self._framework
        if code in framework.fields_by_code:
            return framework.fields_by_code[code].kind
        if code in framework.derived_by_code:
            return framework.derived_by_code[code].kind
        node = framework.nodes.get(code)
        return FieldKind.PERCENT if node is not None and node.is_percent else FieldKind.NUMBER

    def _found(self, code: str) -> Figure:
        framework = self._framework
        if code in framework.derived_by_code:
            return self.number_of(framework.derived_by_code[code].formula)
        node = framework.nodes.get(code)
        if node is not None:
            if node.formula is None or not self._filing.entry(code).is_applicable:
                return Unfilled(codes=(code,))
            return self.number_of(node.formula)
        return self._field(code)

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


def _part_of(items: list[Item], part: str) -> Decimal:
    """`total`, `excluded` or `counted` of an itemised field, in yuan."""
    with localcontext(CONTEXT):
        total = sum((item.amount for item in items), ZERO)
        excluded = sum((item.amount for item in items if item.is_excluded), ZERO)
        return {"total": total, "excluded": excluded, "counted": total - excluded}[part]
