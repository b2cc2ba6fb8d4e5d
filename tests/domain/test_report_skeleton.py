"""The first text of a narrative: figures as links, blanks for words, nothing of what is not filled."""

from dataclasses import replace

import pytest

from selfeval.domain.assessment import assess
from selfeval.domain.files import filing_from_document
from selfeval.domain.filing import Filing
from selfeval.domain.framework import Framework
from selfeval.domain.narrative.link_values import link_values
from selfeval.domain.narrative.links import pieces
from selfeval.domain.report_skeleton import report_skeleton
from tests.fixtures_data.published import FILINGS, filing, framework

JINZHONG = "jinzhong-2021"


def texts_of(rules: Framework, given: Filing) -> dict[str, str]:
    done = assess(rules, given, texts=False)
    return {each.code: report_skeleton(done.framework, given, done.sheet, each) for each in rules.narratives}


def test_the_figures_stand_as_links() -> None:
    texts = texts_of(framework(JINZHONG), filing(JINZHONG))
    assert "编制数{编制数}人" in texts["staffing"]
    assert "年初预算{年初预算金额}，预算调整{预算调整金额}" in texts["budget_execution"]
    assert "（三）“三公”经费情况" in texts["budget_execution"]
    assert "综合得分{综合得分}" in texts["performance_analysis"]
    assert "预算完成率失分{预算完成率失分}；" in texts["performance_analysis"]
    assert "1．预算完成率失分{预算完成率失分}，原因：" in texts["other"]
    assert "____" in texts["mandate"]


def test_nothing_is_said_of_what_is_not_filled() -> None:
    rules = framework(JINZHONG)
    empty = filing_from_document(rules, {"format": "selfeval-filing/1", "framework": JINZHONG, "fiscal_year": "2021"})
    texts = texts_of(rules, empty)
    assert texts["budget_execution"] == "预算执行中的主要做法：____。"
    assert "综合得分" not in texts["performance_analysis"]
    given = filing(JINZHONG)
    without = replace(given, fields={code: each for code, each in given.fields.items() if "three_public" not in code})
    assert "三公" not in texts_of(rules, without)["budget_execution"]


@pytest.mark.parametrize("name", FILINGS)
def test_every_form_gets_texts_that_hold(name: str) -> None:
    given = filing(name)
    rules = framework(given.framework.partition("@")[0])
    texts = texts_of(rules, given)
    done = assess(rules, replace(given, narratives=texts))
    values = link_values(done.framework, given, done.sheet)
    for text in texts.values():
        assert text
        assert not [piece for piece in pieces(text, values) if piece.fault or piece.is_blank]
    accused = {each.check for each in done.findings if each.where and each.where[0].startswith("narratives.")}
    assert accused <= {"linked_values_are_filled"}


def test_a_short_box_gets_as_many_lines_as_fit() -> None:
    done = assess(framework(JINZHONG), filing(JINZHONG), texts=False)
    narrative = replace(done.framework.narratives[4], max_chars=60)
    text = report_skeleton(done.framework, done.filing, done.sheet, narrative)
    assert text.startswith("（一）存在问题")
    assert "（二）" not in text


def test_the_analysis_goes_by_group_with_every_figure_and_score() -> None:
    text = texts_of(framework(JINZHONG), filing(JINZHONG))["performance_analysis"]
    lines = text.splitlines()
    assert lines[lines.index("（二）过程指标情况") + 1] == "1．预算执行"
    assert "预算执行金额{预算执行金额}，全年预算数{全年预算数}，预算完成率{预算完成率}。" in lines
    assert "全年预算数{全年预算数}，3月末累计支出{3月末累计支出}，6月末累计支出{6月末累计支出}，" in text
    assert "此项分值{预算执行分值}，得分{预算执行得分}。" in lines
    assert "过程指标合计分值{过程分值}，得分{过程得分}。" in lines


def test_a_box_for_a_whole_summary_gets_one() -> None:
    done = assess(framework(JINZHONG), filing(JINZHONG), texts=False)
    narrative = replace(done.framework.narratives[0], title="部门整体支出绩效自评工作总结", max_chars=None)
    text = report_skeleton(done.framework, done.filing, done.sheet, narrative)
    assert "综合得分{综合得分}，评价等次为“{评价等次}”。" in text
    parts = [line for line in text.splitlines() if line[1:2] == "、"]
    assert parts == ["一、自评工作开展情况", "二、自评结果概述", "三、下一步工作措施", "四、附件"]
