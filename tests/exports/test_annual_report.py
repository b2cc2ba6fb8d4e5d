"""A year's report in Word and PDF: its sentences and tables say the sums, its drawings say what they show."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pypdfium2
import pytest
from docx import Document
from PIL import Image

from selfeval.domain.amounts import number_text
from selfeval.domain.annual import Year
from selfeval.domain.annual_tally import Score, Tally
from selfeval.domain.workflow import State
from selfeval.exports import annual_report as module
from selfeval.exports.annual_drawings import bars_svg, columns_svg, picture_of, scatter_svg
from selfeval.exports.annual_execution import arranged
from selfeval.exports.annual_report import annual_report
from selfeval.exports.report_document import Picture, Report, Table, Text
from selfeval.exports.report_pdf import report_pdf
from selfeval.exports.report_word import report_docx
from tests.exports.pdf_text import text_of
from tests.factories import domain_framework
from tests.generated_year import CHOSEN, generated_head, generated_year

HEAD = generated_head(domain_framework())
DAY = date(2022, 6, 1)


@pytest.fixture(scope="module")
def whole() -> tuple[Report, Tally]:
    return annual_report(generated_year(HEAD, 40), author="财政局", made_on=DAY)


def made(year: Year) -> Report:
    return annual_report(year, author="财政局", made_on=DAY)[0]


def words(report: Report) -> str:
    return "\n".join(block.text for block in report.blocks if isinstance(block, Text))


def tables(report: Report) -> dict[str, Table]:
    return {block.caption: block for block in report.blocks if isinstance(block, Table)}


def cells(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def test_it_says_who_reported_and_names_who_did_not(whole: tuple[Report, Tally]) -> None:
    report, tally = whole
    year = generated_year(HEAD, 40)
    waiting = [each for each in year.unfiled if not each.is_exempt]
    assert f"已报送{tally.reported}家" in words(report)
    assert f"未报送的单位{len(waiting)}家：" in words(report)
    for unit in waiting:
        assert f"{unit.name}（{unit.why}）" in words(report)
    assert report.title == "2021年度部门整体支出绩效自评情况报告"
    assert report.subtitle == ""


def test_tables_add_up(whole: tuple[Report, Tally]) -> None:
    report, tally = whole
    found = tables(report)
    for caption in ("各等次单位数", "得分分布"):
        *rows, total = cells(found[caption])
        assert sum(int(row[1]) for row in rows) == int(total[1])
    *rows, total = cells(found["失分最多的指标"])
    for column in (1, 2):
        assert sum(number(row[column]) for row in rows) == number(total[column])
    *rows, total = cells(found["各单位得分和预算执行情况"])
    assert len(rows) == tally.reported
    for column in (2, 3):
        assert sum(number(row[column]) for row in rows) == number(total[column])
    money = {row[0]: number(row[1]) for row in cells(found["金额汇总"])}
    assert (money["全年预算数"], money["预算执行金额"]) == (number(total[2]), number(total[3]))
    mean = tally.totals[Score.COUNTED].mean
    assert mean is not None
    assert f"平均{number_text(mean, 2)}分" in words(report)


def test_drawings_say_what_they_show(whole: tuple[Report, Tally]) -> None:
    pictures = [block for block in whole[0].blocks if isinstance(block, Picture)]
    assert [each.caption for each in pictures] == ["等次分布", "预算执行率与得分", "失分最多的指标（分）"]
    assert all(len(each.alt) > 10 for each in pictures)
    for each in pictures:
        image = Image.open(BytesIO(each.png)).convert("L")
        assert image.width > 1000
        # Something is drawn: dark and light.
        dark, light = image.getextrema()
        assert dark < 120 < 240 < light


def test_word_and_pdf_have_the_same_tables_and_words(whole: tuple[Report, Tally]) -> None:
    report = whole[0]
    paper = Document(BytesIO(report_docx(report)))
    assert len(paper.tables) == len(tables(report))
    assert len(paper.inline_shapes) == 3
    headings = [each.text for each in paper.paragraphs if each.style.name == "Heading 1"]
    assert headings == [
        "一、自评开展情况",
        "二、得分和等次情况",
        "三、预算安排和执行情况",
        "四、主要失分情况",
        "五、整改情况",
        "附表　各单位得分和预算执行情况",
    ]
    content = report_pdf(report)
    assert len(pypdfium2.PdfDocument(content)) > 4
    text = "".join(text_of(content).split())
    for heading in headings:
        assert "".join(heading.split()) in text
    for row in cells(tables(report)["各单位得分和预算执行情况"]):
        assert row[2] in text


def test_a_filtered_report_says_so() -> None:
    year = replace(generated_year(HEAD, 12), chosen=replace(CHOSEN, grade="良", department="主管局及所属单位"))
    report = made(year)
    assert report.subtitle == "（部门：主管局及所属单位；等次：良）"
    assert "本报告按“部门：主管局及所属单位；等次：良”筛选，共12家单位" in words(report)


def test_a_year_of_nobody_says_so() -> None:
    report = made(generated_year(HEAD, 0))
    assert not tables(report)
    for said in ("没有符合条件的单位", "没有得分", "没有已报送的金额", "没有失分可分析", "没有下达整改事项"):
        assert said in words(report)


def test_a_framework_without_amounts_has_no_execution() -> None:
    report = made(generated_year(generated_head(domain_framework("xinshao-2017")), 6))
    assert "全年预算数合计" not in words(report)
    assert "全年预算数" not in {column.head for table in tables(report).values() for column in table.columns}


def test_many_units_are_left_to_the_workbook_aloud(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_LISTED", 3)
    report = made(generated_year(HEAD, 12))
    assert "各单位得分和预算执行情况" not in tables(report)
    assert "超过3家，逐家的数据见年度报告工作簿" in words(report)


def test_nothing_lost_is_said() -> None:
    year = generated_year(HEAD, 3)
    unit = replace(
        next(each for each in generated_year(HEAD, 30).units if each.state is State.FINALISED), scores=(), own=()
    )
    assert "已报送的单位没有失分" in words(made(replace(year, units=[unit])))


def test_drawings_escape_what_people_typed(whole: tuple[Report, Tally]) -> None:
    svg = bars_svg([("<image href='file:///etc/passwd'/>", Decimal(1), "&")])
    assert "<image" not in svg
    assert "&lt;image" in svg
    usual, _, _ = arranged(whole[1].points)
    odd = [replace(usual[0], name="<a>")]
    assert "&lt;a&gt;" in scatter_svg(usual, odd, named=1)
    assert "&lt;b" in columns_svg([("<b>", 3)])
    assert picture_of(columns_svg([("一", 0)])).startswith(b"\x89PNG")
