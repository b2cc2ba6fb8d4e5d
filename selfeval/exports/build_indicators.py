"""The indicator table of the form: leaves, 小计, 综合得分, 等次."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from selfeval.domain.filing import Filing, IndicatorEntry
from selfeval.domain.framework import Framework, Indicator
from selfeval.domain.scoring import IndicatorScore, ScoreSheet
from selfeval.exports import wording
from selfeval.exports.cells import CellMaker
from selfeval.exports.document import (
    MISSING,
    TOTAL,
    Cell,
    GradeOf,
    IndicatorGroup,
    IndicatorRow,
    IndicatorSection,
    QuotientOf,
    SameAs,
    ScoreCells,
    SumOf,
    computed_role,
    reference_role,
    self_role,
    set_role,
)
from selfeval.exports.indicator_words import words_of
from selfeval.exports.layout import Layout, Prints
from selfeval.exports.own_words import own_words
from selfeval.exports.printable import on_one_line, sentence

_NO_CELLS = ScoreCells(
    reference_points=Cell(text=MISSING), set_points=Cell(text=MISSING), self_score=Cell(text=MISSING)
)


class IndicatorTable:
    """Turns the tree of a framework and its scores into the rows of the form."""

    def __init__(
        self, *, framework: Framework, filing: Filing, sheet: ScoreSheet, cells: CellMaker, layout: Layout
    ) -> None:
        self._framework = framework
        self._has_unit_column = any(column.prints is Prints.UNIT for column in layout.indicators.columns)
        self._filing = filing
        self._sheet = sheet
        self._cells = cells

    def sections(self) -> tuple[IndicatorSection, ...]:
        """The 一级指标 in print order."""
        return tuple(self._section(root) for root in self._framework.indicators)

    def total(self) -> ScoreCells:
        """综合得分, under its cap where one holds."""
        leaves, total = self._framework.leaves, self._sheet.total
        own = SumOf(roles=tuple(self_role(leaf.code) for leaf in leaves), at_most=total.capped_at)
        sums = self._sums(leaves)
        score = self._cells.score(total.self_score, role=self_role(TOTAL), formula=own)
        return ScoreCells(reference_points=sums.reference_points, set_points=sums.set_points, self_score=score)

    def grade(self) -> Cell:
        """评价结果等次; none while a score is missing."""
        return self._graded(self._sheet.grade, GradeOf(role=self_role(TOTAL), steps=(), needs=self._needs()))

    def _graded(self, grade: str | None, formula: GradeOf) -> Cell:
        steps = tuple((each.least, each.name) for each in self._framework.grades)
        return Cell(text=grade or MISSING, value=grade, formula=replace(formula, steps=steps))

    def _needs(self, below: Indicator | None = None) -> tuple[str, ...]:
        """The scores without which there is no grade: of every leaf, or of those below one node."""
        leaves = self._framework.leaves if below is None else leaves_below(below)
        scores = (self._sheet.indicators[leaf.code] for leaf in leaves)
        return tuple(self_role(score.code) for score in scores if not is_left_out(score))

    def _section(self, root: Indicator) -> IndicatorSection:
        # A leaf at level 1 is its own 小计: its row has the roles, and no grade is asked of it.
        is_graded = self._framework.has_grade_groups and not root.is_leaf
        formula = GradeOf(
            role=self_role(root.code),
            steps=(),
            needs=self._needs(root),
            out_of=set_role(root.code),
            scale=self._framework.total_points,
        )
        return IndicatorSection(
            code=root.code,
            name=root.name,
            subtotal=self._sums(leaves_below(root), code="" if root.is_leaf else root.code),
            groups=tuple(self._groups(root)),
            grade=self._graded(self._sheet.groups[root.code].grade, formula) if is_graded else None,
        )

    def _groups(self, root: Indicator) -> Iterator[IndicatorGroup]:
        """The 二级指标 below `root`; leaves that hang from level 1 make a group without a name.

        The unit's own indicators stand under the names of their groups where they hang from level 1.
        """
        if root.is_leaf:
            yield IndicatorGroup(code=root.code, name="", rows=(self._row(root),))
        elif root.own_groups:
            yield from self._own_groups(root)
        else:
            for child in root.children:
                rows = tuple(self._row(node) for node in leaves_below(child)) or (_nothing_filed(child),)
                yield IndicatorGroup(code=child.code, name="" if child.is_leaf else child.name, rows=rows)

    def _own_groups(self, root: Indicator) -> Iterator[IndicatorGroup]:
        by_group: dict[str, list[IndicatorRow]] = {group: [] for group in root.own_groups}
        for leaf in root.children:
            group = leaf.own.group if leaf.own else ""
            by_group.setdefault(group, []).append(self._row(leaf, is_under_its_group=True))
        for group, rows in by_group.items():
            if rows:
                yield IndicatorGroup(code=f"{root.code}:{group}", name=group, rows=tuple(rows))
        if not root.children:
            yield IndicatorGroup(code=root.code, name="", rows=(_nothing_filed(root),))

    def _row(self, leaf: Indicator, *, is_under_its_group: bool = False) -> IndicatorRow:
        score, entry = self._sheet.indicators[leaf.code], self._filing.entry(leaf.code)
        is_out = is_left_out(score)
        scores = ScoreCells(
            reference_points=self._cells.points(leaf.points, role=reference_role(leaf.code)),
            set_points=self._cells.points(None if is_out else score.points, role=set_role(leaf.code), is_input=True),
            self_score=self._cells.score(
                None if is_out else score.self_score, role=self_role(leaf.code), is_input=True
            ),
        )
        text = analysis(score, entry)
        if leaf.own is not None:
            words = own_words(leaf, leaf.own, with_group=not is_under_its_group)
            text = (sentence(words) if words else "") + analysis(score, entry, reason=wording.DEVIATION)
        return IndicatorRow(
            code=leaf.code,
            name=on_one_line(leaf.name),
            scores=scores,
            analysis=text,
            words=words_of(self._framework, leaf, score, entry, has_unit_column=self._has_unit_column),
            computed_score=self._computed(leaf, None if is_out else score.computed_score),
            coefficient=self._coefficient(leaf, score),
        )

    def _computed(self, leaf: Indicator, computed: Decimal | None) -> Cell:
        return self._cells.score(computed, formula=SameAs(role=computed_role(leaf.code)))

    def _coefficient(self, leaf: Indicator, score: IndicatorScore) -> Cell:
        """得分÷分值."""
        own, points = score.self_score, score.points
        rate = own / points if own is not None and points else None
        formula = QuotientOf(
            dividend=self_role(leaf.code), divisor=set_role(leaf.code), cut_to=self._cells.cut_to(is_percent=True)
        )
        return self._cells.rate(rate, formula=formula)

    def _sums(self, leaves: tuple[Indicator, ...], *, code: str = "") -> ScoreCells:
        """The sums over `leaves`; they have the roles of `code` where there is one."""
        scores = [self._sheet.indicators[leaf.code] for leaf in leaves]
        reference = sum((leaf.points for leaf in leaves), Decimal(0))
        points = sum((score.points for score in scores), Decimal(0))
        own = sum((score.self_score for score in scores if score.self_score is not None), Decimal(0))

        def over(role_of: Callable[[str], str]) -> SumOf:
            return SumOf(roles=tuple(role_of(leaf.code) for leaf in leaves))

        return ScoreCells(
            reference_points=self._cells.points(reference, formula=over(reference_role)),
            set_points=self._cells.points(points, role=code and set_role(code), formula=over(set_role)),
            self_score=self._cells.score(own, role=code and self_role(code), formula=over(self_role)),
        )


def is_left_out(score: IndicatorScore) -> bool:
    """Whether an indicator is 不涉及 and holds no points: both its points and its score print as missing.

    A score filed on one that only a zero denominator makes 不涉及 counts in the sums, and so it is printed.
    """
    return not score.is_applicable and score.points == 0 and not score.self_score


def leaves_below(node: Indicator) -> tuple[Indicator, ...]:
    """The leaves of a part of the tree; `node` itself where it is one."""
    return tuple(each for each in node.walk() if each.is_leaf)


def analysis(score: IndicatorScore, entry: IndicatorEntry, *, reason: str = wording.REASON) -> str:
    """计算分析情况: the computed sentence, then what the unit wrote on it."""
    parts = (
        sentence(score.trace),
        sentence(entry.analysis),
        sentence(entry.reason and f"{reason}{entry.reason}"),
        sentence(entry.measure and f"{wording.MEASURE}{entry.measure}"),
    )
    return "".join(parts) or MISSING


def _nothing_filed(node: Indicator) -> IndicatorRow:
    """The row in the place of own indicators where the unit has filed none."""
    return IndicatorRow(code=node.code, name=wording.NO_OWN_INDICATORS, scores=_NO_CELLS, analysis=MISSING)
