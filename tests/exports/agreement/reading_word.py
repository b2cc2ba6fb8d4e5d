"""The figures of a Word report by their codes: those of its tables, and those in its sentences."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import count
from typing import Any, Final

from lxml import etree

from tests.exports.agreement.expected import Texts
from tests.exports.agreement.filings import Case
from tests.exports.agreement.reading_form import told
from tests.exports.agreement.reading_workbook import figure_codes

_WORD: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RESULT: Final = re.compile(r"\d{4}年度自评综合得分(?P<self>[^分]+)分（总分值(?P<set>[^分]+)分）")
_CAP: Final = re.compile(r"综合得分以([\d.]+)分为上限")
_GRADE: Final = re.compile(r"评价结果等次为“(.+?)”")
_COUNTS: Final = {
    "lost-count": re.compile(r"。失分的指标(\d+)项。"),
    "unscored-count": re.compile(r"尚有(\d+)项指标没有得分"),
    "people": re.compile(r"本次自评评价人员(\d+)人"),
}
_PAIRS: Final = ("资金情况", "人员情况", "其他填报数据")
_CAPTIONS: Final = (
    *_PAIRS,
    *("有关明细", "有关比率", "各级指标得分", "绩效指标得分明细", "失分指标、原因和措施", "年度主要任务", "评价人员"),
)
_MEASURE: Final = re.compile(r"(?:[一二三四五六七八九十]是)?针对(.+)失分([\d,.]+)分：")


@dataclass(kw_only=True)
class Report:
    """Paragraphs of the body, and tables by caption as rows of texts, each row as long as it has cells."""

    texts: list[str] = field(default_factory=list)
    tables: dict[str, list[list[str]]] = field(default_factory=dict)


def report_of(content: bytes) -> Report:
    """What stands in the document, read from its XML."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        body = etree.fromstring(package.read("word/document.xml"))[0]
    found, caption = Report(), ""
    for block in body:
        if block.tag == f"{_WORD}p":
            text = _text(block)
            found.texts.append(text)
            style = block.find(f"{_WORD}pPr/{_WORD}pStyle")
            if style is not None and style.get(f"{_WORD}val") == "Caption":
                caption = text.partition("　")[2]
        elif block.tag == f"{_WORD}tbl":
            rows = [[_text(cell) for cell in row.iter(f"{_WORD}tc")] for row in block.iter(f"{_WORD}tr")]
            found.tables[caption] = rows[1:]
    return found


def _text(element: Any) -> str:
    return "".join(each.text or "" for each in element.iter(f"{_WORD}t"))


def figures_of_report(case: Case, report: Report) -> dict[str, Texts]:
    """By table, or by kind of sentence, its figures by code."""
    tables = {caption: report.tables.get(caption, []) for caption in _CAPTIONS}
    codes = figure_codes(case)
    # Below the name of their field, details have their own names only.
    codes |= {name.partition("·")[2]: code for name, code in codes.items() if code.startswith("item:")}
    details = [row for row in tables["有关明细"] if len(row) > 1]
    found = {caption: dict(_pairs(codes, tables[caption])) for caption in _PAIRS}
    return found | {
        "有关明细": dict(_pairs(codes, details)),
        "有关比率": dict(_rates(case, tables["有关比率"])),
        "各级指标得分": dict(_groups(case, tables["各级指标得分"])),
        "绩效指标得分明细": dict(_leaves(case, tables["绩效指标得分明细"])),
        "失分指标": dict(_lost(case, tables["失分指标、原因和措施"])),
        "年度主要任务": dict(_tasks(case, tables["年度主要任务"])),
        "评价人员": {"people": f"{len(tables['评价人员'])}"},
        "sentences": dict(_sentences(case, "\n".join(report.texts))),
    }


def _rates(case: Case, rows: list[list[str]]) -> Iterator[tuple[str, str]]:
    codes, nodes = {leaf.name: leaf.code for leaf in case.framework.leaves}, count()
    for row in rows:
        is_node = row[0].startswith("其中：")
        yield (f"node-rate:{next(nodes)}" if is_node else f"rate:{codes[row[0].partition('（按')[0]]}"), row[3]


def _pairs(codes: dict[str, str], rows: list[list[str]]) -> Iterator[tuple[str, str]]:
    for row in rows:
        for label, text in zip(row[::2], row[1::2], strict=True):
            if label:
                yield codes.get(label, label), text


def _groups(case: Case, rows: list[list[str]]) -> Iterator[tuple[str, str]]:
    roots = {root.name: root.code for root in case.framework.indicators}
    for name, *texts in rows:
        start, end = ("total", "") if name == "综合得分" else ("group", f":{roots[name]}")
        yield from ((f"{start}-{key}{end}", text) for key, text in zip(("set", "self", "lost"), texts, strict=True))


def _leaves(case: Case, rows: list[list[str]]) -> Iterator[tuple[str, str]]:
    codes = {leaf.name: leaf.code for leaf in case.framework.leaves}
    roots = {root.name for root in case.framework.indicators}
    for row in rows:
        if row[0] in codes:
            code = codes[row[0]]
            yield from ((f"{key}:{code}", text) for key, text in zip(("set", "self", "lost"), row[1:4], strict=True))
            yield f"trace:{code}", told(case, code, row[4])
        elif row[0] in roots or row[0] == "综合得分":
            yield from _groups(case, [row[:4]])
            if row[0] == "综合得分":
                yield "total-grade", row[4].removeprefix("评价结果等次：")


def _lost(case: Case, rows: list[list[str]]) -> Iterator[tuple[str, str]]:
    codes = {leaf.name: leaf.code for leaf in case.framework.leaves}
    for row in rows:
        if row[0] == "合计":
            yield "lost-sum", row[1]
        else:
            keys = ("set", "self", "lost")
            yield from ((f"{key}:{codes[row[0]]}", text) for key, text in zip(keys, row[1:4], strict=True))


def _tasks(case: Case, rows: list[list[str]]) -> Iterator[tuple[str, str]]:
    field = next((each for each in case.framework.fields if each.columns), None)
    kinds = {each.label: each for each in field.columns} if field else {}
    number = -1
    for row in rows:
        number += len(row) == 1
        if len(row) == 2 and row[0] in kinds and kinds[row[0]].kind == "money":
            yield f"task:{number}:{kinds[row[0]].code}", row[1]


def _sentences(case: Case, text: str) -> Iterator[tuple[str, str]]:
    if found := _RESULT.search(text):
        yield from ((f"total-{key}", each) for key, each in found.groupdict().items())
    if found := _CAP.search(text):
        yield "cap", found[1]
    if found := _GRADE.search(text):
        yield "total-grade", found[1]
    for code, pattern in _COUNTS.items():
        if found := pattern.search(text):
            yield code, found[1]
    codes = {leaf.name: leaf.code for leaf in case.framework.leaves}
    yield from ((f"lost:{codes[name]}", lost) for name, lost in _MEASURE.findall(text))
