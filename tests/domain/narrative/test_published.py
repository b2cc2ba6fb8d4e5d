"""The two published reports: what is found in them, judged by reading each place, and what holds."""

import re
from dataclasses import replace
from functools import cache

import pytest

from selfeval.domain.checks import TEXT_CHECKS
from selfeval.domain.findings import Finding
from tests.domain.narrative.reading import case_of
from tests.fixtures_data.published import ROOT

FIRST, SECOND = "000_7487b6c98b4f3278.txt", "001_3d2de9ff14beb5b6.txt"
# Check, first words quoted, how many such.
IN_FIRST = {
    ("narrative_amounts_match_figures", "调整预算为2908万元"): 1,
    ("narrative_amounts_match_figures", "2021年度结转结余为16.07万元"): 1,
    ("narrative_amounts_match_figures", "涉及政府采购资金约 239.6万元"): 2,
    ("narrative_arithmetic_holds", "31.69万元"): 1,
    ("rates_are_rounded", "2495.17万元，其中：基本支出297.14万元，占比11.90%"): 1,
    ("rates_are_rounded", "2495.17万元，当年预算3043.01万元，预算完成率81.99%"): 1,
    ("rates_are_rounded", "484万元，当年预算2424万元，预算调整率19.96%"): 1,
    ("rates_are_rounded", "278.91万元"): 1,
    ("rate_base_is_right", "555.04万元，达到全年的22.24%"): 1,
    ("rate_base_is_right", "1038.66万元,达到全年的41.62%"): 1,
    ("rate_base_is_right", "1326.88万元，达到全年的53.18%"): 1,
    ("rate_base_is_right", "1593.26万元，达到全年的63.85%"): 1,
    ("rate_base_is_right", "16.07万元，结转结余率为0.64%"): 1,
    ("period_is_the_year", "截至目前"): 1,
    ("period_is_the_year", "截止目前"): 1,
    ("no_missing_numbers", "现有工作人员名"): 1,
    ("no_doubled_words", "关于关于"): 1,
    ("no_doubled_words", "网络网络"): 1,
    ("no_doubled_words", "的荣誉感"): 1,
    ("numbering_runs_on", "（三）"): 1,
    ("numbering_runs_on", "（6）"): 1,
    ("output_and_effect_texts_differ", "党报党刊发行工作"): 1,
    ("statements_do_not_contradict", "账务数量大于实物数量"): 1,
}
IN_SECOND = {
    ("stated_overachievement_explained", "850万元"): 1,
    ("stated_overachievement_explained", "9个"): 1,
    ("deviations_are_quantified", "完成值与"): 1,
    ("period_is_the_year", "截至目前"): 1,
    ("period_is_the_year", "1-10月"): 1,
    ("period_is_the_year", "一、二季度"): 1,
    ("period_is_the_year", "上半年"): 1,
    ("no_doubled_words", "以来以来"): 1,
    ("no_doubled_words", "受理受理"): 1,
    ("no_doubled_words", "现将"): 1,
}


def report(name: str) -> str:
    path = ROOT.parent / "shared" / "seeds" / name
    if not path.exists():
        pytest.skip("公开的原件不随本仓库保存，这里没有，无法读它")
    return path.read_text(encoding="utf-8")


@cache
def read(text: str, year: int) -> tuple[Finding, ...]:
    """What is found, beside the figures of the form as far as it prints them: it leaves 结转结余 to the text."""
    case = case_of({"mandate": text}, figures=year == 2021, year=year)
    fields = {code: value for code, value in case.filing.fields.items() if code != "carryover_balance"}
    case = replace(case, filing=replace(case.filing, fields=fields))
    return tuple(finding for check in TEXT_CHECKS for finding in check(case))


def counted(findings: tuple[Finding, ...], known: dict[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """How often each is found, under the words it is known by, or else under its own."""
    counts: dict[tuple[str, str], int] = {}
    for each in findings:
        quote = each.quote or ""
        words = next((k for k in known if k[0] == each.check and quote.startswith(k[1])), (each.check, quote))
        counts[words] = counts.get(words, 0) + 1
    return counts


def test_the_first_report() -> None:
    assert counted(read(report(FIRST), 2021), IN_FIRST) == IN_FIRST


def test_the_second_report() -> None:
    assert counted(read(report(SECOND), 2023), IN_SECOND) == IN_SECOND


@pytest.mark.parametrize(("name", "year"), [(FIRST, 2021), (SECOND, 2023)])
def test_every_finding_quotes_the_words_where_they_stand(name: str, year: int) -> None:
    text = report(name)
    for each in read(text, year):
        assert each.quote, each
        assert each.offset is not None
        assert text[each.offset : each.offset + len(each.quote)] == each.quote


MENDED = [
    ("达到全年的41.62%", "达到全年的34.13%", "rate_base_is_right", "1038.66"),
    ("节约12.34万元", "节约12.37万元", "narrative_arithmetic_holds", ""),
    ("达到全年的22.24%", "达到全年的18.24%", "rate_base_is_right", "555.04"),
    ("达到全年的53.18%", "达到全年的43.60%", "rate_base_is_right", "1326.88"),
    ("现有工作人员名", "现有工作人员119名", "no_missing_numbers", ""),
    ("关于关于", "关于", "no_doubled_words", "关于"),
    ("（6）进一步", "（5）进一步", "numbering_runs_on", "（6）"),
]


@pytest.mark.parametrize(("old", "new", "check", "quote"), MENDED)
def test_mending_one_place_removes_its_finding_and_no_other(old: str, new: str, check: str, quote: str) -> None:
    text = report(FIRST)
    assert text.count(old) == 1
    before = [(each.check, each.quote) for each in read(text, 2021)]
    after = [(each.check, each.quote) for each in read(text.replace(old, new), 2021)]
    gone = next(each for each in before if each[0] == check and (each[1] or "").startswith(quote))
    if check == "numbering_runs_on":
        # (7) follows (5) now.
        after = [each for each in after if each != (check, "（7）")]
    before.remove(gone)

    assert after == before


def test_renaming_every_noun_keeps_what_is_computed() -> None:
    """Words that say what a number is (预算, 实际, 节约) are no nouns of things."""
    text = report(FIRST)
    for old, new in (
        ("三公经费", "木器物料"), ("公用经费", "石器物料"), ("开发区", "某某处"), ("党", "村"), ("会议", "集市"),
        ("环境", "林木"), ("工作", "活计"), ("信息", "书信"), ("企业", "作坊"), ("商贸", "渔猎"),
    ):  # fmt: skip
        text = text.replace(old, new)
    computed = [each for each in read(text, 2021) if each.check == "narrative_arithmetic_holds"]

    assert [(each.found, each.expected) for each in computed] == [("12.34万元", "12.37万元")]


def test_what_holds_raises_nothing() -> None:
    """Sums and rates of the first report that were worked out by hand; of the truncated rates none is accused."""
    accused = " ".join(f"{each.found}" for each in read(report(FIRST), 2021) if each.check.startswith("narrative_"))

    for figure in ("3043.01", "547.84", "2580.54", "2198.03", "297.14", "278.91", "431", "30.32"):
        assert figure not in re.split(r"[^0-9.]+", accused)
    for rate in ("81.99", "19.96", "90.19", "11.90", "88.10", "71.92", "1.8"):
        assert rate not in re.split(r"[^0-9.]+", accused)
