"""The sentences of a report that the form's figures make, and its end: signature, and in a draft what is missing."""

from collections.abc import Iterator
from typing import Final

from selfeval.domain.amounts import plain_text
from selfeval.domain.filing import Filing
from selfeval.domain.framework import Framework, Narrative
from selfeval.domain.scoring import ScoreSheet
from selfeval.exports.document import MISSING, FormDocument, date_text
from selfeval.exports.printable import lines_of, on_one_line, sentence
from selfeval.exports.report_document import Block, Heading, Signature, Text
from selfeval.exports.report_scores import GRADE, NOT_WRITTEN, ScoreTables

MISSING_HEADING: Final = "尚未填写的内容"
HEAD: Final = "单位负责人"
_NO_DAY: Final = "　　　　年　　月　　日"
_HAN: Final = "一二三四五六七八九十"


class Sentences:
    """Makes them from the form of a filing; `filing` is that filing with its links resolved."""

    def __init__(
        self, *, framework: Framework, filing: Filing, sheet: ScoreSheet, form: FormDocument, scores: ScoreTables
    ) -> None:
        self._framework = framework
        self._filing = filing
        self._sheet = sheet
        self._form = form
        self._scores = scores

    def result(self) -> Iterator[Block]:
        """综合得分 and its grade, or how many scores are still open."""
        form, total = self._form, self._sheet.total
        words = (
            f"{form.fiscal_year}年度自评综合得分{form.total.self_score.text}分（总分值{form.total.set_points.text}分）"
        )
        if total.capped_at is not None:
            words += f"，综合得分以{plain_text(total.capped_at)}分为上限"
        unscored = self._scores.unscored()
        if unscored:
            yield Text(text=f"{words}，为已评指标之和；尚有{len(unscored)}项指标没有得分，暂不评定等次。")
            return
        graded = f"，{GRADE}为“{form.grade.text}”" if form.grade.text != MISSING else ""
        yield Text(text=f"{words}{graded}。{self._lost_in_all()}")

    def organisation(self) -> Iterator[Block]:
        """How many took part; how the evaluation went is for the unit to write."""
        count = len(self._filing.evaluators)
        yield Text(text=f"本次自评评价人员{count}人，名单见下表。" if count else f"评价人员：{NOT_WRITTEN}")

    def measures(self) -> Iterator[Block]:
        """What the unit says it will do about each indicator that lost points."""
        losses = self._scores.losses()
        for number, loss in enumerate(losses):
            place = f"{_HAN[number]}是" if number < len(_HAN) else ""
            said = sentence(loss.measure) if loss.measure else NOT_WRITTEN
            yield Text(text=f"{place}针对{loss.name}失分{loss.lost}分：{said}")
        if not losses:
            yield Text(text=NOT_WRITTEN if self._scores.unscored() else "各项指标均未失分。")

    def annexes(self) -> Iterator[Block]:
        """The form this report goes with."""
        form = self._form
        yield Text(text=f"1．{form.short_name}（校验码：{form.stamp.verification_code}）。")
        yield Text(text="2．绩效指标得分明细（附后）。")

    def signature(self) -> Iterator[Block]:
        """Who answers for it and when; what must be said of who filled and signed stands ahead."""
        stamp = self._form.stamp
        for remark in stamp.remarks:
            yield Text(text=sentence(remark))
        day = date_text(self._form.filed_on) if self._form.filed_on else _NO_DAY
        signed = stamp.signature or "　　　　　　"
        yield Signature(lines=(self._form.department, f"{HEAD}（签章）：{signed}", day))

    def missing(self) -> Iterator[Block]:
        """What a draft still lacks, a line a kind; nothing where nothing is missing."""
        lines = [
            f"{number}.{kind}{len(names)}项：{'、'.join(names)}。"
            for number, (kind, names) in enumerate(((kind, names) for kind, names in self._missing() if names), 1)
        ]
        if lines:
            yield Heading(text=MISSING_HEADING)
            yield Text(text="\n".join(lines))

    def _lost_in_all(self) -> str:
        losses = self._scores.losses()
        return f"失分的指标{len(losses)}项。" if losses else "各项指标均未失分。"

    def _missing(self) -> Iterator[tuple[str, list[str]]]:
        filing, fields = self._filing, self._framework.fields
        yield "数据", [each.label for each in fields if each.is_required and filing.fields.get(each.code) is None]
        yield "文字", [self._titled(each) for each in self._framework.narratives if not self._is_written(each)]
        yield "得分", list(self._scores.unscored())
        losses = self._scores.losses()
        yield "失分的原因", [each.name for each in losses if not each.reason]
        yield "改进措施", [each.name for each in losses if not each.measure]
        head = on_one_line(filing.department.head)
        people = ((HEAD, head != MISSING), ("评价人员", bool(filing.evaluators)))
        yield "人员", [name for name, is_there in people if not is_there]

    def _titled(self, narrative: Narrative) -> str:
        return f"{narrative.title}{'（必填）' if narrative.is_required else ''}"

    def _is_written(self, narrative: Narrative) -> bool:
        return bool(lines_of(self._filing.narratives.get(narrative.code, "")))
