"""The indicator table of the form: leaves, 小计, 综合得分, 等次."""

from collections.abc import Callable, Iterator
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
    ScoreCells,
    SumOf,
    reference_role,
    self_role,
    set_role,
)
from selfeval.exports.printable import on_one_line, sentence


class IndicatorTable:
    """Turns the tree of a framework and its scores into the rows of the form."""

    def __init__(self, *, framework: Framework, filing: Filing, sheet: ScoreSheet, cells: CellMaker) -> None:
        self._framework = framework
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
        scores = self._sheet.indicators.values()
        formula = GradeOf(
            role=self_role(TOTAL),
            steps=tuple((each.least, each.name) for each in self._framework.grades),
            needs=tuple(self_role(score.code) for score in scores if not is_left_out(score)),
        )
        return Cell(text=self._sheet.grade or MISSING, value=self._sheet.grade, formula=formula)

    def _section(self, root: Indicator) -> IndicatorSection:
        leaves = tuple(node for node in root.walk() if node.is_leaf)
        groups = tuple(self._groups(root))
        return IndicatorSection(code=root.code, name=root.name, subtotal=self._sums(leaves), groups=groups)

    def _groups(self, root: Indicator) -> Iterator[IndicatorGroup]:
        """The 二级指标 below `root`; leaves that hang from level 1 make a group without a name."""
        if root.is_leaf:
            yield IndicatorGroup(code=root.code, name="", rows=(self._row(root),))
        for child in root.children:
            rows = tuple(self._row(node) for node in child.walk() if node.is_leaf)
            yield IndicatorGroup(code=child.code, name="" if child.is_leaf else child.name, rows=rows)

    def _row(self, leaf: Indicator) -> IndicatorRow:
        score, entry = self._sheet.indicators[leaf.code], self._filing.entry(leaf.code)
        is_out = is_left_out(score)
        scores = ScoreCells(
            reference_points=self._cells.points(leaf.points, role=reference_role(leaf.code)),
            set_points=self._cells.points(None if is_out else score.points, role=set_role(leaf.code), is_input=True),
            self_score=self._cells.score(
                None if is_out else score.self_score, role=self_role(leaf.code), is_input=True
            ),
        )
        return IndicatorRow(code=leaf.code, name=on_one_line(leaf.name), scores=scores, analysis=analysis(score, entry))

    def _sums(self, leaves: tuple[Indicator, ...]) -> ScoreCells:
        scores = [self._sheet.indicators[leaf.code] for leaf in leaves]
        reference = sum((leaf.points for leaf in leaves), Decimal(0))
        points = sum((score.points for score in scores), Decimal(0))
        own = sum((score.self_score for score in scores if score.self_score is not None), Decimal(0))

        def over(role_of: Callable[[str], str]) -> SumOf:
            return SumOf(roles=tuple(role_of(leaf.code) for leaf in leaves))

        return ScoreCells(
            reference_points=self._cells.points(reference, formula=over(reference_role)),
            set_points=self._cells.points(points, formula=over(set_role)),
            self_score=self._cells.score(own, formula=over(self_role)),
        )


def is_left_out(score: IndicatorScore) -> bool:
    """Whether an indicator is 不涉及 and holds no points: both its points and its score print as missing."""
    return not score.is_applicable and score.points == 0


def analysis(score: IndicatorScore, entry: IndicatorEntry) -> str:
    """计算分析情况: the computed sentence, then what the unit wrote on it."""
    parts = (
        sentence(score.trace),
        sentence(entry.analysis),
        sentence(entry.reason and f"{wording.REASON}{entry.reason}"),
        sentence(entry.measure and f"{wording.MEASURE}{entry.measure}"),
    )
    return "".join(parts) or MISSING
