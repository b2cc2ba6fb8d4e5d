"""Every layout at every size: cells meet, text stays in its cell, labels stand on every page, nothing is lost.

The forms are filled by chance and by rule: short (as little as may be), typical (the sample filing), worst (forty
indicators of the unit with long names, 30,000 characters of text, sixty people).
"""

from dataclasses import replace
from functools import cache

import pytest
from weasyprint.formatting_structure.boxes import TableRowBox, TextBox

from selfeval.domain.assessment import assess
from selfeval.domain.files import filing_from_document
from selfeval.domain.filing import Evaluator, Filing, IndicatorEntry, OwnIndicator
from selfeval.domain.framework import Framework
from selfeval.exports.build import build_form
from selfeval.exports.document import FormDocument, Stamp
from selfeval.exports.drawing import paper_html
from selfeval.exports.excel import render_workbook
from selfeval.exports.layout_choice import shipped_layouts
from tests.exports import laid_out_pages, office
from tests.exports import sample_documents as samples
from tests.exports.laid_out_pages import laid_out
from tests.exports.scored_frameworks import SAMPLES, framework_of, sample
from tests.exports.test_excel import column_text

LAYOUTS = tuple(layout.code for layout in shipped_layouts())
FRAMEWORKS = {layout.code: layout.frameworks[0] for layout in shipped_layouts()}
# One with subtotals, one with funds, goals and tasks; the others take as long and show no more.
WORST = ("form-2020", "yueyang")
FILLED = 0.9  # of a page
LONG_NAME = "按照上级批复的实施方案完成年度重点任务及其质量与时效情况"


@cache
def filing_of(slug: str) -> Filing:
    name = next(name for name in SAMPLES if sample(name)[0] == slug)
    return filing_from_document(framework_of(slug), sample(name)[1])


def form(framework: Framework, filing: Filing) -> FormDocument:
    done = assess(framework, filing)
    return build_form(framework=done.framework, filing=done.filing, sheet=done.sheet, stamp=Stamp(is_final=True))


@cache
def short(code: str) -> FormDocument:
    """Nothing but the unit's name."""
    filing = filing_of(FRAMEWORKS[code])
    return form(
        framework_of(FRAMEWORKS[code]),
        Filing(framework=filing.framework, fiscal_year=filing.fiscal_year, department=filing.department),
    )


@cache
def worst(code: str) -> FormDocument:
    """Everything long, forty indicators where the unit adds its own."""
    return filled(code, told=30_000, share=1)


@cache
def crowded(code: str) -> FormDocument:
    """Half the rows and people of the worst, with less said of each: rows of all heights, few pages."""
    return filled(code, told=1_000, share=8, own=20, people=24)


def filled(code: str, *, told: int, share: int, own: int = 40, people: int = 60) -> FormDocument:
    """So many indicators and people, `told` characters of text, and the `share`-th part of what is long."""
    framework, filing = framework_of(FRAMEWORKS[code]), filing_of(FRAMEWORKS[code])
    entries = {
        leaf.code: replace(filing.entry(leaf.code), analysis=samples.words((60 + 97 * (number % 9)) // share, number))
        for number, leaf in enumerate(framework.leaves)
    }
    lengths = (told // max(1, len(framework.narratives)),) * len(framework.narratives)
    texts = {each.code: samples.words(length) for each, length in zip(framework.narratives, lengths, strict=True)}
    return form(
        framework,
        replace(
            filing,
            indicators=entries,
            narratives=texts,
            own_indicators=tuple(_own(filing.own_indicators, number, own, share) for number in range(own))
            if filing.own_indicators
            else (),
            evaluators=tuple(Evaluator(name=f"评价人员{n}", title="成员", office="财务科") for n in range(people)),
        ),
    )


def _own(known: tuple[OwnIndicator, ...], number: int, count: int, share: int) -> OwnIndicator:
    """One like those filed, under a long name and with much to say; those of a node stay together."""
    like = known[number * len(known) // count]
    reason = samples.words((20 + 80 * (number % 4)) // share, number)
    entry: IndicatorEntry = replace(like.entry, reason=reason, measure=samples.words(40 // share, number))
    return replace(like, name=f"{LONG_NAME}{number}", entry=entry)


def assert_faultless(document: FormDocument) -> None:
    pages = laid_out(document)
    assert laid_out_pages.faults(pages) == []
    assert laid_out_pages.lost_texts(pages, paper_html(document)) == []
    assert pages_without_heads(document) == []


def pages_without_heads(document: FormDocument) -> list[int]:
    """Pages that show indicators and not what stands in the columns.

    One page may: where the last piece of a row would not fit beside the head, WeasyPrint leaves the head out.
    """
    heads = {"".join(column.head.split()) for column in document.layout.indicators.columns}
    codes = {row.code for section in document.table_sections for row in section.rows}
    found = []
    for number, page in enumerate(laid_out(document).pages, 1):
        boxes = list(page._page_box.descendants())
        rows = [box for box in boxes if isinstance(box, TableRowBox) and box.element.get("data-code") in codes]
        text = "".join("".join(box.text for box in boxes if isinstance(box, TextBox)).split())
        is_filled = len(rows) == 1 and rows[0].height > page._page_box.height * FILLED
        if rows and not is_filled and any(head not in text for head in heads):
            found.append(number)
    return found


@pytest.mark.parametrize("code", LAYOUTS)
def test_a_form_with_nothing_filed_is_faultless(code: str) -> None:
    assert short(code).layout.code == code
    assert_faultless(short(code))


@pytest.mark.parametrize("code", WORST)
def test_a_form_with_everything_long_is_faultless(code: str) -> None:
    document = worst(code)
    assert len(laid_out(document).pages) > 8
    assert_faultless(document)


@pytest.mark.parametrize("code", LAYOUTS)
def test_the_workbook_of_nothing_has_its_sheets(code: str) -> None:
    document = short(code)
    book = office.values(render_workbook(document))
    assert ("预算执行情况" in book.sheetnames) is (document.funds is not None)
    assert {"基本情况", "指标评价", "评价人员", "计算底稿"} <= set(book.sheetnames)
    heads = [str(cell.value) for cell in book["指标评价"][1] if cell.value]
    assert heads == list(dict.fromkeys(column.head for column in document.layout.indicators.columns))


@pytest.mark.parametrize("code", WORST)
def test_the_workbook_holds_every_long_text_whole(code: str) -> None:
    document = worst(code)
    book = office.values(render_workbook(document))
    down = "".join(column_text(sheet) for sheet in book.worksheets)
    words = [row.words.explanation or row.analysis for row in document.rows]
    words += [paragraph.text for part in document.narratives for paragraph in part.paragraphs]
    assert [each for each in words if "".join(each.split()) not in down] == []
    for sheet in book.worksheets:
        breaks = [each.id for each in sheet.row_breaks.brk]
        spans = [(span.min_row, span.max_row) for span in sheet.merged_cells.ranges]
        assert [span for span in spans for row in breaks if span[0] <= row < span[1]] == []
        heights = [sheet.row_dimensions[row].height or 15 for row in range(1, sheet.max_row + 1)]
        assert max(heights) <= 409
