"""Linked values: what a mark is, what stands in its place, and that the table is never contradicted."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.files import filing_from_document, filing_to_document
from selfeval.domain.filing import Filing
from selfeval.domain.narrative.link_suggestions import link_suggestions
from selfeval.domain.narrative.link_values import LinkValues, link_values
from selfeval.domain.narrative.links import mark_of, pieces, resolved, with_links_resolved
from tests.domain.one_own_indicator import assessed_rows, own_framework, row
from tests.fixtures_data.published import filing, framework

RULES = framework("jinzhong-2021")
FULL = filing("jinzhong-2021")
BOX = "budget_execution"


def values_of(given: Filing) -> LinkValues:
    assessment = assess(RULES, given, texts=False)
    return link_values(assessment.framework, given, assessment.sheet)


VALUES = values_of(FULL)
BRACED = values_of(replace(FULL, department=replace(FULL.department, name="{年度")))


def told(text: str, given: Filing = FULL) -> list[str]:
    """What is found about the marks and blanks of `text`."""
    found = assess(RULES, replace(given, narratives={BOX: text})).findings
    return [each.message for each in found if each.check == "linked_values_are_filled"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("{预算执行金额}", "2,495.17万元"),
        ("｛预算执行金额｝", "2,495.17万元"),
        ("{ 预算执行金额 }", "2,495.17万元"),
        ("{actual_expenditure}", "2,495.17万元"),
        ("{预算执行金额|元}", "24,951,700.00元"),
        ("{预算执行金额｜亿元}", "0.249517亿元"),
        ("{预算执行金额|亿元|2位}", "0.25亿元"),
        ("{预算执行金额|0位}", "2,495万元"),
        ("{预算完成率}", "82.00%"),
        ("{process.budget_execution.completion_rate}", "82.00%"),
        ("{预算完成率|1位小数}", "82.0%"),
        ("{本年三公经费实际支出}", "31.69万元"),
        ("{编制数}人", "51人"),
        ("{过程得分}", "31.00分"),
        ("{过程分值}", "39分"),
        ("{资产管理·管理制度健全性得分}", "3.00分"),
        ("{综合得分}，{评价等次}", "92.00分，优"),
        ("{年度}年", "2021年"),
        ("{项目支出决算明细合计}", "2,198.03万元"),
        ("{固定资产总额}", "____"),
        ("{没有这一项}", "{没有这一项}"),
        ("{预算完成率|元}", "{预算完成率|元}"),
        ("{ {预算执行金额} }", "{ {预算执行金额} }"),
        ("{预算执行\n金额}", "{预算执行\n金额}"),
        ("没有链接的文字〔2021〕12号【一】", "没有链接的文字〔2021〕12号【一】"),
    ],
)
def test_a_mark_is_read_as_its_value(typed: str, read: str) -> None:
    assert resolved(typed, VALUES) == read


@given(st.text(alphabet="{}｛｝|\n元年度预算执行金额完成率1位 "))
def test_resolving_twice_is_resolving_once(text: str) -> None:
    once = resolved(text, VALUES)
    assert resolved(once, VALUES) == once


@given(st.lists(st.sampled_from(["{", "}", "{年度}", "{预算执行金额|元}", "{单位名称}", "年度", "\n", "{2021}"])))
def test_resolving_twice_is_resolving_once_among_marks(parts: list[str]) -> None:
    once = resolved("".join(parts), BRACED)
    assert resolved(once, BRACED) == once


@given(st.text().filter(lambda text: not set(text) & set("{}｛｝")))
def test_a_text_without_marks_is_itself(text: str) -> None:
    assert resolved(text, VALUES) == text


@given(st.text(alphabet="{}年度预算执行金额，\n"))
def test_the_pieces_cover_the_text(text: str) -> None:
    found = list(pieces(text, VALUES))
    assert "".join(text[each.start : each.end] for each in found) == text
    assert "".join(each.text for each in found) == resolved(text, VALUES)


def test_every_mark_finds_its_own_value() -> None:
    assert len({each.name for each in VALUES.values}) == len(VALUES.values)
    for each in VALUES.values:
        (piece,) = pieces(mark_of(each), VALUES)
        assert piece.value == each


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    (words,) = told("全年支出{预算执行金}。")
    assert words == (
        "文中“{预算执行金}”不能换成数据：自评表里没有“预算执行金”这一项，是不是“预算执行金额”“预算执行得分”“预算执行失分”"
    )
    assert "用不上" in told("全年支出{预算完成率|元}。")[0]


def test_what_is_not_filled_is_a_blank_and_told() -> None:
    assert told("资产总额{固定资产总额}。") == ["文中“{固定资产总额}”还是空白：固定资产总额没有填，或者还算不出来"]
    assert told("主要职能：____。") == ["文中有一处“____”还空着，请写上内容或删去"]
    assert told("全年支出{预算执行金额}。") == []


def test_the_place_is_in_the_text_as_read() -> None:
    text = "支出{预算执行金额}，资产{固定资产总额}。"
    found = assess(RULES, replace(FULL, narratives={BOX: text})).findings
    (blank,) = [each for each in found if each.check == "linked_values_are_filled"]
    assert blank.offset == resolved(text, VALUES).index("____")


@pytest.mark.parametrize("amount", ["24951700", "1", "999999999.99", "0"])
def test_a_linked_value_never_contradicts_the_table(amount: str) -> None:
    text = "年初预算{年初预算金额}，全年预算数{全年预算数}，支出合计{预算执行金额}（{预算执行金额|元}），{预算完成率}。"
    given = replace(
        FULL,
        fields={**FULL.fields, "actual_expenditure": Decimal(amount), "original_budget": Decimal(amount) + 1},
        narratives={BOX: text},
    )
    checks = {each.check for each in assess(RULES, given).findings if each.where[:1] == (f"narratives.{BOX}",)}
    assert not checks & {"narrative_amounts_match_figures", "narrative_rates_recompute", "linked_values_are_filled"}


def test_the_limit_counts_what_is_read() -> None:
    most = next(each.max_chars for each in RULES.narratives if each.code == BOX)
    assert most is not None
    mark = "{本年“三公”经费实际支出}"
    fitting = mark * (most // len("31.69万元"))
    assert len(fitting) > most
    found = {each.check for each in assess(RULES, replace(FULL, narratives={BOX: fitting}), texts=False).findings}
    assert "narrative_within_limits" not in found
    found = {
        each.check for each in assess(RULES, replace(FULL, narratives={BOX: fitting + mark}), texts=False).findings
    }
    assert "narrative_within_limits" in found


def test_a_frozen_filing_reads_the_same_again() -> None:
    given = replace(FULL, narratives={BOX: "全年支出{预算执行金额}，完成{预算完成率}。"})
    again = filing_from_document(RULES, filing_to_document(RULES, given))
    assert again.narratives == given.narratives

    def read(assessment: Assessment) -> Filing:
        return with_links_resolved(assessment.framework, assessment.filing, assessment.sheet)

    assert read(assess(RULES, again)).narratives == {BOX: "全年支出2,495.17万元，完成82.00%。"}
    assert read(assess(RULES, again)) == read(assess(RULES, given))


def test_a_typed_figure_is_offered_as_a_link() -> None:
    text = "支出24951700元，年末结余547.84万元，编制51名，在职人员51人，完成率82.00%，已链接{预算执行金额}。"
    found = link_suggestions(text, VALUES)
    assert [(each.quote, each.mark) for each in found] == [
        ("24951700元", "{预算执行金额|元}"),
        ("547.84万元", "{年末结余金额}"),
        ("51名", "{编制数}名"),
        ("51人", "{在职人员数}人"),
        ("82.00%", "{预算完成率}"),
    ]
    for each in found:
        number = resolved(each.mark, VALUES).replace(",", "").replace(".00元", "元")
        assert number == each.quote.replace(",", "")


@pytest.mark.parametrize(
    "text", ["培训51人", "满意度100%", "支出2495万元", "约547.84万元", "人员经费18.23万元", "第2,495.17号"]
)
def test_what_may_be_something_else_is_not_offered(text: str) -> None:
    assert link_suggestions(text, VALUES) == ()


CODE = "process.budget_execution.completion_rate"


def test_texts_of_indicators_are_linked_like_any_other() -> None:
    entry = replace(
        FULL.entry(CODE),
        analysis="支出{预算执行金额}。",
        reason="完成{预算完成率}，低于要求。",
        measure="压减{没有的数}。",
    )
    done = assess(RULES, replace(FULL, indicators={**FULL.indicators, CODE: entry}))
    read = with_links_resolved(done.framework, done.filing, done.sheet).entry(CODE)
    assert (read.analysis, read.reason) == ("支出2,495.17万元。", "完成82.00%，低于要求。")
    assert done.filing.entry(CODE) == entry
    (told,) = [each for each in done.findings if each.check == "linked_values_are_filled"]
    assert told.where == (f"indicators.{CODE}.measure",)


def test_a_reason_is_as_long_as_it_is_read() -> None:
    given = replace(FULL.entry(CODE), reason="{年度}{年度}")
    done = assess(RULES, replace(FULL, indicators={**FULL.indicators, CODE: given}))
    (told,) = [
        each
        for each in done.findings
        if each.check == "reasons_are_substantive" and each.where == (f"indicators.{CODE}.reason",)
    ]
    assert told.found == "20212021"


def test_own_indicators_are_linked_too() -> None:
    done = assessed_rows(own_framework(), row(actual="90", reason="{年度}年报名的人少，只办{某项得分}的场次。"))
    (own,) = with_links_resolved(done.framework, done.filing, done.sheet).own_indicators
    assert own.entry.reason == "2021年报名的人少，只办9.00分的场次。"
