"""计算底稿: the figures filed, the derived values, every rate with its parts, and both scores of every indicator."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from selfeval.domain.amounts import money_in_unit, rounded
from selfeval.domain.expressions import Binary, Call, Expression, Name, Node
from selfeval.domain.expressions.tree import children_of, names_in
from selfeval.domain.filing import Filing, Item, TargetSign
from selfeval.domain.framework import NUMERIC_KINDS, Derived, Field, FieldKind, Framework, Indicator
from selfeval.domain.scoring import IndicatorScore, MilestoneResult, ScoreSheet
from selfeval.domain.scoring.figures import Figures
from selfeval.domain.scoring.rules import Choose, ChooseOption, Milestones, formulas_of
from selfeval.exports.build_indicators import is_left_out
from selfeval.exports.cells import MOST_PLACES, CellMaker
from selfeval.exports.document import (
    MISSING,
    TOTAL,
    Cell,
    DifferenceOf,
    Fact,
    Formula,
    QuotientOf,
    SameAs,
    SumOf,
    Worked,
    WorkedRow,
    WorkingPaper,
    computed_role,
    self_role,
    set_role,
    value_role,
)
from selfeval.exports.printable import on_one_line

NOTHING = Cell(text=MISSING)


class WorkingPaperMaker:
    """Makes 计算底稿; figures in `on_face` stand on the form itself and are only referred to."""

    def __init__(
        self, *, framework: Framework, filing: Filing, sheet: ScoreSheet, cells: CellMaker, on_face: frozenset[str]
    ) -> None:
        self._framework = framework
        self._filing = filing
        self._sheet = sheet
        self._cells = cells
        self._on_face = on_face
        self._figures = Figures(framework, filing)

    def paper(self) -> WorkingPaper:
        """The whole of it."""
        figures = [fact for field in self._framework.fields for fact in self._facts_of(field)]
        figures += [self._derived(each) for each in self._framework.derived]
        rows = tuple(row for leaf in self._framework.leaves for row in self._rows_of(leaf))
        return WorkingPaper(figures=tuple(figures), rows=rows, total=self._total())

    def _derived(self, derived: Derived) -> Fact:
        cut_to = self._cells.cut_to() if derived.kind is FieldKind.PERCENT else None
        formula, value = self._live(derived.formula.root, cut_to=cut_to), self._value(derived.code)
        fact = self._fact(derived.label, derived.kind, value, value_role(derived.code), formula)
        return replace(fact, cell=replace(fact.cell, is_input=False))

    def _facts_of(self, field: Field) -> Iterator[Fact]:
        if field.kind in NUMERIC_KINDS:
            role = value_role(field.code)
            is_face = field.code in self._on_face
            formula = SameAs(role=role) if is_face else None
            yield self._fact(field.label, field.kind, self._value(field.code), "" if is_face else role, formula)
        elif field.kind is FieldKind.ITEMISED_MONEY:
            yield from self._itemised(field)

    def _itemised(self, field: Field) -> Iterator[Fact]:
        """The rows of an itemised field, then its parts: 合计, and 剔除数 and 计入数 where rows are excluded."""
        stored = self._filing.fields.get(field.code)
        items = [each for each in stored if isinstance(each, Item)] if isinstance(stored, tuple) else []
        roles = [f"item:{field.code}:{number}" for number in range(len(items))]
        for item, role in zip(items, roles, strict=True):
            amount = money_in_unit(item.amount, self._framework.money_unit)
            mark = "（剔除）" if item.is_excluded else ""
            yield self._fact(f"{field.label}·{on_one_line(item.label)}{mark}", field.kind, amount, role)
        excluded = tuple(role for item, role in zip(items, roles, strict=True) if item.is_excluded)
        total, left_out = f"{field.code}.total", f"{field.code}.excluded"
        yield self._part(total, SumOf(roles=tuple(roles)) if roles else None)
        if excluded or {left_out, f"{field.code}.counted"} & self._codes_in_formulas():
            yield self._part(left_out, SumOf(roles=excluded) if excluded else None)
            difference = DifferenceOf(minuend=value_role(total), subtrahend=value_role(left_out))
            yield self._part(f"{field.code}.counted", difference if roles else None)

    def _part(self, code: str, formula: Formula | None) -> Fact:
        label = self._framework.label_of(code)
        return self._fact(label, FieldKind.ITEMISED_MONEY, self._value(code), value_role(code), formula)

    def _fact(
        self, label: str, kind: FieldKind, value: Decimal | None, role: str, formula: Formula | None = None
    ) -> Fact:
        return Fact(label=label, cell=self._cells.figure(value, kind, role=role, formula=formula))

    def _rows_of(self, leaf: Indicator) -> Iterator[WorkedRow]:
        score = self._sheet.indicators[leaf.code]
        numerator, denominator, rate = self._rate_cells(leaf, score)
        is_out = is_left_out(score)
        computed = None if is_out else score.computed_score
        own = None if is_out else score.self_score
        yield WorkedRow(
            code=leaf.code,
            name=_name(leaf, score),
            numerator=numerator,
            denominator=denominator,
            rate=rate,
            set_points=self._cells.points(None if is_out else score.points, formula=SameAs(role=set_role(leaf.code))),
            computed_score=self._cells.score(computed, role=computed_role(leaf.code)),
            self_score=self._cells.score(own, formula=SameAs(role=self_role(leaf.code))),
            difference=self._difference(leaf.code, own, computed),
        )
        if isinstance(leaf.rule, Milestones) and score.is_applicable:
            yield from (
                self._milestone(leaf, leaf.rule, result, number) for number, result in enumerate(score.milestones)
            )

    def _rate_cells(self, leaf: Indicator, score: IndicatorScore) -> tuple[Cell, Cell, Cell]:
        """Numerator, denominator and rate; the parts only where the formula is one quotient."""
        role = value_role(leaf.code)
        formula = _formula_used(leaf, score)
        if formula is None or not score.is_applicable:
            # Other formulas may use the rate: it keeps its role, and holds nothing.
            return self._completion_cells(leaf, score) or (NOTHING, NOTHING, replace(NOTHING, role=role))
        match formula.root:
            case Binary(operator="/", left=left, right=right):
                parts = (f"numerator:{leaf.code}", f"denominator:{leaf.code}")
                quotient = QuotientOf(
                    dividend=parts[0], divisor=parts[1], cut_to=self._cells.cut_to(is_percent=leaf.is_percent)
                )
                rate = self._cells.rate(score.rate, is_percent=leaf.is_percent, role=role, formula=quotient)
                return self._worked(left, parts[0]), self._worked(right, parts[1]), rate
            case root:
                worked = self._live(root, cut_to=self._cells.cut_to(is_percent=leaf.is_percent))
                rate = self._cells.rate(score.rate, is_percent=leaf.is_percent, role=role, formula=worked)
                return NOTHING, NOTHING, rate

    def _completion_cells(self, leaf: Indicator, score: IndicatorScore) -> tuple[Cell, Cell, Cell] | None:
        """实际完成值, 指标值 and the completion ratio of an own indicator; None where it has none."""
        own, rate = leaf.own, score.rate
        aim, actual = (own.target_in_force, own.actual) if own else (None, None)
        if own is None or aim is None or actual is None or rate is None:
            return None
        is_inverse = own.sign in (TargetSign.AT_MOST, TargetSign.LESS_THAN)
        parts = (f"numerator:{leaf.code}", f"denominator:{leaf.code}")
        cells = [
            self._cells.figure(each.value, FieldKind.PERCENT if each.is_percent else FieldKind.NUMBER, role=role)
            for each, role in zip((aim, actual) if is_inverse else (actual, aim), parts, strict=True)
        ]
        formula = QuotientOf(dividend=parts[0], divisor=parts[1], cut_to=self._cells.cut_to())
        return cells[0], cells[1], self._cells.rate(rate, role=value_role(leaf.code), formula=formula)

    def _milestone(self, leaf: Indicator, rule: Milestones, result: MilestoneResult, number: int) -> WorkedRow:
        parts = tuple(f"{part}:{leaf.code}:{number}" for part in ("numerator", "denominator"))
        quotient = QuotientOf(dividend=parts[0], divisor=parts[1], cut_to=self._cells.cut_to())
        has_points = rule.mode == "each"
        # Shares of points that were set anew may have no end, and a workbook's number format has.
        points = rounded(result.points, MOST_PLACES)
        reached = points if result.is_reached else Decimal(0)
        return WorkedRow(
            code=f"{leaf.code}:{number}",
            name=f"　其中：{on_one_line(result.label)}",
            numerator=self._worked(Name(code=result.field), parts[0]),
            denominator=self._worked(rule.of.root, parts[1]),
            rate=self._cells.rate(result.share, formula=quotient),
            set_points=self._cells.points(points) if has_points else NOTHING,
            computed_score=self._cells.score(reached) if has_points and result.share is not None else NOTHING,
            self_score=NOTHING,
            difference=NOTHING,
        )

    def _total(self) -> WorkedRow:
        total, codes = self._sheet.total, [leaf.code for leaf in self._framework.leaves]
        computed = SumOf(roles=tuple(map(computed_role, codes)), at_most=total.capped_at)
        return WorkedRow(
            code=TOTAL,
            name="合计",
            numerator=NOTHING,
            denominator=NOTHING,
            rate=NOTHING,
            set_points=self._cells.points(total.points, formula=SumOf(roles=tuple(map(set_role, codes)))),
            computed_score=self._cells.score(total.computed_score, role=computed_role(TOTAL), formula=computed),
            self_score=self._cells.score(total.self_score, formula=SameAs(role=self_role(TOTAL))),
            difference=self._difference(TOTAL, total.self_score, total.computed_score),
        )

    def _difference(self, code: str, own: Decimal | None, computed: Decimal | None) -> Cell:
        formula = DifferenceOf(minuend=self_role(code), subtrahend=computed_role(code))
        return self._cells.score(None if own is None or computed is None else own - computed, formula=formula)

    def _worked(self, node: Node, role: str) -> Cell:
        found = self._figures.number_of(Expression(text="", root=node, is_condition=False))
        value = found if isinstance(found, Decimal) else None
        kind = self._kind_of(node)
        return replace(self._cells.figure(value, kind, role=role, formula=self._live(node)), is_input=False)

    def _live(self, node: Node, *, cut_to: int | None = None) -> Worked | None:
        """The formula kept alive, where the cells it computes with say all it must know.

        Not so where a cell shows a rate cut off, and where or_zero must tell what is not filled from what is over zero.
        """
        formulas = {each.code: each.formula for each in self._framework.derived}
        formulas |= {leaf.code: leaf.formula for leaf in self._framework.leaves if leaf.formula is not None}
        percentages = {each.code for each in self._framework.derived if each.kind is FieldKind.PERCENT}
        rates = {leaf.code for leaf in self._framework.leaves} | percentages
        is_exact = self._cells.cut_to() is None or rates.isdisjoint(names_in(node))
        is_told = formulas.keys().isdisjoint(_zeroed_names(node))
        return Worked(node=node, cut_to=cut_to) if is_exact and is_told else None

    def _kind_of(self, node: Node) -> FieldKind:
        """How a part of a formula is printed: a lone figure as it is elsewhere, the rest as a number."""
        if not isinstance(node, Name):
            return FieldKind.NUMBER
        known = self._framework.fields_by_code | self._framework.derived_by_code
        if node.code in known:
            return known[node.code].kind
        leaf = self._framework.nodes.get(node.code)
        if leaf is not None:
            return FieldKind.PERCENT if leaf.is_percent else FieldKind.NUMBER
        return FieldKind.ITEMISED_MONEY  # a part of an itemised field

    def _value(self, code: str) -> Decimal | None:
        found = self._figures.value(code)
        return found if isinstance(found, Decimal) else None

    def _codes_in_formulas(self) -> set[str]:
        rules = [leaf.rule for leaf in self._framework.leaves if isinstance(leaf.rule, Milestones)]
        formulas = [formula for leaf in self._framework.leaves for formula in formulas_of(leaf)]
        formulas += [each.formula for each in self._framework.derived]
        codes = {name for formula in formulas for name in formula.names}
        return codes | {node.field for rule in rules for node in rule.nodes}


def _zeroed_names(node: Node) -> Iterator[str]:
    """The codes that stand in or_zero."""
    if isinstance(node, Call) and node.function == "or_zero":
        yield from names_in(node)
    for child in children_of(node):
        yield from _zeroed_names(child)


def _option_used(leaf: Indicator, score: IndicatorScore) -> ChooseOption | None:
    """The way of measuring that was taken, where there is a choice."""
    if isinstance(leaf.rule, Choose) and score.option is not None:
        return leaf.rule.options[score.option - 1]
    return None


def _formula_used(leaf: Indicator, score: IndicatorScore) -> Expression | None:
    option = _option_used(leaf, score)
    return leaf.formula if option is None else option.formula


def _name(leaf: Indicator, score: IndicatorScore) -> str:
    option, name = _option_used(leaf, score), on_one_line(leaf.name)
    return name if option is None else f"{name}（{on_one_line(option.label)}）"
