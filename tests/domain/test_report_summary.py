"""The whole report: its parts in order, every figure in place, nothing of what is not filled, nothing false."""

from dataclasses import replace
from pathlib import Path

import pytest

from selfeval.domain.assessment import assess
from selfeval.domain.files import filing_from_document, read_filing
from selfeval.domain.filing import Filing
from selfeval.domain.report_summary import report_summary
from tests.fixtures_data.published import FILINGS, ROOT, filing, framework

CODE = "process.budget_execution.completion_rate"


def lines_of(given: Filing, slug: str = "jinzhong-2021") -> tuple[str, ...]:
    done = assess(framework(slug), given, texts=False)
    return report_summary(done.framework, done.filing, done.sheet)


def test_the_parts_of_a_summary_with_the_figures_of_the_form() -> None:
    lines = lines_of(filing("jinzhong-2021"))
    text = "\n".join(lines)

    assert lines[0] == "2021年度晋中开发区综合办部门整体支出绩效自评工作总结"
    assert [each for each in lines if each[1:2] == "、"] == [
        "一、自评工作开展情况",
        "二、自评结果概述",
        "三、下一步工作措施",
        "四、附件",
    ]
    assert "年初预算2,424.03万元，预算调整484.00万元" in text
    assert "（二）过程指标分值39分，得分31.00分。" in lines
    assert "1．预算完成率失分2.00分，原因：受疫情影响" in text
    assert "{" not in text


def test_own_indicators_say_target_and_actual() -> None:
    path = Path(ROOT / "fixtures" / "filings" / "general-2022-cost-sample.yaml")
    given = read_filing(framework("general-2022-cost"), path.read_text(encoding="utf-8"))
    text = "\n".join(lines_of(given, "general-2022-cost"))

    assert "3．新建站点。年度目标≥4个，实际1个。" in text
    assert "（二）成本指标分值20分，得分18.33分。" in text


def test_a_reason_with_a_link_is_told_as_it_is_read() -> None:
    given = filing("jinzhong-2021")
    entry = replace(given.entry(CODE), reason="只完成{预算完成率}")
    text = "\n".join(lines_of(replace(given, indicators={**given.indicators, CODE: entry})))

    assert "原因：只完成82.00%。" in text


def test_of_an_empty_form_only_blanks() -> None:
    empty = {"format": "selfeval-filing/1", "framework": "jinzhong-2021", "fiscal_year": "2021"}
    text = "\n".join(lines_of(filing_from_document(framework("jinzhong-2021"), empty)))

    assert "万元" not in text
    assert "自评结果：____。" in text
    assert "二是____。" in text


@pytest.mark.parametrize("name", FILINGS)
def test_the_report_states_nothing_that_the_checks_deny(name: str) -> None:
    given = filing(name)
    text = "\n".join(lines_of(given))
    found = assess(framework("jinzhong-2021"), replace(given, narratives={"performance_analysis": text})).findings
    accused = {each.check for each in found if each.where and each.where[0] == "narratives.performance_analysis"}

    assert accused <= {"linked_values_are_filled"}
