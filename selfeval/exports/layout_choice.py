"""Which layout a framework is printed in, and whether a layout fits a framework at all."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings

from selfeval.domain.files.faults import Fault, FileFaults
from selfeval.domain.framework import MONEY_KINDS, NUMERIC_KINDS, FieldKind, Framework
from selfeval.exports.layout import Layout, Subtotals
from selfeval.exports.layout_file import read_layout

FOLDER: Final = Path("fixtures") / "layouts"


@cache
def shipped_layouts() -> tuple[Layout, ...]:
    """The layouts that come with the product, read once. Raises FileFaults with those of every file."""
    return layouts_in(settings.BASE_DIR / FOLDER)


def layouts_in(folder: Path) -> tuple[Layout, ...]:
    """The layouts of a folder, by file name. Raises FileFaults with those of every file, and of all together."""
    layouts, faults = [], []
    for path in sorted(folder.glob("*.yaml")):
        try:
            layout = read_layout(path.read_text(encoding="utf-8"))
        except FileFaults as refused:
            faults += [replace(fault, path=f"{path.name} {fault.path}".rstrip()) for fault in refused.faults]
            continue
        if layout.code != path.stem:
            faults.append(Fault(path=f"{path.name} code", found=layout.code, expected=f"应与文件同名：{path.stem}"))
        layouts.append(layout)
    # A default that is in a file that cannot be read would be missed as well.
    faults += [] if faults else _faults_together(layouts)
    if faults:
        raise FileFaults(faults)
    return tuple(layouts)


def default_layout() -> Layout:
    """The layout of every framework that has no other."""
    return next(each for each in shipped_layouts() if each.is_default)


def layout_of(framework: Framework) -> Layout:
    """The layout that names the framework, else one by its structure.

    A framework that was changed so far that its own layout no longer fits is printed in the default one.
    """
    layouts = shipped_layouts()
    named = [each for each in layouts if framework.slug in each.frameworks]
    with_funds = [each for each in layouts if each.is_default_with_funds]
    return next((each for each in (*named, *with_funds) if not why_unfit(each, framework)), default_layout())


def why_unfit(layout: Layout, framework: Framework) -> list[Fault]:
    """What the layout names and the framework does not have; empty where it fits."""
    faults = [*_unknown_figures(layout, framework), *_unknown_texts(layout, framework)]
    if layout.funds is not None:
        leaves = {leaf.code for leaf in framework.leaves}
        if layout.funds.indicator not in leaves:
            faults.append(_fault("funds.indicator", layout.funds.indicator, "不是这个体系的指标"))
    if layout.tasks is not None:
        faults += _unknown_columns(layout, framework)
    if layout.indicators.subtotals is Subtotals.LABEL and framework.has_grade_groups:
        faults.append(_fault("indicators.subtotals", "label", "这个体系的一级指标也评等次，要有小计行（row）"))
    return faults


def faults_with(layouts: Iterable[Layout], frameworks: Iterable[Framework]) -> list[Fault]:
    """What is wrong between layouts and the frameworks they name; a file's name stands before its place."""
    known = {each.slug: each for each in frameworks}
    faults = []
    for layout in layouts:
        for index, slug in enumerate(layout.frameworks):
            place = f"{layout.code}.yaml frameworks[{index}]"
            if slug not in known:
                expected = f"没有这个指标体系；已有：{'、'.join(sorted(known))}"
                faults.append(Fault(path=place, found=slug, expected=expected))
                continue
            for fault in why_unfit(layout, known[slug]):
                faults.append(replace(fault, path=f"{layout.code}.yaml {fault.path}", subject=slug))
    return faults


def _faults_together(layouts: list[Layout]) -> Iterator[Fault]:
    defaults = [each.code for each in layouts if each.is_default]
    if len(defaults) != 1:
        yield _fault("default", "、".join(defaults), "应有且只有一个版式写 default: true")
    seen: dict[str, str] = {}
    for layout in layouts:
        for index, slug in enumerate(layout.frameworks):
            if slug in seen:
                expected = f"已由 {seen[slug]}.yaml 印，一个体系只有一个版式"
                yield Fault(path=f"{layout.code}.yaml frameworks[{index}]", found=slug, expected=expected)
            seen.setdefault(slug, layout.code)


def _unknown_figures(layout: Layout, framework: Framework) -> Iterator[Fault]:
    fields = framework.fields_by_code
    for index, code in enumerate(layout.facts.codes):
        if code not in fields or fields[code].kind not in NUMERIC_KINDS:
            yield _fault(f"facts.codes[{index}]", code, "不是这个体系的数值数据项")
    for index, row in enumerate(layout.funds.rows if layout.funds else ()):
        for key, code in (("original", row.original), ("full", row.full), ("actual", row.actual)):
            if code and (code not in fields or fields[code].kind not in MONEY_KINDS & NUMERIC_KINDS):
                yield _fault(f"funds.rows[{index}].{key}", code, "不是这个体系的金额数据项")


def _unknown_texts(layout: Layout, framework: Framework) -> Iterator[Fault]:
    codes = {each.code for each in framework.narratives}
    for index, column in enumerate(layout.goals.columns if layout.goals else ()):
        if column.code not in codes:
            yield _fault(f"goals.columns[{index}].narrative", column.code, "不是这个体系的文字部分")


def _unknown_columns(layout: Layout, framework: Framework) -> Iterator[Fault]:
    assert layout.tasks is not None  # noqa: S101 - asked by the caller
    field = framework.fields_by_code.get(layout.tasks.field)
    if field is None or field.kind is not FieldKind.TABLE:
        yield _fault("tasks.field", layout.tasks.field, "不是这个体系的表格数据项")
        return
    known = {column.code for column in field.columns}
    for index, column in enumerate(layout.tasks.columns):
        if column.code not in known:
            expected = f"不是{field.label}的栏；可用：{'、'.join(sorted(known))}"
            yield _fault(f"tasks.columns[{index}].column", column.code, expected)


def _fault(path: str, found: str, expected: str) -> Fault:
    return Fault(path=path, found=found, expected=expected)
