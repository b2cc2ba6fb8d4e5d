"""From domain values to what is printed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from selfeval.domain.amounts import RoundingMode
from selfeval.domain.files import filing_to_document, read_framework
from selfeval.domain.filing import Filing
from selfeval.domain.framework import Cap, Field, FieldGroup, FieldKind
from selfeval.domain.intervals import parse_interval
from selfeval.domain.scoring import score_sheet
from selfeval.domain.verification import content_hash, verification_code
from selfeval.exports.build import build_form, face_fields
from selfeval.exports.document import MISSING, GradeOf, Stamp, SumOf
from tests.exports.real_forms import FINAL, form_of, real_form, row_of, with_entry, with_narrative
from tests.fixtures_data import published

COMPLETION = "process.budget_execution.completion_rate"
ECONOMIC = "effect.performance_benefit.economic_benefit"


def real() -> Filing:
    return published.filing("jinzhong-2021")


def test_the_block_on_top_is_that_of_the_official_form() -> None:
    document = real_form()
    assert [(fact.label, fact.cell.text) for fact in document.facts] == [
        ("单位负责人", "陈示例"),
        ("单位联系电话", "0354-0000000"),
        ("上年结转金额（万元）", "—"),
        ("年初预算金额（万元）", "2,424.03"),
        ("预算调整金额（万元）", "484.00"),
        ("其他调整资金（万元）", "134.98"),
        ("预算执行金额（万元）", "2,495.17"),
        ("年末结余金额（万元）", "547.84"),
    ]
    assert (document.year_line, document.filed_text, document.money_unit) == ("（2021年度）", "2022年3月10日", "万元")


def test_missing_is_a_dash_and_zero_is_a_number() -> None:
    fields = {**real().fields, "other_adjustment": Decimal(0)}
    del fields["closing_balance"]
    shown = {fact.label: fact.cell for fact in form_of(replace(real(), fields=fields)).facts}
    assert shown["其他调整资金（万元）"].text == "0.00"
    assert shown["其他调整资金（万元）"].value == 0
    assert shown["年末结余金额（万元）"].text == MISSING
    assert shown["年末结余金额（万元）"].value is None


def test_all_26_rows_read_as_the_real_form() -> None:
    document = real_form()
    shown = {
        row.code: (row.scores.reference_points.text, row.scores.set_points.text, row.scores.self_score.text)
        for row in document.rows
    }
    assert shown == {
        code: (reference, MISSING, MISSING) if own is None else (reference, given, f"{own}.00")
        for code, (reference, given, own) in published.ROWS.items()
    }


def test_sections_and_total_add_up() -> None:
    document = real_form()
    sums = {
        section.name: tuple(
            cell.text
            for cell in (section.subtotal.reference_points, section.subtotal.set_points, section.subtotal.self_score)
        )
        for section in document.sections
    }
    assert sums == {
        "投入": ("18", "18", "18.00"),
        "过程": ("40", "39", "31.00"),
        "产出": ("22", "23", "23.00"),
        "效果": ("20", "20", "20.00"),
    }
    total = document.total
    assert (total.reference_points.text, total.set_points.text, total.self_score.text) == ("100", "100", "92.00")
    assert document.grade.text == "优"


def test_the_analysis_is_trace_then_what_the_unit_wrote() -> None:
    text = row_of(real_form(), COMPLETION).analysis
    entry = real().entry(COMPLETION)
    assert text.startswith("预算完成率＝2,495.17÷3,043.01×100%＝82.00%，低于100%")
    assert text.endswith(f"{entry.analysis}。原因：{entry.reason}。改进措施：{entry.measure}。")


def test_lines_of_an_analysis_are_kept() -> None:
    filing = with_entry(real(), COMPLETION, analysis="一是疫情影响；\n\n　二是采购较慢", reason="", measure="")
    assert row_of(form_of(filing), COMPLETION).analysis.split("\n")[1:] == ["二是采购较慢。"]


def test_what_is_not_involved_has_neither_points_nor_score() -> None:
    row = row_of(real_form(), ECONOMIC)
    assert (row.scores.set_points.value, row.scores.self_score.value) == (None, None)
    assert row.analysis.startswith("不涉及此项")
    assert isinstance(real_form().grade.formula, GradeOf)
    assert f"self:{ECONOMIC}" not in real_form().grade.formula.needs


def test_a_form_with_a_missing_score_has_no_grade() -> None:
    document = real_form("half-filled-2021")
    missing = [row.code for row in document.rows if row.scores.self_score.value is None]
    assert missing
    assert document.grade.text == MISSING


def test_the_narrative_is_numbered_and_its_headings_are_known() -> None:
    filing = with_narrative(
        real(), "（一）存在问题\n\n　　支付进度偏慢。\n（二）支付进度偏慢，下一年度将按季度考核。\n"
    )
    part = form_of(filing).narratives[-1]
    assert (part.number, part.title) == (5, "其他")
    assert [(each.text, each.is_heading) for each in part.paragraphs] == [
        ("（一）存在问题", True),
        ("支付进度偏慢。", False),
        ("（二）支付进度偏慢，下一年度将按季度考核。", False),
    ]
    empty = form_of(with_narrative(real(), " \n")).narratives[-1]
    assert [each.text for each in empty.paragraphs] == [MISSING]


def test_the_code_is_that_of_the_filing_unless_the_stamp_has_one() -> None:
    document = filing_to_document(published.framework("jinzhong-2021"), real())
    assert real_form().stamp.verification_code == verification_code(content_hash(document))
    kept = Stamp(verification_code="0123-4567-89AB-CDEF")
    assert real_form(stamp=kept).stamp == kept


def test_the_stamps_date_stands_in_for_the_filings() -> None:
    assert real_form(stamp=replace(FINAL, filed_on=date(2022, 3, 15))).filed_text == "2022年3月15日"
    assert form_of(replace(real(), filed_on=None)).filed_text == MISSING


def test_a_form_without_evaluators_has_one_empty_line() -> None:
    people = form_of(replace(real(), evaluators=())).evaluators
    assert [(each.name, each.title, each.office) for each in people] == [(MISSING, MISSING, MISSING)]


def test_a_cap_limits_the_total_and_is_noted() -> None:
    framework = published.framework("jinzhong-2021")
    cap = Cap(rate=COMPLETION, interval=parse_interval("[80%, 90%)"), total_at_most=Decimal(89))
    capped = replace(framework, caps=(cap,))
    document = build_form(framework=capped, filing=real(), sheet=score_sheet(capped, real()), stamp=FINAL)
    assert document.total.self_score.text == "89.00"
    assert isinstance(document.total.self_score.formula, SumOf)
    assert document.total.self_score.formula.at_most == 89
    assert "综合得分以89分为上限" in document.notes


def test_another_framework_shows_the_figures_of_its_first_group() -> None:
    framework = published.framework("jinzhong-2021")
    kinds = (FieldKind.COUNT, FieldKind.TEXT, FieldKind.MONEY, FieldKind.PERCENT)
    fields = tuple(Field(code=f"own_{kind}", label=str(kind), kind=kind, group="own") for kind in kinds)
    other = replace(framework, fields=fields, field_groups=(FieldGroup(code="own", label="基本数据"),))
    assert [field.code for field in face_fields(other)] == ["own_count", "own_money", "own_percent"]


def test_the_ministrys_framework_builds_a_form_from_nothing() -> None:
    framework = published.framework("mof-2013")
    filing = Filing(framework="mof-2013", fiscal_year=2013)
    document = form_of(filing, framework=framework)
    assert len(document.rows) == 28
    assert document.department == MISSING
    assert document.grade.text == MISSING


def test_a_truncating_framework_prints_truncated_rates() -> None:
    framework = published.framework("jinzhong-2021")
    rounding = replace(framework.rounding, mode=RoundingMode.TRUNCATE)
    document = form_of(real(), framework=replace(framework, rounding=rounding))
    rates = {row.code: row.rate.text for row in document.working_paper.rows}
    assert rates[COMPLETION] == "81.99%"


def test_levels_may_be_left_out() -> None:
    text = """
format: selfeval-framework/1
slug: flat
version: 1
title: 简表
money_unit: yuan
total_points: 100
rounding: {mode: half_up, rate_places: 2, points_places: 2, thresholds_on: exact}
grades: [{name: 优, from: 90}, {name: 差, from: 0}]
field_groups: [{code: budget, label: 资金}]
fields: [{code: original_budget, label: 年初预算, kind: money, group: budget}]
indicators:
  - {code: whole, name: 总体, points: 40, scoring: {kind: manual}}
  - code: parts
    name: 分项
    children:
      - {code: first, name: 第一项, points: 30, scoring: {kind: manual}}
      - {code: second, name: 第二项, points: 30, scoring: {kind: manual}}
"""
    framework = read_framework(text)
    document = form_of(Filing(framework="flat", fiscal_year=2021), framework=framework)
    shape = [
        (section.name, [(group.name, len(group.rows)) for group in section.groups]) for section in document.sections
    ]
    assert shape == [("总体", [("", 1)]), ("分项", [("", 1), ("", 1)])]
