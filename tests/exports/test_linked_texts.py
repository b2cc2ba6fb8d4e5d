"""The documents print linked values, and keep the code of the text as typed."""

from dataclasses import replace

from selfeval.domain.assessment import assess
from selfeval.domain.files import filing_to_document
from selfeval.domain.verification import content_hash, verification_code
from selfeval.exports.build import build_form
from selfeval.exports.document import Stamp
from tests.fixtures_data.published import filing, framework


def test_the_form_has_the_value_in_place_of_its_mark() -> None:
    rules = framework("jinzhong-2021")
    given = replace(filing("jinzhong-2021"), narratives={"budget_execution": "全年支出{预算执行金额}。"})
    done = assess(rules, given)
    document = build_form(framework=done.framework, filing=done.filing, sheet=done.sheet, stamp=Stamp(status="草稿"))
    (narrative,) = [each for each in document.narratives if each.title == "预算执行情况"]
    assert [each.text for each in narrative.paragraphs] == ["全年支出2,495.17万元。"]
    typed = verification_code(content_hash(filing_to_document(done.framework, given)))
    assert document.stamp.verification_code == typed


def test_the_table_has_the_value_in_place_of_its_mark() -> None:
    rules, code = framework("jinzhong-2021"), "process.budget_execution.completion_rate"
    given = filing("jinzhong-2021")
    entry = replace(given.entry(code), reason="只完成{预算完成率}")
    done = assess(rules, replace(given, indicators={**given.indicators, code: entry}))
    document = build_form(framework=done.framework, filing=done.filing, sheet=done.sheet, stamp=Stamp(status="草稿"))
    (row,) = [row for each in document.sections for group in each.groups for row in group.rows if row.code == code]
    assert "只完成82.00%" in row.analysis
