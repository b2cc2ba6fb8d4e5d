"""Layout files: what ships is usable, and what is wrong is told all at once, with place, value and remedy."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings

from selfeval.domain.files.faults import FileFaults
from selfeval.domain.framework import Framework
from selfeval.exports.layout import PAGE_WIDTH, Layout, Part, Prints
from selfeval.exports.layout_choice import (
    FOLDER,
    default_layout,
    faults_with,
    layout_of,
    layouts_in,
    shipped_layouts,
    why_unfit,
)
from selfeval.exports.layout_file import read_layout
from tests.exports.scored_frameworks import SHIPPED, framework_of

FIVE = (Path(settings.BASE_DIR) / FOLDER / "five-columns.yaml").read_text(encoding="utf-8")
MODERN = (Path(settings.BASE_DIR) / FOLDER / "form-2020.yaml").read_text(encoding="utf-8")


def faults(text: str) -> list[str]:
    with pytest.raises(FileFaults) as refused:
        read_layout(text)
    return [str(fault) for fault in refused.value.faults]


def edited(text: str, *changes: tuple[str, str]) -> str:
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def test_every_layout_fits_every_framework_it_names() -> None:
    assert faults_with(shipped_layouts(), map(framework_of, SHIPPED)) == []
    assert {layout_of(framework_of(slug)).code for slug in SHIPPED} == {each.code for each in shipped_layouts()}


def test_every_shipped_framework_has_a_layout_of_its_own() -> None:
    assert sorted(slug for layout in shipped_layouts() for slug in layout.frameworks) == sorted(SHIPPED)


@pytest.mark.parametrize("layout", shipped_layouts(), ids=lambda layout: layout.code)
def test_widths_fill_the_page(layout: Layout) -> None:
    assert sum(column.width for column in layout.indicators.columns) == PAGE_WIDTH
    for part in (layout.tasks, layout.funds, layout.goals):
        assert part is None or part.label_width + sum(column.width for column in part.columns) == PAGE_WIDTH


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("width: 74.5", "width: 70", ("indicators.columns", "159.5毫米", "164毫米")),
        ("prints: analysis", "prints: remark", ("indicators.columns[5].prints", "“remark”", "explanation", "之一")),
        ("width: 14.5", "width: wide", ("indicators.columns[6].width", "“wide”", "数")),
        ("parts: [facts, ", "parts: [facts, facts, ", ("parts[1]", "“facts”", "写了两次")),
        (", notes]", "]", ("parts", "缺 notes", "印得出来")),
        (", notes]", ", notes, funds]", ("funds", "parts 里有 funds", "怎么印")),
        ("{year}年度", "{years}年度", ("year_line", "{years}", "{title}、{year}")),
        ("{year}年度", "{year年度", ("year_line", "花括号")),
        ("{year}年度", "{year!r}年度", ("year_line", "花括号", "{title}、{year}")),
        ("evaluators: always", "evaluators: sometimes", ("evaluators", "“sometimes”", "always、filed")),
        ("prints: set_points", "prints: blank", ("indicators.columns", "缺 set_points", "分值要印得出来")),
        ("prints: level2", "prints: unit", ("indicators.columns", "level1、level2、name")),
        ("signature:", "sigature:", ("sigature", "不认识的键")),
        ("format: selfeval-layout/1", "format: selfeval-framework/1", ("format", "应是 selfeval-layout/1")),
        ("facts: {figures: standard}", "facts: {figures: listed}", ("facts.codes", "列出数据项编码")),
    ],
)
def test_a_fault_is_told_with_place_value_and_remedy(old: str, new: str, told: tuple[str, ...]) -> None:
    found = faults(edited(FIVE, (old, new)))
    assert any(all(word in fault for word in told) for fault in found), found


def test_all_faults_are_told_at_once() -> None:
    text = edited(MODERN, ("width: 21}", "width: 2}"), ("prints: source", "prints: origin"), ("subtotals: label", ""))
    found = faults(edited(text, ("label: 年度总体目标", "")))
    places = {re.split("[：（]", fault)[0] for fault in found}
    assert {"tasks.columns[0].width", "tasks.columns", "funds.columns[0].prints", "goals.label"} <= places


def test_a_folder_tells_the_faults_of_all_its_files(tmp_path: Path) -> None:
    (tmp_path / "five-columns.yaml").write_text(edited(FIVE, ("width: 74.5", "width: 74")), encoding="utf-8")
    (tmp_path / "other.yaml").write_text(MODERN, encoding="utf-8")
    with pytest.raises(FileFaults) as refused:
        layouts_in(tmp_path)
    told = str(refused.value)
    assert "five-columns.yaml indicators.columns" in told
    assert "other.yaml code：“form-2020”应与文件同名：other" in told


def test_one_layout_is_the_default_and_no_framework_has_two(tmp_path: Path) -> None:
    named = edited(MODERN, ("[general-2020, ", "[general-2020, jinzhong-2021, "))
    (tmp_path / "five-columns.yaml").write_text(edited(FIVE, ("default: true", "default: false")), encoding="utf-8")
    (tmp_path / "form-2020.yaml").write_text(named, encoding="utf-8")
    with pytest.raises(FileFaults) as refused:
        layouts_in(tmp_path)
    told = str(refused.value)
    assert "default" in told
    assert "只有一个版式写 default: true" in told
    assert "“jinzhong-2021”已由 five-columns.yaml 印" in told


def test_what_a_framework_does_not_have_is_named() -> None:
    wrong = replace(read_layout(MODERN), frameworks=("jinzhong-2021", "nowhere-2020"))
    told = "\n".join(map(str, faults_with([wrong], [framework_of("jinzhong-2021")])))
    for words in (
        "funds.indicator（jinzhong-2021）",
        "goals.columns[0].narrative",
        "tasks.field",
        "“nowhere-2020”没有",
    ):
        assert words in told


def changed(name: str, **changes: object) -> Framework:
    return replace(framework_of(name), **changes)  # type: ignore[arg-type]


def test_a_framework_of_another_name_is_laid_out_by_its_structure() -> None:
    assert layout_of(changed("general-2022-cost", slug="our-own")).code == "form-2020"
    assert layout_of(changed("mof-2013", slug="our-own")) == default_layout()
    assert layout_of(changed("yueyang-2018", slug="our-own")).code == "five-columns"


def test_a_framework_that_outgrew_its_layout_is_still_printed() -> None:
    without = changed("sichuan-2023-project", fields=framework_of("sichuan-2023-project").fields[3:])
    assert layout_of(without) == default_layout()
    graded = changed("hubei-2020", has_grade_groups=True)
    assert why_unfit(layout_of(framework_of("hubei-2020")), graded)
    assert layout_of(graded) == default_layout()


def test_every_layout_prints_all_that_a_unit_files() -> None:
    for layout in shipped_layouts():
        prints = {column.prints for column in layout.indicators.columns}
        assert {Prints.NAME, Prints.SET_POINTS, Prints.SELF_SCORE} <= prints
        assert prints & {Prints.ANALYSIS, Prints.EXPLANATION}
        assert {Part.FACTS, Part.NARRATIVES, Part.INDICATORS, Part.EVALUATORS, Part.SIGNATURE} <= set(layout.parts)
