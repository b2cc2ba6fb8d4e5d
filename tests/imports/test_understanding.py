"""What forms say: the head, the figures, the indicator table, the texts; and what is not sure is told."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from selfeval.domain.filing import Item, TargetSign
from selfeval.imports import Understood
from tests.imports.samples import FIVE, PAGE_2020, understood, word, workbook

HEAD = ("部门整体支出绩效自评表", "（2021年度）", "单位名称：示例县某局        填报日期：2022年3月9日")
NAMES = ("completion_rate", "fixed_asset_utilisation_rate", "social_benefit", "ecological_benefit")


def of_word() -> Understood:
    return understood("旧表.docx", word(*HEAD, FIVE))


def of_book() -> Understood:
    return understood("旧表.xlsx", workbook(表=[*([line] for line in HEAD), *FIVE]))


def of_text() -> Understood:
    rows = "\n\n".join("\n".join(f"\t{cell}" for cell in row) for row in FIVE if "\n" not in "".join(row))
    texts = next(row[0] for row in FIVE if "\n" in row[0])
    head, opening, tail = rows.partition("\t填报内容：\n\t\n\t\n\t\n\t\n\n")
    return understood("旧表.txt", "\n".join([*HEAD, "", head + opening, texts, tail]).encode())


EVERY = pytest.mark.parametrize("made", [of_word, of_book, of_text])


@EVERY
def test_the_same_form_says_the_same_in_every_format(made: Callable[[], Understood]) -> None:
    found = made()
    filing = found.filing

    assert found.framework is not None
    assert found.framework.slug == "jinzhong-2021"
    assert (filing.fiscal_year, filing.filed_on, filing.department.name) == (2021, date(2022, 3, 9), "示例县某局")
    assert (filing.department.head, filing.department.phone) == ("甲示例", "0000-0000000")
    figures = {code: value for code, value in filing.fields.items() if code not in found.stated}
    assert figures == {
        "original_budget": Decimal(1_000_000),
        "budget_adjustment": Decimal(200_000),
        "other_adjustment": Decimal(0),
        "actual_expenditure": Decimal(1_100_000),
        "closing_balance": Decimal(100_000),
    }
    assert [each.name for each in filing.evaluators] == ["乙示例"]
    assert [(each.title, each.office) for each in filing.evaluators] == [("科长", "办公室")]


@EVERY
def test_the_indicator_table(made: Callable[[], Understood]) -> None:
    found = made()
    entries = {code.rpartition(".")[2]: entry for code, entry in found.filing.indicators.items()}

    assert tuple(entries) == NAMES
    assert [entries[name].set_points for name in NAMES] == [None, Decimal(1), Decimal(10), None]
    assert [entries[name].self_score for name in NAMES] == [Decimal(1), Decimal(0), Decimal(10), None]
    assert [entries[name].is_applicable for name in NAMES] == [True, True, True, False]
    assert entries["completion_rate"].analysis == "110÷120＝91.67%"
    assert entries["social_benefit"].points == Decimal(10)
    assert (found.summary["total"], found.summary["grade"]) == ("92.00", "优")
    assert any("没有读到这22项指标" in each.why for each in found.not_understood)


@EVERY
def test_the_texts_and_what_they_state(made: Callable[[], Understood]) -> None:
    found = made()

    assert {code: text.strip() for code, text in found.filing.narratives.items()} == {
        "mandate": "负责一方事务。",
        "staffing": "在职人员12人，编制数12人。",
    }
    assert found.stated == {"staff_on_post", "authorised_posts"}
    assert found.filing.fields["staff_on_post"] == 12
    for each in found.passages:
        place = each.placed.origin(0)
        assert found.raw.text[place : place + 4] == each.passage.text[:4]
    missing = {each.words for each in found.not_understood if "标题" in each.why}
    assert missing == {"预算执行情况", "部门整体支出绩效评价分析", "其他"}


@EVERY
def test_blank_boxes_are_told(made: Callable[[], Understood]) -> None:
    assert {blank.box for blank in made().blanks} == {"fields.opening_carryover"}


def test_a_form_of_2020_with_its_own_indicators() -> None:
    found = understood("旧表.docx", word("部门整体支出绩效自评表", "（2022年度）", "金额单位：万元", PAGE_2020))

    assert found.framework is not None
    assert found.framework.slug == "general-2020"
    assert found.filing.fields["full_year_budget"] == Decimal("12005000.00")
    assert found.filing.fields["actual_expenditure_appropriation"] == Decimal(11_000_000)
    assert found.filing.narratives == {
        "expected_goals": "完成三项改造，惠及2000户。",
        "achieved_goals": "三项全部完成，截至目前惠及1800户。",
    }
    assert found.not_understood == ()
    own = found.filing.own_indicators
    assert [(each.under, each.group) for each in own] == [
        ("outputs", "数量指标"), ("outputs", "数量指标"), ("outputs", "质量指标"),
        ("effects", "社会效益指标"), ("satisfaction", "服务对象满意度指标"),
    ]  # fmt: skip
    assert [each.name for each in own] == ["改造小区数", "培训人次", "验收合格率", "惠及户数", "居民满意度"]
    assert [each.sign for each in own] == [TargetSign.AT_LEAST] * 5
    assert [each.entry.self_score for each in own] == [25, 10, 15, 27, 10]
    assert (own[1].target, own[1].actual, own[1].unit) != (None, None, "")
    assert own[2].target is not None
    assert own[2].target.is_percent
    assert own[3].entry.reason.startswith("两个小区")
    assert found.filing.indicators["execution.execution_rate"].self_score == Decimal("9.16")


def test_money_is_read_in_the_unit_the_form_names() -> None:
    def original(*rows: tuple[str, str], note: str = "") -> object:
        found = understood("a.docx", word("自评表", "2021年度", note, rows), slug="jinzhong-2021")
        return found.filing.fields.get("original_budget")

    assert original(("年初预算金额（元）", "1,234.56")) == Decimal("1234.56")
    assert original(("年初预算金额", "1234.56"), note="单位：元") == Decimal("1234.56")
    assert original(("年初预算金额", "3万元")) == Decimal(30_000)
    assert original(("年初预算金额", "12.3.4")) is None


def test_what_is_not_sure_is_told() -> None:
    rows = [("年初预算金额", "100"), ("预算执行金额", "约9成9")]
    found = understood("a.docx", word("自评表", "我们在2020年和2020年做了很多。", rows), slug="jinzhong-2021")
    told = {each.words: each.why for each in found.not_understood}

    assert "没有写金额单位" in told["100"]
    assert "应是一个数" in told["约9成9"]
    assert "没有写是哪个年度" in told["2020年"]


def test_lists_in_a_text_become_rows() -> None:
    text = (
        "三、预算执行情况\n年初预算100万元。项目支出预算60万元（其中：修路30万元；绿化20万元；照明10万元）。\n"
        "支出合计90万元，其中：基本支出40万元，项目支出50万元。项目支出50万元，修路30万元，照明12万元，看护8万元。"
    )
    rows = [row for row in FIVE if row[0] not in ("填报内容：",) and "\n" not in row[0]]
    found = understood("a.docx", word(*HEAD, rows, text))

    def items(code: str) -> list[tuple[str, Decimal]]:
        stored = found.filing.fields[code]
        assert isinstance(stored, tuple)
        return [(each.label, each.amount) for each in stored if isinstance(each, Item)]

    assert items("project_budget_items") == [("修路", 300_000), ("绿化", 200_000), ("照明", 100_000)]
    assert items("project_actual_items") == [("修路", 300_000), ("照明", 120_000), ("看护", 80_000)]


def test_a_loose_report_is_read_as_a_text() -> None:
    found = understood("报告.docx", word("2023年度某办部门整体绩效自评", "一、概述", "截至目前，完成3项。"))

    assert found.framework is None
    assert found.filing.fiscal_year == 2023
    assert [each.passage.text for each in found.passages] == [found.raw.text]
    assert "没有认出" in found.not_understood[0].why


def test_figures_that_the_framework_does_not_ask_for_are_told_to_be_unread() -> None:
    more = ("", "其中：基本支出", "600.00", "620.50", "620.50", "", "", "")
    page = (*PAGE_2020[:3], more, *PAGE_2020[3:])
    head = ("部门整体支出绩效自评表", "（2022年度）", "金额单位：万元")
    unread = [each for each in understood("旧表.docx", word(*head, page)).not_understood if "没有这一行" in each.why]

    assert [(each.place, each.words) for each in unread] == [
        ("表1第4行第2格", "其中：基本支出　600.00　620.50　620.50")
    ]
    assert not any("没有这一行" in each.why for each in understood("旧表.docx", word(*head, PAGE_2020)).not_understood)
