"""Workbooks this product wrote: told by their four sheets and the verification code, and read to the last figure.

The sheets are those of the official form: 基本情况, 指标评价, 评价人员, 计算底稿. The last holds every figure filed,
the rows of itemised ones among them. A long text is cut over several rows; a row that is not indented goes on with the
one above.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import combinations
from typing import Final

from selfeval.domain.amounts import AmountFault, money_in_yuan
from selfeval.domain.filing import FieldValue, Filing, IndicatorEntry, Item, OwnIndicator
from selfeval.domain.framework import FieldKind, Framework
from selfeval.domain.own_indicators import framework_of
from selfeval.domain.scoring import score_sheet
from selfeval.domain.scoring.rules import Checklist, Choose, Incidents
from selfeval.imports.indicator_rows import SCORED_FUNDS
from selfeval.imports.narratives import is_title
from selfeval.imports.own_told import PARTS, entry_of
from selfeval.imports.raw import Line, RawForm
from selfeval.imports.understood import PlacedText
from selfeval.imports.words import is_blank, label_of, number_in, squeezed

_FACE, _INDICATORS, _PEOPLE, _PAPER = "基本情况", "指标评价", "评价人员", "计算底稿"
_GOALS: Final = "年度总体目标"
_FUNDS: Final = "预算执行情况"
_SAID: Final = "说明"
_CODE: Final = "校验码"
_TEXT_COLUMN: Final = 1
_INDENT: Final = "　　"
_OPENING: Final = "填报内容:"
_EXCLUDED: Final = "（剔除）"
_BOXES: Final = {"原因": "reason", "改进措施": "measure"}
_MOST_TICKS, _MOST_INCIDENTS = 6, 10
_OUT: Final = "不涉及"


def is_own_workbook(raw: RawForm) -> bool:
    """Whether `raw` carries the sheets and the code."""
    tables = dict(raw.sheets)
    people = tables.get(_PEOPLE)
    return {_FACE, _INDICATORS, _PEOPLE, _PAPER} <= set(tables) and any(
        cell.text.startswith(_CODE) for row in raw.rows if row.table == people for cell in row.filled
    )


def without_paper(raw: RawForm) -> RawForm:
    """The form without its working paper, which says everything a second time."""
    paper = dict(raw.sheets).get(_PAPER)
    kept = tuple(block for block in raw.blocks if getattr(block, "table", None) != paper)
    return replace(raw, blocks=kept)


def own_items(raw: RawForm, framework: Framework) -> dict[str, FieldValue]:
    """The rows of itemised fields, money in yuan."""
    paper = dict(raw.sheets).get(_PAPER)
    fields = {f"{each.label}·": each for each in framework.fields if each.kind is FieldKind.ITEMISED_MONEY}
    items: dict[str, list[Item]] = {}
    for row in raw.rows:
        if row.table != paper:
            continue
        for label, value in zip(row.filled, row.filled[1:], strict=False):
            field = next((each for words, each in fields.items() if label.text.startswith(words)), None)
            amount = number_in(value.text)
            if field is not None and amount is not None:
                words = label.text.removeprefix(f"{field.label}·")
                items.setdefault(field.code, []).append(_item(framework, words, amount[0]))
    return {code: tuple(rows) for code, rows in items.items()}


def _item(framework: Framework, words: str, amount: Decimal) -> Item:
    try:
        yuan = money_in_yuan(amount, unit=framework.money_unit, found=str(amount))
    except AmountFault:
        yuan = (amount * framework.money_unit.yuan).quantize(Decimal("0.01"))
    return Item(label=words.removesuffix(_EXCLUDED), amount=yuan, is_excluded=words.endswith(_EXCLUDED))


def own_narratives(raw: RawForm, framework: Framework) -> tuple[dict[str, PlacedText], dict[str, Line]]:
    """The texts by code with their paragraphs as they were typed, and their title lines."""
    face = dict(raw.sheets).get(_FACE)
    texts, titles = _goals(raw, framework)
    waiting = [each for each in framework.narratives if each.code not in titles]
    code = ""
    for row in raw.rows:
        cell = next((each for each in row.filled if each.column == _TEXT_COLUMN), None)
        if row.table != face or cell is None or squeezed(cell.text) == _OPENING:
            continue
        if waiting and is_title(cell.text, waiting[0]):
            code = waiting.pop(0).code
            titles[code] = Line(text=cell.text, place=cell.place, start=cell.start, row=row)
        elif code and not (code not in texts and is_blank(cell.text)):
            texts[code] = _longer(texts.get(code), cell.text, cell.start)
    return texts, titles


def _goals(raw: RawForm, framework: Framework) -> tuple[dict[str, PlacedText], dict[str, Line]]:
    """The texts that stand side by side under their heads, in a sheet of their own."""
    table = dict(raw.sheets).get(_GOALS)
    texts: dict[str, PlacedText] = {}
    titles: dict[str, Line] = {}
    codes: dict[int, str] = {}
    for row in raw.rows if table is not None else ():
        cells = [cell for cell in row.filled if cell.column >= _TEXT_COLUMN]
        if row.table != table:
            continue
        for cell in cells:
            if cell.column in codes:
                code = codes[cell.column]
                if not (code not in texts and is_blank(cell.text)):
                    texts[code] = _longer(texts.get(code), cell.text, cell.start)
            elif found := [each for each in framework.narratives if squeezed(each.title).endswith(squeezed(cell.text))]:
                codes[cell.column] = found[0].code
                titles[found[0].code] = Line(text=cell.text, place=cell.place, start=cell.start, row=row)
    return texts, titles


def _longer(before: PlacedText | None, piece: str, start: int) -> PlacedText:
    is_new = piece.startswith(_INDENT)
    words = piece.removeprefix(_INDENT)
    origin = start + len(piece) - len(words)
    if before is None:
        return PlacedText(text=words, stretches=((0, origin),))
    text = before.text + ("\n" if is_new else "")
    return PlacedText(text=text + words, stretches=(*before.stretches, (len(text), origin)))


def own_funds_words(raw: RawForm, framework: Framework) -> dict[str, PlacedText]:
    """What is said under the table of funds on the rate it scores, by its box; nothing where nothing is said."""
    table = dict(raw.sheets).get(_FUNDS)
    codes = [node.code for node in framework.nodes.values() if label_of(node.name) == SCORED_FUNDS]
    found: PlacedText | None = None
    for row in raw.rows if table is not None else ():
        cells = {cell.column: cell for cell in row.filled if cell.column >= _TEXT_COLUMN}
        label, words = cells.get(_TEXT_COLUMN), cells.get(_TEXT_COLUMN + 1)
        begins = label is not None and squeezed(label.text) == _SAID
        # A long text goes on in rows that have no label.
        if row.table == table and words is not None and (begins or (label is None and found is not None)):
            found = _longer(found, words.text, words.start)
    return {f"indicators.{codes[0]}.analysis": found} if found is not None and codes else {}


def own_entries(
    framework: Framework, filing: Filing, printed: Mapping[str, PlacedText]
) -> tuple[dict[str, IndicatorEntry], dict[str, PlacedText]]:
    """The entries with 计算分析情况 taken apart: the computed sentence left out, 原因 and 改进措施 in their boxes.

    What was ticked or counted is told by the computed sentence it gives. With them their texts by box.
    """
    found: dict[str, IndicatorEntry] = {}
    texts: dict[str, PlacedText] = {}
    for code, entry in filing.indicators.items():
        # A column of reasons has no computed sentence.
        reasons = printed.get(f"indicators.{code}.reason")
        placed, trace = printed.get(f"indicators.{code}.analysis", PlacedText(text="")), ""
        if reasons is None:
            entry, trace = _with_inputs(framework, filing, code, entry, placed.text)
        else:
            placed = reasons
        start = len(trace) + placed.text[len(trace) :].startswith("。") if trace else 0
        marks = list(PARTS.finditer(placed.text, start))
        ends = [*(mark.start() for mark in marks), len(placed.text)]
        parts = {"analysis": _part(placed, start, ends[0])}
        for mark, end in zip(marks, ends[1:], strict=True):
            parts[_BOXES[mark["what"]]] = _part(placed, mark.end(), end)
        texts |= {f"indicators.{code}.{key}": part for key, part in parts.items() if part.text}
        said = {key: part.text for key, part in parts.items()}
        found[code] = replace(
            entry, analysis=said["analysis"], reason=said.get("reason", ""), measure=said.get("measure", "")
        )
    return found, texts


def _with_inputs(
    framework: Framework, filing: Filing, code: str, entry: IndicatorEntry, text: str
) -> tuple[IndicatorEntry, str]:
    """The entry with what its computed sentence tells, and that sentence; empty where none begins the text."""
    out = (entry, _left_out(entry))
    candidates: Iterable[IndicatorEntry] = out if _OUT in text else _candidates(framework, code, entry)
    for candidate in candidates:
        tried = replace(filing, indicators={**filing.indicators, code: candidate})
        score = score_sheet(framework_of(framework, tried), tried).indicators[code]
        trace = score.trace.strip()
        if trace and text.startswith(trace):
            # A score that differs from the computed one was filed as it is.
            is_filed = candidate.self_score is None and score.computed_score != entry.self_score
            return (replace(candidate, self_score=entry.self_score) if is_filed else candidate), trace
    return entry, ""


def _left_out(entry: IndicatorEntry) -> IndicatorEntry:
    """不涉及, of which full points may be printed all the same."""
    return replace(entry, is_applicable=False, self_score=None, points=None)


def own_indicators(framework: Framework, filing: Filing, told: Sequence[str]) -> tuple[OwnIndicator, ...]:
    """The unit's own indicators with 计算分析情况 taken apart in the same way; `told` is what it says of each."""
    if not any(told):
        return filing.own_indicators
    sheet = score_sheet(framework_of(framework, filing), filing)
    found = []
    for (code, own), text in zip(filing.own_by_code.items(), told, strict=True):
        trace = sheet.indicators[code].trace.strip()
        if trace and text.startswith(trace):
            said = entry_of(own.entry.self_score, text[len(trace) :].removeprefix("。"))
            words = {"analysis": said.analysis, "reason": said.reason, "measure": said.measure}
            own = replace(own, entry=replace(own.entry, **words))  # type: ignore[arg-type]
        found.append(own)
    return tuple(found)


def _candidates(framework: Framework, code: str, entry: IndicatorEntry) -> Iterator[IndicatorEntry]:
    yield entry
    match framework.nodes[code].rule:
        case Checklist(items=items) if len(items) <= _MOST_TICKS:
            numbers = range(1, len(items) + 1)
            for count in range(len(items), -1, -1):
                for ticked in combinations(numbers, count):
                    yield replace(entry, ticked=ticked)
        case Choose(options=options):
            for number in range(1, len(options) + 1):
                yield replace(entry, choice=number)
        case Incidents():
            for incidents in range(_MOST_INCIDENTS):
                yield replace(entry, incidents=incidents)


def _part(placed: PlacedText, start: int, end: int) -> PlacedText:
    """The stretch of a text from `start` to `end` without the white space around it."""
    text = placed.text[start:end]
    start += len(text) - len(text.lstrip())
    inner = [(at - start, origin) for at, origin in placed.stretches if start < at < end]
    return PlacedText(text=text.strip(), stretches=((0, placed.origin(start)), *inner))
