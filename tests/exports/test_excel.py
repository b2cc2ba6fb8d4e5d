"""The workbook: values, live formulas, what is locked, how it prints, what people typed."""

import re
import zipfile
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from itertools import pairwise

import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from selfeval.domain.amounts import RoundingMode
from selfeval.domain.filing import Evaluator
from selfeval.exports.document import Cell, FormDocument
from selfeval.exports.excel import NO_DATE, render_workbook
from selfeval.exports.excel_text import MOST_IN_A_CELL, TextTooLong
from tests.exports import office
from tests.exports import sample_documents as samples
from tests.exports.real_forms import DRAFT, form_of, real_form, with_entry, with_narrative
from tests.fixtures_data import published

SHEETS = ["基本情况", "指标评价", "评价人员", "计算底稿"]
COMPLETION = "process.budget_execution.completion_rate"
TYPED = ("=1+1", "@SUM(A1)", "+1", "-1", "＝1+1", '=HYPERLINK("http://a.b")', "http://a.b/c", '=DDE("a";"b")', "12")
FACES = ("宋体", "黑体", "方正小标宋简体", "楷体_GB2312")


def cells_of(document: FormDocument) -> list[Cell]:
    """Every cell of the document that a workbook stores."""
    paper = document.working_paper
    scores = [row.scores for row in document.rows] + [section.subtotal for section in document.sections]
    cells = [fact.cell for fact in (*document.facts, *paper.figures)] + [document.grade]
    for each in (*scores, document.total):
        cells += [each.reference_points, each.set_points, each.self_score]
    for row in (*paper.rows, paper.total):
        cells += [row.numerator, row.denominator, row.rate, row.set_points, row.computed_score, row.self_score]
        cells.append(row.difference)
    return cells


def test_the_sheets_are_those_of_the_form() -> None:
    assert office.values(render_workbook(real_form())).sheetnames == SHEETS


@pytest.mark.parametrize("name", published.FILINGS)
def test_every_number_of_the_document_is_stored(name: str) -> None:
    document = real_form(name)
    stored = office.filled(office.values(render_workbook(document)))
    numbers = Counter(round(value, 9) for value in stored.values() if isinstance(value, (int, float)))
    wanted = Counter(round(float(cell.value), 9) for cell in cells_of(document) if isinstance(cell.value, Decimal))
    assert numbers == wanted


def test_every_text_of_the_document_is_stored() -> None:
    document = samples.worst()
    book = office.values(render_workbook(document))
    wanted = [row.analysis for row in document.rows] + [row.name for row in document.rows]
    wanted += [paragraph.text for part in document.narratives for paragraph in part.paragraphs]
    wanted += [document.stamp.verification_code]
    down = "".join(column_text(book[name]) for name in SHEETS)
    assert [each for each in wanted if "".join(each.split()) not in down] == []


def column_text(sheet: Worksheet) -> str:
    """The text of a sheet without white space, column by column: long texts are divided over rows, downwards."""
    return "".join("".join(str(cell.value or "") for column in sheet.iter_cols() for cell in column).split())


@pytest.fixture(scope="module")
def stored() -> dict[str, bytes]:
    """Workbooks by name; of some the stored values are not what their formulas give."""
    filing, framework = published.filing("jinzhong-2021"), published.framework("jinzhong-2021")
    draft = real_form(stamp=DRAFT)
    truncating = replace(framework, rounding=replace(framework.rounding, mode=RoundingMode.TRUNCATE))
    people = tuple(Evaluator(name=text, title=f"甲{text}", office=f"甲\n{text}") for text in TYPED)
    forms = {
        "real": real_form(),
        "half filled": real_form("half-filled-2021"),
        "wrong total": with_total(draft, Decimal(1)),
        "spent all": with_face_figure(draft, "预算执行", Decimal("3043.01")),
        "truncated": form_of(filing, framework=truncating),
        "typed": form_of(replace(filing, evaluators=people)),
    }
    return {name: render_workbook(form) for name, form in forms.items()}


@pytest.fixture(scope="module")
def computed(stored: dict[str, bytes]) -> dict[str, Workbook]:
    """What LibreOffice makes of them."""
    return office.recalculated(stored)


class TestRecalculation:
    """An office suite that trusts no stored value comes to the same figures."""

    @pytest.mark.parametrize("name", ["real", "half filled"])
    def test_libreoffice_computes_what_is_stored(
        self, name: str, stored: dict[str, bytes], computed: dict[str, Workbook]
    ) -> None:
        assert office.filled(computed[name]) == office.filled(office.values(stored[name]))

    def test_the_total_is_92_and_the_computed_total_91(self, computed: dict[str, Workbook]) -> None:
        rows = {row[0].value: row for name in ("指标评价", "计算底稿") for row in computed["real"][name].iter_rows()}
        assert rows["综合得分"][6].value == 92
        assert rows["评价结果等次"][3].value == "优"
        assert [cell.value for cell in rows["合计"][4:]] == [100, 91, 92, 1]

    def test_stored_values_are_not_what_comes_back(self, computed: dict[str, Workbook]) -> None:
        """The comparison above could not tell, if LibreOffice only repeated what it read."""
        rows = {row[0].value: row for row in computed["wrong total"]["指标评价"].iter_rows()}
        assert rows["综合得分"][6].value == 92

    def test_a_changed_figure_changes_its_rates(self, computed: dict[str, Workbook]) -> None:
        rows = {row[0].value: row for row in computed["spent all"]["计算底稿"].iter_rows()}
        assert rows["预算完成率"][3].value == 1

    def test_a_truncating_framework_is_truncated_by_the_formulas_too(self, computed: dict[str, Workbook]) -> None:
        rows = {row[0].value: row for row in computed["truncated"]["计算底稿"].iter_rows()}
        assert rows["预算完成率"][3].value == pytest.approx(0.8199, abs=1e-12)

    def test_e06_nothing_typed_is_computed(self, computed: dict[str, Workbook]) -> None:
        shown = [row[1].value for row in computed["typed"]["评价人员"].iter_rows(min_row=2)]
        assert shown[: len(TYPED)] == list(TYPED)


def with_total(document: FormDocument, value: Decimal) -> FormDocument:
    """`document` with another value stored as 综合得分."""
    own = replace(document.total.self_score, value=value)
    return replace(document, total=replace(document.total, self_score=own))


def with_face_figure(document: FormDocument, label: str, value: Decimal) -> FormDocument:
    """`document` with another figure typed into the block on top."""
    facts = tuple(
        replace(fact, cell=replace(fact.cell, value=value)) if label in fact.label else fact for fact in document.facts
    )
    return replace(document, facts=facts)


@pytest.mark.parametrize("text", TYPED)
def test_e06_typed_text_stays_text(text: str) -> None:
    filing = published.filing("jinzhong-2021")
    filing = replace(filing, evaluators=(Evaluator(name=text, title=f"{text} ", office=text),))
    filing = replace(filing, department=replace(filing.department, head=text, phone=text))
    content = render_workbook(form_of(filing))
    book = office.formulas(content)
    cells = [book["基本情况"]["C5"], book["基本情况"]["E5"], *book["评价人员"][2][1:4]]
    # A reader by the letter of the format: shared strings, no formula, no link.
    assert {cell.value for cell in cells} == {text}
    assert sum(xml.count("<hyperlink") for xml in office.sheet_xml(content)) == 0
    assert formula_count(render_workbook(real_form())) == formula_count(content)


def formula_count(content: bytes) -> int:
    return sum(xml.count("<f>") for xml in office.sheet_xml(content))


class TestTexts:
    def test_e07_a_long_text_is_divided_and_kept_whole(self) -> None:
        text = samples.words(40_000).replace("\n", "")
        filing = with_entry(published.filing("jinzhong-2021"), COMPLETION, analysis=text)
        book = office.values(render_workbook(form_of(with_narrative(filing, text))))
        for name in ("基本情况", "指标评价"):
            assert text in column_text(book[name])

    def test_e07_a_name_that_no_cell_holds_is_refused(self) -> None:
        filing = published.filing("jinzhong-2021")
        filing = replace(filing, department=replace(filing.department, head="长" * (MOST_IN_A_CELL + 1)))
        with pytest.raises(TextTooLong, match="请先缩短"):
            render_workbook(form_of(filing))

    def test_e07_control_characters_do_not_spoil_the_workbook(self) -> None:
        filing = with_narrative(published.filing("jinzhong-2021"), "甲\x00乙\x0b丙丁_x0041_")
        content = render_workbook(form_of(filing))
        texts = [str(value).strip() for value in office.filled(office.values(content)).values()]
        assert "甲乙" in texts
        assert "丙丁_x0041_" in texts

    def test_the_footer_escapes_what_people_are_called(self) -> None:
        stamp = replace(DRAFT, printed_by="A&B部")
        footer = office.sheet_xml(render_workbook(real_form(stamp=stamp)))[0]
        assert "打印人 A&amp;&amp;B部" in footer

    def test_a_head_too_long_for_the_page_leaves_out_the_department(self) -> None:
        filing = published.filing("jinzhong-2021")
        filing = replace(filing, department=replace(filing.department, name="3号示范" * 12))
        head = re.search("<oddHeader>(.*)</oddHeader>", office.sheet_xml(render_workbook(form_of(filing)))[1])
        assert head
        assert "&amp;9 2021年度部门整体支出绩效自评表&amp;R" in head[1]

    def test_a_footer_too_long_for_the_format_leaves_out_who_printed(self) -> None:
        stamp = replace(DRAFT, printed_by="长" * 300)
        footer = re.search("<oddFooter>(.*)</oddFooter>", office.sheet_xml(render_workbook(real_form(stamp=stamp)))[0])
        assert footer
        assert "校验码" in footer[1]
        assert "长" not in footer[1]


class TestNumbers:
    def test_numbers_look_as_the_document_prints_them(self) -> None:
        book = office.values(render_workbook(real_form()))
        face, table = book["基本情况"], book["指标评价"]
        assert (face["E6"].value, face["E6"].number_format) == (2424.03, "#,##0.00_ ")
        assert face["C6"].value == "—"
        assert (table["D2"].value, table["D2"].number_format) == (18, "General")
        assert (table["G2"].value, table["G2"].number_format) == (18, "#,##0.00_ ")

    def test_a_number_with_more_digits_than_a_spreadsheet_keeps_is_written_as_text(self) -> None:
        document = with_face_figure(real_form(), "年初预算", Decimal("12345678901234.567"))
        assert office.values(render_workbook(document))["基本情况"]["E6"].value == "2,424.03"

    def test_a_number_too_wide_for_its_column_is_shown_smaller(self) -> None:
        cell = office.values(render_workbook(real_form()))["计算底稿"]["C3"]
        assert (cell.alignment.shrink_to_fit, cell.alignment.wrap_text) == (True, None)

    def test_the_rates_refer_to_the_figures(self) -> None:
        book = office.formulas(render_workbook(real_form()))
        rows = {row[0].value: row for row in book["计算底稿"].iter_rows()}
        numerator, denominator, rate = (rows["预算完成率"][column] for column in (1, 2, 3))
        assert numerator.value == "=IF(COUNT('基本情况'!C8)<1,\"—\",'基本情况'!C8)"
        year = re.search(r"COUNT\((G\d+)\)", denominator.value)
        assert year
        assert "'基本情况'!E6+'基本情况'!C7" in book["计算底稿"][year[1]].value
        parts = f"{numerator.coordinate},{denominator.coordinate}"
        quotient = f"{numerator.coordinate}/{denominator.coordinate}"
        assert rate.value == f'=IF(COUNT({parts})<2,"—",IF({denominator.coordinate}=0,"—",{quotient}))'


class TestPaper:
    def test_every_sheet_prints_on_a4_with_its_own_breaks(self) -> None:
        for sheet in office.values(render_workbook(samples.worst())).worksheets:
            assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
            assert sheet.page_setup.scale in (None, 100)
            assert not sheet.sheet_properties.pageSetUpPr or not sheet.sheet_properties.pageSetUpPr.fitToPage
            assert sheet.print_area
            assert "第 &P 页" in str(sheet.oddFooter.center.text)

    def test_heads_are_repeated(self) -> None:
        book = office.values(render_workbook(samples.worst()))
        assert book["指标评价"].print_title_rows == "$1:$1"
        assert book["评价人员"].print_title_rows == "$1:$1"

    @pytest.mark.parametrize("make", [samples.form, samples.worst, real_form])
    def test_no_merged_cell_crosses_a_page_end(self, make: type[FormDocument]) -> None:
        """A label cut by a page end would be seen on one of the pages only."""
        for sheet in office.values(render_workbook(make())).worksheets:
            breaks = [each.id for each in sheet.row_breaks.brk]
            crossing = [
                span.coord for span in sheet.merged_cells.ranges for row in breaks if span.min_row <= row < span.max_row
            ]
            assert crossing == []

    @pytest.mark.parametrize("make", [samples.form, samples.worst, real_form])
    def test_no_page_and_no_row_is_higher_than_it_may_be(self, make: type[FormDocument]) -> None:
        for sheet in office.values(render_workbook(make())).worksheets:
            heights = [sheet.row_dimensions[row].height or 15 for row in range(1, sheet.max_row + 1)]
            assert max(heights) <= 409
            edges = [0, *(each.id for each in sheet.row_breaks.brk), len(heights)]
            repeated = heights[0] if sheet.print_title_rows else 0
            pages = [sum(heights[start:end]) + (repeated if start else 0) for start, end in pairwise(edges)]
            assert max(pages) <= 705

    def test_what_is_written_names_only_faces_every_office_has(self) -> None:
        for sheet in office.values(render_workbook(real_form())).worksheets:
            written = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
            assert {cell.font.name for cell in written} <= set(FACES)


class TestProtection:
    def test_a_final_form_is_locked_whole(self) -> None:
        for sheet in office.values(render_workbook(real_form())).worksheets:
            assert sheet.protection.sheet
            assert all(cell.protection.locked for row in sheet.iter_rows() for cell in row)

    def test_a_draft_leaves_open_what_a_unit_types_and_nothing_else(self) -> None:
        book = office.formulas(render_workbook(real_form(stamp=DRAFT)))
        assert all(sheet.protection.sheet for sheet in book.worksheets)
        opened = [
            cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if not cell.protection.locked
        ]
        assert not [cell.coordinate for cell in opened if str(cell.value).startswith("=")]
        face = book["基本情况"]
        assert [face[place].protection.locked for place in ("B5", "C5", "D6", "E6", "A2")] == [
            True,
            False,
            True,
            False,
            True,
        ]

    def test_a_score_in_a_draft_is_held_between_nothing_and_its_points(self) -> None:
        sheet = office.formulas(render_workbook(real_form(stamp=DRAFT)))["指标评价"]
        rules = {str(rule.sqref): (rule.formula1, rule.formula2) for rule in sheet.data_validations.dataValidation}
        assert rules["G3"] == ("0", "E3")
        assert len(rules) == 26


def created(content: bytes) -> list[str]:
    """Every moment the workbook says it was made or changed at, by itself or by the files inside it."""
    with zipfile.ZipFile(BytesIO(content)) as book:
        core = book.read("docProps/core.xml").decode()
        moments = {f"{each.date_time}" for each in book.infolist()}
    return [*re.findall(r"<dcterms:\w+ [^>]*>([^<]*)<", core), *moments]


def test_the_same_form_gives_the_same_bytes() -> None:
    content = render_workbook(real_form())
    assert content == render_workbook(real_form())
    assert created(content) == [*["2022-03-10T00:00:00Z"] * 2, "(1980, 1, 1, 0, 0, 0)"]


def test_a_form_without_a_date_holds_no_clock_either() -> None:
    content = render_workbook(form_of(replace(published.filing("jinzhong-2021"), filed_on=None)))
    assert created(content) == [*[f"{NO_DATE:%Y-%m-%dT%H:%M:%SZ}"] * 2, "(1980, 1, 1, 0, 0, 0)"]
