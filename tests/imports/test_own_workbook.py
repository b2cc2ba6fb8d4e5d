"""Our own exported workbook reads back to the same filing, sample by sample of the library."""

from dataclasses import replace

import pytest

from selfeval.domain.assessment import assess
from selfeval.domain.files import FileFaults, filing_from_document, read_filing
from selfeval.domain.filing import FieldValue, Filing, IndicatorEntry, Item
from selfeval.domain.framework import FieldKind
from selfeval.exports.build import build_form
from selfeval.exports.calculation_workbook import render_calculation
from selfeval.exports.document import Stamp
from selfeval.exports.excel import render_workbook
from selfeval.imports import Understood, check_understood, draft_document, read_raw
from selfeval.imports.framework_matching import matched_framework
from tests.fixtures_data.library import COMPLETE, LIBRARY
from tests.fixtures_data.library import assessed as worked
from tests.fixtures_data.published import ROOT, framework
from tests.imports.samples import understood

NAMES = ("jinzhong-2021", "half-filled-2021", "general-2020-sample", "hunan-2017-sample", "mof-2013-sample")
NOT_PRINTED = {FieldKind.TABLE, FieldKind.TEXT, FieldKind.DATE, FieldKind.FLAG, FieldKind.CHOICE}


def slug_of(name: str) -> str:
    return "jinzhong-2021" if name.endswith("-2021") else name.removesuffix("-sample")


def sample(name: str) -> Filing:
    text = (ROOT / "fixtures" / "filings" / f"{name}.yaml").read_text(encoding="utf-8")
    return read_filing(framework(slug_of(name)), text)


def exported(filing: Filing, slug: str) -> Understood:
    done = assess(framework(slug), filing)
    form = build_form(framework=done.framework, filing=done.filing, sheet=done.sheet, stamp=Stamp(status=""))
    return understood("自评表.xlsx", render_workbook(form))


def without_basis(value: FieldValue) -> object:
    """The sheet marks a row that is left out, and does not print why."""
    if not isinstance(value, tuple):
        return value
    return [replace(each, basis="") for each in value if isinstance(each, Item)]


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_comes_back(name: str) -> None:
    rules, filing = framework(slug_of(name)), sample(name)
    found = exported(filing, slug_of(name))
    kinds = {field.code: field.kind for field in rules.fields}

    assert found.is_own
    assert found.framework is not None
    assert found.framework.slug == rules.slug
    printed = {code: value for code, value in filing.fields.items() if kinds[code] not in NOT_PRINTED}
    assert {code: without_basis(value) for code, value in found.filing.fields.items()} == {
        code: without_basis(value) for code, value in printed.items()
    }
    assert found.stated == frozenset()
    assert (found.filing.fiscal_year, found.filing.filed_on) == (filing.fiscal_year, filing.filed_on)
    assert found.filing.department == replace(filing.department, code="")


@pytest.mark.parametrize("name", NAMES)
def test_every_score_comes_back(name: str) -> None:
    done = assess(framework(slug_of(name)), sample(name))
    found = exported(done.filing, slug_of(name)).filing

    for code, score in done.sheet.indicators.items():
        entry = found.entry(code)
        if not score.is_applicable:
            assert not entry.is_applicable or entry.self_score == score.self_score
            continue
        assert entry.self_score == score.self_score, code
        if code in found.indicators:
            assert (entry.set_points or done.framework.nodes[code].points) == score.points, code


def without_stop(entry: IndicatorEntry) -> IndicatorEntry:
    """The sheet closes every sentence with a full stop."""
    return replace(
        entry,
        analysis=entry.analysis.rstrip("。"),
        reason=entry.reason.rstrip("。"),
        measure=entry.measure.rstrip("。"),
    )


def test_texts_ticks_and_incidents_come_back() -> None:
    filing = sample("jinzhong-2021")
    found = exported(filing, "jinzhong-2021").filing

    assert found.narratives == filing.narratives
    assert found.evaluators == filing.evaluators
    for code, entry in filing.indicators.items():
        assert without_stop(found.entry(code)) == without_stop(entry), code


def test_texts_that_stand_side_by_side_come_back() -> None:
    slug = "general-2020"
    filing = sample(f"{slug}-sample")
    code = "expected_goals"
    long = "\n".join("。".join(f"第{part}.{number}件事按时做完" for number in range(1, 60)) for part in range(1, 4))
    filing = replace(filing, narratives={**filing.narratives, code: long})
    found = exported(filing, slug).filing

    assert found.narratives == filing.narratives
    told = {each.name: without_stop(each.entry) for each in found.own_indicators}
    for own in filing.own_indicators:
        assert (told[own.name].reason, told[own.name].measure) == (own.entry.reason, own.entry.measure)


@pytest.mark.parametrize("slug", ["general-2020", "general-2022-cost", "hubei-2020"])
def test_what_was_said_on_the_rate_of_the_table_of_funds_comes_back(slug: str) -> None:
    rules = framework(slug)
    (code,) = (code for code, node in rules.nodes.items() if node.name == "预算执行率")
    filing = sample(f"{slug}-sample")
    long = "。".join(f"第{number}笔款项年底退回，次年1月重新支付" for number in range(1, 80))
    entry = replace(filing.entry(code), reason=long, measure="按月核对进度")
    filing = replace(filing, indicators={**filing.indicators, code: entry})
    found = exported(filing, slug).filing.entry(code)
    assert (found.reason.rstrip("。"), found.measure.rstrip("。")) == (long, "按月核对进度")


def test_long_texts_that_were_cut_over_rows_come_back_whole() -> None:
    filing = sample("jinzhong-2021")
    long = "。".join(f"第{number}件事按时做完，没有遗留" for number in range(1, 200))
    code = "output.duty_performance.quality_achievement"
    entries = {**filing.indicators, code: replace(filing.indicators[code], analysis=long)}
    found = exported(
        replace(filing, narratives={**filing.narratives, "other": f"（一）情况。\n{long}\n完。"}, indicators=entries),
        "jinzhong-2021",
    )

    assert found.filing.narratives["other"] == f"（一）情况。\n{long}\n完。"
    assert found.filing.indicators[code].analysis.rstrip("。") == long
    for each in found.passages:
        for at, origin in each.placed.stretches:
            stretch = each.passage.text[at : at + 8]
            assert found.raw.text[origin : origin + len(stretch)].startswith(stretch.split("\n")[0])


@pytest.mark.parametrize("name", NAMES)
def test_its_draft_reads_back(name: str) -> None:
    found = exported(sample(name), slug_of(name))
    assert found.framework is not None

    again = filing_from_document(found.framework, draft_document(found))
    assert again.fields == found.filing.fields
    assert again.indicators == found.filing.indicators
    assert again.own_indicators == found.filing.own_indicators


def test_the_findings_are_those_of_the_filing() -> None:
    """The workbook does not print the answers to warnings; it prints every box that is blank."""
    done = assess(framework("jinzhong-2021"), sample("jinzhong-2021"))
    found = exported(done.filing, "jinzhong-2021")
    known = {(each.check, each.where) for each in done.findings}
    more = {(each.check, each.where[0]) for each in check_understood(found) if (each.check, each.where) not in known}

    assert more == {("required_fields_filled", "fields.opening_carryover")}


@pytest.mark.parametrize("slug", [each for each in COMPLETE if each != "jinzhong-2021"])
def test_among_all_shipped_frameworks_it_is_known_as_its_own(slug: str) -> None:
    """Two that ask for the same rows differ in their titles."""
    done = worked(slug)
    form = build_form(framework=done.framework, filing=done.filing, sheet=done.sheet, stamp=Stamp(status=""))
    found, notes = matched_framework(
        read_raw("自评表.xlsx", render_workbook(form)), [framework(each) for each in LIBRARY]
    )

    assert (found and found.slug, notes) == (slug, ())


def test_the_workbook_that_computes_a_filing_anew_is_no_form() -> None:
    content = render_calculation(framework("jinzhong-2021"), sample("jinzhong-2021")).content

    with pytest.raises(FileFaults, match="计算表，不是自评表"):
        read_raw("计算表.xlsx", content)
