"""抽查工作底稿 as a workbook: one sheet an item, and of a whole draw the summary and how it was drawn.

Every text is written as a string, whatever it begins with; numbers are values, not formulas: a paper is what was found.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from io import BytesIO
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from selfeval.domain.sampling import lot
from selfeval.domain.spot_check_paper import CheckLine, CheckPaper, DrawPaper
from selfeval.exports.excel import NO_DATE
from selfeval.exports.excel_sheet import A4, CHINESE_CHARSET, HEI, SONG
from selfeval.exports.excel_text import in_one_cell

Value = str | int | Decimal | None
_BOX: Final = {"border": 1, "border_color": "#8994A1", "valign": "vcenter", "text_wrap": True}
_LOOKS: Final[dict[str, dict[str, Any]]] = {
    "title": {"font_name": HEI, "font_size": 16, "align": "center", "valign": "vcenter"},
    "fact": {"valign": "top", "text_wrap": True},
    "head": {"font_name": HEI, "align": "center", "bg_color": "#EEF2F6", **_BOX},
    "text": {"indent": 1, **_BOX},  # a number at its left would run into it
    "score": {"num_format": "0.00##", "align": "right", **_BOX},
    "money": {"num_format": "#,##0.00", "align": "right", **_BOX},
    "count": {"num_format": "0", "align": "right", **_BOX},
    "lot": {"font_name": "Courier New", "font_size": 8, **_BOX},
    "total": {"font_name": HEI, **_BOX},
    "total score": {"font_name": HEI, "num_format": "0.00##", "align": "right", **_BOX},
}
_ITEM_HEADS: Final = ("指标", "分值", "自评得分", "系统计算", "复核得分", "抽查得分", "扣分", "抽查意见")
_ITEM_WIDTHS: Final = (34, 8, 10, 10, 10, 10, 8, 46)
_SUMMARY_HEADS: Final = (
    "次序", "单位编码", "单位", "复核人", "状态", "自评得分", "复核得分", "抽查得分", "核定得分", "差异", "差异等级",
)  # fmt: skip
_SUMMARY_WIDTHS: Final = (6, 12, 28, 12, 12, 10, 10, 10, 10, 9, 10)
_DRAW_HEADS: Final = (
    "次序", "是否抽中", "单位编码", "单位", "风险分值", "金额（元）", "上次抽查年度", "签号（SHA-256）",
)  # fmt: skip
_DRAW_WIDTHS: Final = (6, 9, 12, 28, 9, 18, 13, 66)
_UNFIT_IN_A_NAME: Final = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")
_LONGEST_NAME: Final = 31
_MOST_OF_A_NUMBER: Final = 10**13
_CHARS_A_LINE: Final = 60


def render_check_paper(paper: CheckPaper) -> bytes:
    """The .xlsx bytes of one item."""
    book = _Book(f"抽查工作底稿 {paper.unit}")
    _item_sheet(book, paper)
    return book.close()


def render_draw_paper(draw: DrawPaper) -> bytes:
    """The .xlsx bytes of a whole draw."""
    book = _Book(f"抽查工作底稿 {draw.title}")
    _summary_sheet(book, draw)
    _draw_sheet(book, draw)
    for paper in draw.papers:
        _item_sheet(book, paper)
    return book.close()


class _Book:
    """The workbook under way."""

    def __init__(self, title: str) -> None:
        self._target = BytesIO()
        self._work = Workbook(
            self._target,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_format_properties": {"font_name": SONG, "font_size": 10.5, "font_charset": CHINESE_CHARSET},
            },
        )
        self._work.set_properties({"title": title, "created": NO_DATE})
        self._looks: dict[str, Format] = {}
        self._names: set[str] = set()

    def look(self, name: str) -> Format:
        """A look, made once."""
        if name not in self._looks:
            self._looks[name] = self._work.add_format(_LOOKS[name])
        return self._looks[name]

    def sheet(self, name: str, widths: Sequence[int], title: str, facts: Sequence[str]) -> tuple[Worksheet, int]:
        """A new sheet for A4 across, with its title and what stands above the table; and the first free row."""
        page = self._work.add_worksheet(self._free_name(name))
        page.set_landscape()
        page.set_paper(A4)
        page.fit_to_pages(1, 0)
        page.set_footer("&C第 &P 页，共 &N 页")
        for column, width in enumerate(widths):
            page.set_column(column, column, width)
        last = len(widths) - 1
        page.merge_range(0, 0, 0, last, "", self.look("title"))
        page.write_string(0, 0, title, self.look("title"))
        page.set_row(0, 30)
        for row, fact in enumerate(facts, 1):
            self.wide(page, row, last, fact)
        return page, len(facts) + 1

    def wide(self, page: Worksheet, row: int, last: int, text: str) -> None:
        """A line of text over the whole width, high enough to be read on paper."""
        page.merge_range(row, 0, row, last, "", self.look("fact"))
        page.write_string(row, 0, in_one_cell(text), self.look("fact"))
        lines = sum(max(1, -(-len(each) // _CHARS_A_LINE)) for each in text.split("\n"))
        page.set_row(row, min(400, 16.0 * lines + 2))

    def table(self, page: Worksheet, row: int, heads: Sequence[str]) -> None:
        """The head of a table, repeated on every page."""
        for column, words in enumerate(heads):
            page.write_string(row, column, words, self.look("head"))
        page.set_row(row, 24)
        page.repeat_rows(row)

    def write(self, page: Worksheet, row: int, column: int, value: Value, look: str = "score") -> None:
        """One cell; what is not there stays empty, what no cell can hold exactly is text."""
        match value:
            case None | "":
                page.write_blank(row, column, None, self.look("text"))
            case str():
                page.write_string(row, column, in_one_cell(value), self.look("text" if look == "score" else look))
            case _ if abs(Decimal(value)) < _MOST_OF_A_NUMBER:
                page.write_number(row, column, float(value), self.look(look))
            case _:
                page.write_string(row, column, f"{value:f}", self.look("text"))

    def close(self) -> bytes:
        """The finished workbook."""
        self._work.close()
        return self._target.getvalue()

    def _free_name(self, name: str) -> str:
        plain = _UNFIT_IN_A_NAME.sub("", name)[:_LONGEST_NAME].strip() or "底稿"
        free, number = plain, 2
        while free.casefold() in self._names:
            ending = f" {number}"
            free, number = plain[: _LONGEST_NAME - len(ending)] + ending, number + 1
        self._names.add(free.casefold())
        return free


def _item_sheet(book: _Book, paper: CheckPaper) -> None:
    facts = (
        f"单位：{paper.unit}（{paper.unit_code}）　　批次：{paper.cycle}　　"
        f"抽查：{paper.draw}，第 {paper.position} 位抽中",
        f"复核依据：{paper.copy}　　复核人：{paper.checker or '未分派'}　　状态：{paper.state}",
    )
    page, top = book.sheet(f"{paper.position} {paper.unit}", _ITEM_WIDTHS, "绩效自评抽查复核工作底稿", facts)
    book.table(page, top, _ITEM_HEADS)
    for row, line in enumerate(paper.lines, top + 1):
        _line(book, page, row, line)
        page.set_row(row, 18.0 * max(1, -(-len(line.name) // 16), -(-len(line.remark) // 22)))
    row = top + 1 + len(paper.lines)
    cut = None if paper.check is None else paper.points - paper.check
    page.write_string(row, 0, "合计", book.look("total"))
    for column, value in enumerate((paper.points, paper.own, paper.computed, paper.review, paper.check, cut), 1):
        book.write(page, row, column, value, "total score")
    book.write(page, row, len(_ITEM_HEADS) - 1, None)
    for below, text in enumerate(_afterwards(paper), row + 2):
        book.wide(page, below, len(_ITEM_WIDTHS) - 1, text)


def _line(book: _Book, page: Worksheet, row: int, line: CheckLine) -> None:
    page.write_string(row, 0, line.name, book.look("text"))
    values = (line.points, line.own, line.computed, line.review, line.check, line.cut)
    for column, value in enumerate(values, 1):
        book.write(page, row, column, value)
    book.write(page, row, len(values) + 1, line.remark, "text")


def _afterwards(paper: CheckPaper) -> Iterator[str]:
    """Opinion, answer and settlement below the table."""
    yield f"抽查意见（{paper.asked_on or '未征求'}）：{paper.opinion or '无'}"
    files = f"　附件：{'、'.join(paper.files)}" if paper.files else ""
    yield f"单位意见（{paper.answered_by or '未答复'}）：{paper.answer or '无'}{files}"
    if paper.settled is None or paper.difference is None:
        yield "核定：尚未核定"
        return
    yield (
        f"核定：{paper.settled:f} 分，与自评相差 {paper.difference:+f} 分，差异等级“{paper.difference_class}”。"
        f"{paper.settlement}　（{paper.settled_by}，{paper.settled_on}）"
    )


def _summary_sheet(book: _Book, draw: DrawPaper) -> None:
    facts = (f"批次：{draw.cycle}　　抽查：{draw.title}　　共抽 {len(draw.papers)} 份",)
    page, top = book.sheet("汇总", _SUMMARY_WIDTHS, "绩效自评抽查复核汇总", facts)
    book.table(page, top, _SUMMARY_HEADS)
    for row, paper in enumerate(draw.papers, top + 1):
        book.write(page, row, 0, paper.position, "count")
        texts = (paper.unit_code, paper.unit, paper.checker, paper.state)
        scores = (paper.own, paper.review, paper.check, paper.settled, paper.difference)
        for column, value in enumerate((*texts, *scores, paper.difference_class), 1):
            book.write(page, row, column, value)


def _draw_sheet(book: _Book, draw: DrawPaper) -> None:
    """The population in drawing order: whoever has this sheet can draw again."""
    facts = (
        f"抽取方式：{draw.method.label}　　抽取份数：{draw.size}　　范围：{len(draw.ranked)} 份　　"
        f"抽取人：{draw.drawn_by}　　{draw.drawn_on}",
        f"种子：{draw.seed}",
        f"重抽办法：每个单位的签号，是对“种子、换行、单位编码”三者相连的 UTF-8 文本求 SHA-256；{draw.method.rule}，"
        f"取前 {draw.size} 个。",
    )
    page, top = book.sheet("抽取", _DRAW_WIDTHS, "抽取范围与结果", facts)
    book.table(page, top, _DRAW_HEADS)
    for position, each in enumerate(draw.ranked, 1):
        row = top + position
        book.write(page, row, 0, position, "count")
        for column, text in enumerate(("抽中" if position <= draw.size else "", each.code, each.name), 1):
            book.write(page, row, column, text)
        book.write(page, row, 4, each.risk, "count")
        book.write(page, row, 5, each.money, "money")
        book.write(page, row, 6, each.last_checked, "count")
        book.write(page, row, 7, lot(draw.seed, each.code), "lot")
