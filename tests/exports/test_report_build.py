"""What stands in a report: the structure of both published examples, every figure and every text of the form."""

import html
import re
from collections import Counter
from dataclasses import replace

import pytest

from selfeval.domain.files import FileFaults, read_filing
from selfeval.exports.document import MISSING, FormDocument, Stamp
from selfeval.exports.report_html import report_html
from selfeval.exports.report_structure import FOLDER, read_structure, structure_of, structures
from tests.exports import scored_frameworks
from tests.exports.real_forms import DRAFT, with_entry, with_narrative
from tests.exports.reports import STRUCTURES, all_text, generated, outline, report_of, table_after, word_of
from tests.fixtures_data import published

PARTS = [
    "一、单位职能概况",
    "二、单位人员情况",
    "  ▪ 表1　人员情况",
    "三、预算执行情况",
    "  ▪ 表2　资金情况",
    "  ▪ 表3　有关明细",
    "  ▪ 表4　有关比率",
    "四、部门整体支出绩效评价分析",
    "  ▪ 表5　各级指标得分",
    "  ▪ 表6　绩效指标得分明细",
    "  ▪ 表7　失分指标、原因和措施",
    "五、其他",
    "  ▪ 表8　评价人员",
]
SUMMARY = [
    "一、自评工作开展情况",
    "  （一）单位职能概况",
    "  （二）单位人员情况",
    "  （三）部门整体支出绩效评价分析",
    "  （四）预算安排和执行情况",
    "  ▪ 表1　资金情况",
    "  ▪ 表2　有关比率",
    "  （五）年度工作和有关数据",
    "  ▪ 表3　人员情况",
    "  （六）自评组织情况",
    "  ▪ 表4　评价人员",
    "二、自评结果概述",
    "  ▪ 表5　各级指标得分",
    "  （一）失分情况",
    "  ▪ 表6　失分指标、原因和措施",
    "三、下一步工作措施",
    "四、附件",
    "  ▪ 表7　绩效指标得分明细",
    "  ▪ 表8　有关明细",
]
# Frameworks of every make, each with another seed: with and without texts, own indicators, tables, grades of groups.
CHANCES = [(name, seed, STRUCTURES[seed % 2]) for seed, name in enumerate(scored_frameworks.NAMES)]

# The shipped frameworks that ask for texts.
WITH_TEXTS = (
    "chongqing-2021",
    "general-2020",
    "general-2022-cost",
    "hubei-2020",
    "jinzhong-2021",
    "mof-2013",
    "sichuan-2023-project",
)


@pytest.mark.parametrize(("structure", "bones"), [("parts", PARTS), ("summary", SUMMARY)])
def test_the_real_form_gives_the_structure_of_its_example(structure: str, bones: list[str]) -> None:
    _, report = report_of(published.filing("jinzhong-2021"), structure)
    assert outline(word_of(report)) == bones


def scores(form: FormDocument) -> list[list[str]]:
    """Name, points and score of every row of the form's table, sums included, as the report should have them."""
    rows = []
    for section in form.sections:
        sums = section.subtotal
        rows.append([section.name, sums.set_points.text, sums.self_score.text])
        for group in section.groups:
            rows += [[group.name]] if group.name else []
            rows += [[row.name, row.scores.set_points.text, row.scores.self_score.text] for row in group.rows]
    return [*rows, ["综合得分", form.total.set_points.text, form.total.self_score.text]]


@pytest.mark.parametrize(("name", "seed", "structure"), CHANCES)
def test_word_has_every_number_of_the_form(name: str, seed: int, structure: str) -> None:
    form, report = generated(name, seed, structure)
    document = word_of(report)
    table = table_after(document, "绩效指标得分明细")
    assert [row[:3] for row in table[1:]] == scores(form)
    assert table[-1][-1] == f"评价结果等次：{form.grade.text}"
    analyses = [row.analysis for row in form.rows]
    assert [row[4] for row in table[1:] if len(row) == 5 and row[4] in analyses] == analyses
    cells = Counter(cell for each in document.tables for row in each.rows for cell in (c.text for c in row.cells))
    figures = Counter(fact.cell.text for fact in form.working_paper.figures if fact.cell.text != MISSING)
    figures += Counter(row.rate.text for row in form.working_paper.rows if row.rate.text != MISSING)
    assert not figures - cells


@pytest.mark.parametrize(("name", "seed", "structure"), CHANCES)
def test_paper_says_what_word_says(name: str, seed: int, structure: str) -> None:
    _, report = generated(name, seed, structure)
    body = report_html(report).partition('<h1 class="title">')[2]
    told = html.unescape(re.sub(r"<[^>]+>", "", body)).replace("\u200b", "")
    assert "".join(told.split()) == all_text(word_of(report))


@pytest.mark.parametrize("structure", STRUCTURES)
@pytest.mark.parametrize("name", WITH_TEXTS)
def test_no_text_of_any_framework_is_lost(name: str, structure: str) -> None:
    form, report = generated(name, 0, structure)
    text = all_text(word_of(report))
    for each in scored_frameworks.framework_of(name).narratives:
        assert text.count(f"{each.title}写了这些，综合得分") == 1
    assert "{综合得分}" not in text
    assert form.title


def test_what_was_lost_is_summed_and_explained() -> None:
    form, report = report_of(published.filing("jinzhong-2021"))
    table = table_after(word_of(report), "失分指标、原因和措施")
    assert [row[:4] for row in table[1:-1]] == [
        ["预算完成率", "2", "0.00", "2.00"],
        ["预算调整率", "2", "0.00", "2.00"],
        ["支付进度率", "2", "0.00", "2.00"],
        ["资产管理安全性", "4", "3.00", "1.00"],
        ["固定资产利用率", "1", "0.00", "1.00"],
    ]
    assert table[-1][:2] == ["合计", "8.00"]
    assert table[1][4].startswith("受疫情影响")
    assert table_after(word_of(report), "各级指标得分")[-1] == ["综合得分", "100", "92.00", "8.00"]
    assert form.total.self_score.text == "92.00"


def test_a_half_empty_draft_says_what_is_missing_and_a_frozen_one_only_where() -> None:
    filing = published.filing("half-filled-2021")
    _, draft = report_of(filing, stamp=DRAFT)
    text = all_text(word_of(draft))
    assert outline(word_of(draft))[-1] == "尚未填写的内容"
    for words in (
        "项：年末结余金额、",
        "2.文字3项：预算执行情况（必填）、",
        "失分的原因4项：预算完成率、",
        "尚有17项指标没有得分，暂不评定等次",
        "（未填写）",
    ):
        assert words in text
    assert draft.mark.startswith("草稿　校验码")
    _, frozen = report_of(filing)
    assert "尚未填写的内容" not in all_text(word_of(frozen))
    assert "（未填写）" in all_text(word_of(frozen))


def test_nothing_typed_becomes_anything_but_text() -> None:
    typed = "=1+1\n{=CMD}\n+SUM(A1)\n<w:p/>&amp;]]>\n尾\x00\x1f\ufffe\u202e巴"
    filing = with_narrative(published.filing("jinzhong-2021"), typed)
    filing = with_entry(filing, "process.budget_execution.completion_rate", reason="=HYPERLINK(1)\x07")
    _, report = report_of(filing)
    text = all_text(word_of(report))
    for words in ("=1+1{=CMD}+SUM(A1)<w:p/>&amp;]]>尾巴", "=HYPERLINK(1)"):
        assert words in text


def test_the_unit_keeps_its_own_headings_below_those_of_the_report() -> None:
    typed = "（一）主要问题\n1.进度慢\n支付集中在年末。"
    filing = with_narrative(with_narrative(published.filing("jinzhong-2021"), typed), typed, "mandate")
    own = {each: outline(word_of(report_of(filing, each)[1])) for each in STRUCTURES}
    assert own["parts"][-3:] == ["  （一）主要问题", "    1.进度慢", "  ▪ 表8　评价人员"]
    # Below a heading of level 2 only what is below that.
    assert own["summary"][:3] == ["一、自评工作开展情况", "  （一）单位职能概况", "    1.进度慢"]


def test_remarks_and_the_day_of_filing_stand_at_the_end() -> None:
    stamp = Stamp(status="已提交", is_final=True, remarks=("本表由财政部门代填",), signature="陈示例")
    _, report = report_of(replace(published.filing("jinzhong-2021"), filed_on=None), stamp=stamp)
    last = [each.text for each in word_of(report).paragraphs][-4:]
    assert last == ["本表由财政部门代填。", "晋中开发区综合办", "单位负责人（签章）：陈示例", "年　　月　　日"]


def test_tables_of_the_form_and_matrices_of_money_are_printed() -> None:
    framework = scored_frameworks.framework_of("general-2020")
    text = (published.ROOT / "fixtures/filings/general-2020-sample.yaml").read_text(encoding="utf-8")
    _, report = report_of(read_filing(framework, text), "summary", framework=framework)
    document = word_of(report)
    funds = table_after(document, "资金情况")
    assert funds[:2] == [
        ["资金", "年初预算数", "全年预算数", "全年执行数"],
        ["年度资金总额", "2,480.00", "2,556.71", "2,505.58"],
    ]
    assert [row[0] for row in funds[2:]] == ["其中：本年财政拨款", "上年结转资金", "其他资金"]
    tasks = table_after(document, "年度主要任务")
    assert tasks[1:3] == [["第1项"], ["任务名称", "党建专项"]]
    assert ["执行数·总额", "118.25"] in tasks
    assert tasks.count(["预算数·总额", MISSING]) == 1


def test_frameworks_without_the_texts_have_the_summary() -> None:
    frameworks = {name: scored_frameworks.framework_of(name) for name in scored_frameworks.SHIPPED}
    assert [name for name, each in frameworks.items() if each.narratives] == list(WITH_TEXTS)
    usual = {name: structure_of(each).code for name, each in frameworks.items()}
    assert usual["jinzhong-2021"] == usual["mof-2013"] == "parts"
    assert usual["general-2020"] == usual["hunan-2017"] == "summary"


def test_a_structure_with_faults_is_refused_with_all_of_them() -> None:
    folder = published.ROOT / FOLDER
    text = (folder / "parts.yaml").read_text(encoding="utf-8")
    broken = text.replace("[mandate]}", "[staffing]}").replace("texts: [mandate]", "texts: [staffing, dreams]")
    with pytest.raises(FileFaults) as refused:
        read_structure(broken.replace("tables: [staff]", "tables: [stuff]").replace("report/1", "report/2"))
    told = "\n".join(str(fault) for fault in refused.value.faults)
    for word in ("selfeval-report/1", "stuff", "dreams", "mandate", "staffing"):
        assert word in told
    assert [each.code for each in structures()] == [path.stem for path in sorted(folder.glob("*.yaml"))]
