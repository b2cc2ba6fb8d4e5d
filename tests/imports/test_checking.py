"""The findings on old forms made here: each at its place, and none where all is well."""

from collections.abc import Sequence

from selfeval.domain.findings import Finding
from selfeval.imports import Understood, check_understood
from tests.imports.samples import FIVE, PAGE_2020, understood, word
from tests.imports.test_understanding import HEAD

MENDED = {"上年结转金额（万元）": {1: "0"}, "固定资产利用率": {2: "4", 4: "3.5"}}


def rows(changes: dict[str, dict[int, str]]) -> list[list[str]]:
    return [[changes.get(row[0], {}).get(at, cell) for at, cell in enumerate(row)] for row in FIVE]


def checked(*parts: str | Sequence[Sequence[str]]) -> tuple[Understood, tuple[Finding, ...]]:
    found = understood("旧表.docx", word(*parts))
    return found, check_understood(found)


def names(findings: tuple[Finding, ...]) -> list[str]:
    return [each.check for each in findings]


def test_a_form_where_all_holds_gives_nothing() -> None:
    assert checked(*HEAD, rows(MENDED))[1] == ()


def test_blanks_moved_points_and_wrong_balances() -> None:
    wrong = {"预算执行金额（万元）": {3: "12"}, "评价结果等次": {1: ""}}
    found, findings = checked(*HEAD, rows(wrong))

    assert names(findings) == [
        "required_fields_filled", "required_fields_filled", "closing_balance_adds_up",
        "points_not_moved_off_failing_indicators",
    ]  # fmt: skip
    assert [each.where[0] for each in findings[:2]] == ["fields.opening_carryover", "grade"]
    assert (findings[2].expected, findings[2].found) == ("10.00", "12.00")
    assert found.place_of(findings[2]) == "表1第4行第4格"


def test_a_text_finding_counts_in_the_original_text() -> None:
    text = "三、预算执行情况\n“三公经费”预算10万元，实际支出8万元，节约3万元。"
    found, findings = checked(*HEAD, rows(MENDED)[:4], text, rows(MENDED)[6:])
    finding = next(each for each in findings if each.check == "narrative_arithmetic_holds")

    assert finding.quote is not None
    assert finding.offset is not None
    assert found.raw.text[finding.offset : finding.offset + len(finding.quote)] == finding.quote
    assert finding.quote.endswith("节约3万元")
    assert finding.where[0] == "narratives.budget_execution"


def test_a_stated_row_without_a_budget_is_quoted() -> None:
    text = (
        "三、预算执行情况\n项目支出预算60万元（其中：修路30万元；绿化20万元；照明10万元）。\n"
        "项目支出决算50万元，其中：修路30万元，照明12万元，看护8万元。"
    )
    found, findings = checked(*HEAD, rows(MENDED)[:4], text, rows(MENDED)[6:])
    finding = next(each for each in findings if each.check == "spending_items_were_budgeted")

    assert finding.quote == "看护8万元"
    assert finding.offset == found.raw.text.index("看护8万元")
    assert finding.found == "8.00"


def test_prose_under_no_title_is_checked_too() -> None:
    prose = "本单位另有情况需要说明：截至目前，各项工作进展顺利，下一步继续抓好落实，力争圆满。"
    _, findings = checked(*HEAD, prose, rows(MENDED))

    assert [(each.check, each.where) for each in findings] == [("period_is_the_year", ("text",))]


def test_own_indicators_of_a_form_of_2020() -> None:
    found, findings = checked("部门整体支出绩效自评表", "（2022年度）", "金额单位：万元", PAGE_2020)

    assert names(findings) == ["overachievement_explained", "satisfaction_has_survey", "period_is_the_year"]
    assert findings[2].offset == found.raw.text.index("截至目前")
    assert findings[0].found == "142.40%"


def test_without_a_year_no_period_is_accused() -> None:
    _, findings = checked("某办绩效自评", "截至目前，完成3项。")

    assert findings == ()
