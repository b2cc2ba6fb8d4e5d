"""The tables of points of a report: by 一级指标, by indicator, what was lost and why, who evaluated."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from selfeval.domain.filing import Filing
from selfeval.domain.framework import Framework, Indicator
from selfeval.domain.scoring import ScoreSheet
from selfeval.exports import wording
from selfeval.exports.build_indicators import is_left_out
from selfeval.exports.cells import CellMaker
from selfeval.exports.document import FormDocument, IndicatorRow, ScoreCells
from selfeval.exports.printable import lines_of, on_one_line
from selfeval.exports.report_document import Align, Column, Table, TableCell, TableRow, row

NOT_WRITTEN: Final = "（未填写）"
TOTAL: Final = "综合得分"
GRADE: Final = "评价结果等次"
_PEOPLE: Final = ("姓名", "职务", "科室")
# Shares are millimetres of 156; 100.00 takes 14.
_NUMBERS: Final = (14, 15, 14)
_EVEN: Final = (30, 30, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """An indicator that lost points, with the unit's words on it; empty where it wrote none."""

    name: str
    points: str
    score: str
    lost: str
    value: Decimal
    reason: str
    measure: str


class ScoreTables:
    """Makes them from the form of a filing; `filing` is that filing with its links resolved."""

    def __init__(self, *, framework: Framework, filing: Filing, sheet: ScoreSheet, form: FormDocument) -> None:
        self._framework = framework
        self._filing = filing
        self._sheet = sheet
        self._form = form
        self._cells = CellMaker(framework.rounding)

    def groups(self) -> Iterator[Table]:
        """One row a 一级指标 and the total."""
        rows = [self._sum_row(each.name, each.subtotal, each.code) for each in self._form.sections]
        yield Table(
            caption="各级指标得分",
            columns=(Column(head="一级指标", width=66), *_points_columns(_EVEN)),
            rows=(*rows, self._total_row()),
        )

    def indicators(self) -> Iterator[Table]:
        """Every indicator with its points, what it lost, and 计算分析情况 as on the form."""
        rows: list[TableRow] = []
        for section in self._form.sections:
            rows.append(self._sum_row(section.name, section.subtotal, section.code, ""))
            for group in section.groups:
                if group.name:
                    rows.append(TableRow(cells=(TableCell(text=group.name, span=5),), leads=True))
                rows += [self._row(each) for each in group.rows]
        yield Table(
            caption="绩效指标得分明细",
            columns=(Column(head="指标", width=30), *_points_columns(_NUMBERS), Column(head="计算分析情况", width=83)),
            rows=(*rows, self._total_row(self._graded())),
            note=self._note(),
        )

    def lost(self) -> Iterator[Table]:
        """Indicators that lost points: how many, why, and what is done about it; the sum of what is shown."""
        losses = self.losses()
        if losses:
            whole = self._cells.score(sum((each.value for each in losses), Decimal(0))).text
            rows = [
                row(
                    each.name,
                    each.points,
                    each.score,
                    each.lost,
                    each.reason or NOT_WRITTEN,
                    each.measure or NOT_WRITTEN,
                    leads=each is losses[-1],  # the sum is not left alone on a page
                )
                for each in losses
            ]
            columns = (
                Column(head="指标", width=27),
                *_points_columns(_NUMBERS),
                Column(head="失分原因", width=43),
                Column(head="改进措施", width=43),
            )
            last = TableRow(
                cells=(TableCell(text="合计", span=3), TableCell(text=whole), TableCell(text="", span=2)),
                is_strong=True,
            )
            yield Table(caption="失分指标、原因和措施", columns=columns, rows=(*rows, last))

    def evaluators(self) -> Iterator[Table]:
        """评价人员 without the column for the pen."""
        if self._filing.evaluators:
            columns = tuple(Column(head=head, width=1, align=Align.CENTER) for head in _PEOPLE)
            rows = tuple(row(each.name, each.title, each.office) for each in self._form.evaluators)
            yield Table(caption="评价人员", columns=columns, rows=rows)

    def losses(self) -> tuple[Loss, ...]:
        """The indicators that got less than their points, in print order."""
        return tuple(self._loss(leaf) for leaf in self._framework.leaves if (self._lost(leaf) or 0) > 0)

    def unscored(self) -> tuple[str, ...]:
        """The names of indicators without a score."""
        return tuple(on_one_line(self._framework.nodes[code].name) for code in self._sheet.unscored)

    def _loss(self, leaf: Indicator) -> Loss:
        score, entry = self._sheet.indicators[leaf.code], self._filing.entry(leaf.code)
        value = self._lost(leaf) or Decimal(0)
        return Loss(
            name=on_one_line(leaf.name),
            points=self._cells.points(score.points).text,
            score=self._cells.score(score.self_score).text,
            lost=self._cells.score(value).text,
            value=value,
            reason="\n".join(lines_of(entry.reason)),
            measure="\n".join(lines_of(entry.measure)),
        )

    def _lost(self, leaf: Indicator) -> Decimal | None:
        score = self._sheet.indicators[leaf.code]
        return None if is_left_out(score) or score.self_score is None else score.points - score.self_score

    def _row(self, each: IndicatorRow) -> TableRow:
        # A row in the place of own indicators that were not filed has no score behind it.
        leaf = self._framework.nodes[each.code]
        lost = self._lost(leaf) if each.code in self._sheet.indicators else None
        return row(each.name, *self._points(each.scores, lost), each.analysis)

    def _sum_row(self, name: str, scores: ScoreCells, code: str, *more: str) -> TableRow:
        """A 一级指标; what it lost is open while a score below it is."""
        below = [leaf for leaf in self._framework.nodes[code].walk() if leaf.code in self._sheet.indicators]
        is_open = any(leaf.code in self._sheet.unscored for leaf in below)
        lost = None if is_open else sum((self._lost(leaf) or Decimal(0) for leaf in below), Decimal(0))
        return row(name, *self._points(scores, lost), *more, is_strong=True, leads=True)

    def _total_row(self, *more: str) -> TableRow:
        total = self._sheet.total
        lost = None if self._sheet.unscored else total.points - total.self_score
        return row(TOTAL, *self._points(self._form.total, lost), *more, is_strong=True)

    def _points(self, scores: ScoreCells, lost: Decimal | None) -> tuple[str, str, str]:
        return scores.set_points.text, scores.self_score.text, self._cells.score(lost).text

    def _graded(self) -> str:
        return f"{GRADE}：{self._form.grade.text}"

    def _note(self) -> str:
        status = self._framework.source.status if self._framework.source else ""
        sourced = (wording.SOURCE_NOTES[status],) if status in wording.SOURCE_NOTES else ()
        return f"注：{'；'.join(('“—”表示未填或不涉及', *sourced))}。"


def _points_columns(widths: tuple[int, int, int]) -> tuple[Column, ...]:
    heads = zip(("分值", "得分", "失分"), widths, strict=True)
    return tuple(Column(head=head, width=width, align=Align.RIGHT) for head, width in heads)
