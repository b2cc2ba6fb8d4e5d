"""The columns of an indicator table, told by its head, and the cells of a row under them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from selfeval.imports.raw import Cell, Row
from selfeval.imports.words import label_of

# What heads print; the first of a column's words is the usual one.
_HEADS: Final[Mapping[str, tuple[str, ...]]] = {
    "reference": ("参考分值", "标准分值", "标准分"),
    "points": ("设定分值", "分值", "权重", "权重分值", "指标权重", "执行率权重"),
    "analysis": ("计算分析情况", "计算分析", "评价情况", "扣分原因和其他说明", "自评说明"),
    "score": ("评价得分", "自评得分", "得分", "自评分", "指标得分", "执行率得分"),
    "criterion": ("评分标准",),
    "target": ("年度指标值", "指标值", "年初指标值", "目标值", "年度目标值", "年初目标值"),
    "adjusted": ("调整指标值", "全年调整指标值"),
    "actual": ("实际完成值", "全年完成值", "完成值", "实际值"),
    "unit": ("度量单位", "计量单位"),
    "sign": ("指标性质", "性质"),
    "core": ("核心指标",),
    "reason": ("偏差原因分析及改进措施", "偏差原因分析", "未完成原因分析", "原因分析", "偏差原因", "原因", "说明"),
}
_LEAST_HEADS: Final = 2
# The five-column form, where a flat copy of it lost its head: behind the name come these.
_FIVE: Final = ("reference", "points", "analysis", "score")


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Where each kind of cell stands in the grid of table `table`; without `places` they follow the name in order."""

    table: int
    places: Mapping[str, int] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """The column that names end before."""
        return min(self.places.values(), default=0)

    @property
    def text(self) -> Literal["analysis", "reason"]:
        """The column of what the unit wrote on an indicator: since 2020 there is one for the reasons alone."""
        return "reason" if "reason" in self.places and "analysis" not in self.places else "analysis"

    @property
    def has_targets(self) -> bool:
        """Whether indicators have targets of their own, as since 2020."""
        return "target" in self.places

    def cell(self, row: Row, name: Cell | None, key: str) -> Cell | None:
        """The cell of `key` in a row whose name stands in `name` (None: before its first cell)."""
        if self.places:
            column = self.places.get(key)
            found = [
                each for each in row.cells if column is not None and each.column <= column < each.column + each.width
            ]
            return found[0] if found else None
        if key not in _FIVE:
            return None
        behind = row.cells[row.cells.index(name) + 1 :] if name is not None else row.cells
        return behind[_FIVE.index(key)] if len(behind) > _FIVE.index(key) else None


def columns_in(row: Row) -> Columns | None:
    """The columns a row heads; None where it is no head of an indicator table."""
    places: dict[str, int] = {}
    for cell in row.filled:
        label = label_of(cell.text)
        for key, words in _HEADS.items():
            if label in words:
                places.setdefault(key, cell.column)
    has_points = "score" in places or "points" in places
    return Columns(table=row.table, places=places) if len(places) >= _LEAST_HEADS and has_points else None
