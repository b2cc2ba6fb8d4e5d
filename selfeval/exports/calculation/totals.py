"""Below the scores on sheet 计算: sums of the groups, ceilings, the total, the grades."""

from typing import Final

from selfeval.domain.amounts import plain_text
from selfeval.domain.framework import Framework, Indicator
from selfeval.exports.calculation import rules
from selfeval.exports.calculation.grid import CALCULATIONS, Grid
from selfeval.exports.document import (
    MISSING,
    TOTAL,
    GradeOf,
    SumOf,
    computed_role,
    grade_role,
    self_role,
    set_role,
    threshold_role,
)

# Columns: the sums stand below those of the leaves.
_KEPT, _SCORE, _OWN, _SHARE, _GRADE = 9, 10, 11, 12, 13
_HEADS: Final = ("合计", "编码", "", "", "", "", "", "", "", "计入分值", "计算得分", "评价得分", "折合总分", "等次")


class TotalTable:
    """Writes the table from a row on."""

    def __init__(self, grid: Grid, framework: Framework, row: int) -> None:
        self._grid = grid
        self._framework = framework
        self._row = row

    def write(self) -> None:
        """Groups, then ceilings, then the total."""
        self._grid.text(CALCULATIONS, self._row, 0, "小计与合计", style="caption")
        self._grid.heads(CALCULATIONS, self._row + 1, _HEADS)
        self._row += 2
        for node in self._framework.nodes.values():
            if not node.is_leaf:
                self._group(node)
        ceilings = self._ceilings()
        self._total(ceilings)

    def _group(self, node: Indicator) -> None:
        leaves = [each.code for each in node.walk() if each.is_leaf]
        self._sums(node.code, node.name, leaves)
        if self._framework.has_grade_groups and node.level == 1:
            points, own = self._grid.ref(set_role(node.code)), self._grid.ref(self_role(node.code))
            share = f'IF({points}=0,"{MISSING}",{own}/{points}*{plain_text(self._framework.total_points)})'
            self._grid.formula(self._row, _SHARE, share, role=f"share:{node.code}")
            self._grade(node.code, f"share:{node.code}", leaves)
        self._row += 1

    def _sums(self, code: str, name: str, leaves: list[str]) -> None:
        self._grid.text(CALCULATIONS, self._row, 0, name)
        self._grid.text(CALCULATIONS, self._row, 1, code)
        for column, role_of in ((_KEPT, set_role), (_SCORE, computed_role), (_OWN, self_role)):
            total = self._grid.printed(SumOf(roles=tuple(map(role_of, leaves))))
            self._grid.formula(self._row, column, total, role=role_of(code))

    def _ceilings(self) -> str:
        """One row a cap, its ceiling where its rate lies in the interval; the cells of the ceilings."""
        first = self._row
        for cap in self._framework.caps:
            rate = self._grid.ref(threshold_role(cap.rate))
            most = plain_text(cap.total_at_most)
            name = f"封顶：{self._framework.label_of(cap.rate)}在{cap.interval.text}时总分最高{most}"
            self._grid.text(CALCULATIONS, self._row, 0, name)
            fits = f"IF(ISNUMBER({rate}),{rules.inside(rate, cap.interval)},FALSE)"
            self._grid.formula(self._row, 2, f'IF({fits},{most},"{MISSING}")')
            self._row += 1
        return f"C{first + 1}:C{self._row}" if self._framework.caps else ""

    def _total(self, ceilings: str) -> None:
        leaves = [leaf.code for leaf in self._framework.leaves]
        self._sums("", "封顶前合计", leaves)
        self._row += 1
        self._grid.text(CALCULATIONS, self._row, 0, "综合得分")
        for column, role_of in ((_KEPT, set_role), (_SCORE, computed_role), (_OWN, self_role)):
            before = self._grid.ref(role_of(""))
            capped = before if column == _KEPT or not ceilings else f"MIN({before},{ceilings})"
            self._grid.formula(self._row, column, capped, role=role_of(TOTAL))
        self._grade(TOTAL, self_role(TOTAL), leaves)

    def _grade(self, code: str, role: str, leaves: list[str]) -> None:
        formula = GradeOf(
            role=role,
            steps=tuple((each.least, each.name) for each in self._framework.grades),
            needs=(role, *map(self_role, leaves)),
        )
        self._grid.formula(self._row, _GRADE, self._grid.printed(formula), role=grade_role(code))
