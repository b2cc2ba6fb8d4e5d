"""The pages of a filing, and the page each box stands on."""

from dataclasses import replace

import pytest

from selfeval.domain.checks.messages import CATALOGUE
from selfeval.domain.framework import Framework
from selfeval.domain.sections import SectionKind, section_of_box, sections_of
from tests.domain.files.small_framework import SMALL
from tests.fixtures_data.published import FRAMEWORKS, framework

ENTRY_KEYS = (
    *("set_points", "self_score", "analysis", "reason", "measure", "applicable", "ticked", "incidents", "points"),
    *("coefficient", "tier", "choice"),
)
ALL = [pytest.param(framework(slug), id=slug) for slug in FRAMEWORKS] + [pytest.param(SMALL, id="small")]


def test_the_pages_of_the_published_form_in_the_order_they_are_filled() -> None:
    assert [(each.code, each.title, each.kind) for each in sections_of(framework("jinzhong-2021"))] == [
        ("face", "基本信息", SectionKind.FACE),
        ("budget", "资金情况", SectionKind.FIGURES),
        ("staff", "人员情况", SectionKind.FIGURES),
        ("input", "投入", SectionKind.INDICATORS),
        ("process", "过程", SectionKind.INDICATORS),
        ("output", "产出", SectionKind.INDICATORS),
        ("effect", "效果", SectionKind.INDICATORS),
        ("narratives", "文字说明", SectionKind.NARRATIVES),
        ("evaluators", "评价人员", SectionKind.EVALUATORS),
        ("check", "检查与提交", SectionKind.CHECK),
    ]


@pytest.mark.parametrize("rules", ALL)
def test_codes_of_pages_are_unique(rules: Framework) -> None:
    codes = [section.code for section in sections_of(rules)]

    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("rules", ALL)
def test_every_box_stands_on_a_page_of_its_kind(rules: Framework) -> None:
    kinds = {section.code: section.kind for section in sections_of(rules)}

    def page_kinds(boxes: list[str]) -> set[SectionKind]:
        return {kinds[section_of_box(rules, box)] for box in boxes}

    assert page_kinds(["department.name", "department.head", "department.phone", "filed_on"]) == {SectionKind.FACE}
    assert page_kinds([f"fields.{field.code}" for field in rules.fields]) == {SectionKind.FIGURES}
    leaves = [f"indicators.{leaf.code}" for leaf in rules.leaves]
    assert page_kinds([*leaves, *(f"{leaf}.{key}" for leaf in leaves for key in ENTRY_KEYS)]) == {
        SectionKind.INDICATORS
    }
    assert page_kinds([f"narratives.{each.code}" for each in rules.narratives]) == {SectionKind.NARRATIVES}
    assert page_kinds(["evaluators"]) == {SectionKind.EVALUATORS}
    assert page_kinds([*(f"explanations.{check}" for check in CATALOGUE), "indicators"]) == {SectionKind.CHECK}


@pytest.mark.parametrize("rules", ALL)
def test_every_data_item_and_indicator_is_on_the_page_of_its_own_group(rules: Framework) -> None:
    assert all(section_of_box(rules, f"fields.{field.code}") == field.group for field in rules.fields)
    assert all(section_of_box(rules, f"indicators.{code}") == code.partition(".")[0] for code in rules.nodes)


@pytest.mark.parametrize(
    "box", ["", "fields", "fields.nothing", "indicators.nothing.points", "nothing", "explanations.x"]
)
def test_what_has_no_box_goes_to_the_last_page(box: str) -> None:
    assert section_of_box(framework("jinzhong-2021"), box) == "check"


def test_a_part_of_an_itemised_field_stands_with_it() -> None:
    assert section_of_box(framework("jinzhong-2021"), "fields.budget_adjustment_items.total") == "budget"


def test_without_groups_there_is_no_page_of_figures() -> None:
    bare = replace(SMALL, fields=(), field_groups=())

    assert SectionKind.FIGURES not in {section.kind for section in sections_of(bare)}
