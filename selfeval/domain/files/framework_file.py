"""Reads a framework file (`selfeval-framework/1`); what comes out is a usable framework or every fault at once."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import ZERO, MoneyUnit, RoundingMode
from selfeval.domain.expressions import parse
from selfeval.domain.files.faults import Fault, FileFaults
from selfeval.domain.files.indicator_reading import read_indicators, read_source
from selfeval.domain.files.reader import Faults, MappingReader
from selfeval.domain.files.yaml_text import Plain, load
from selfeval.domain.formula_validity import why_no_number
from selfeval.domain.framework import (
    NUMERIC_KINDS,
    Cap,
    Column,
    Derived,
    Field,
    FieldGroup,
    FieldKind,
    Framework,
    FrameworkCheck,
    Grade,
    Narrative,
    PointsKeptAt,
    Rounding,
    Severity,
)
from selfeval.domain.intervals import EVERYTHING
from selfeval.domain.unmarked_percents import unmarked_faults
from selfeval.domain.validity import faults_of

FORMAT: Final = "selfeval-framework/1"
FILING_FORMAT: Final = "selfeval-filing/1"
MOST_PLACES: Final = 6
UNGROUPED: Final = FieldGroup(code="figures", label="数据项")
_COLUMN_KINDS: Final = ("text", "money", "count", "percent", "number", "date")


def read_framework(text: str, *, with_wording: bool = True) -> Framework:
    """The framework written in `text`. Raises FileFaults with all faults.

    Without `with_wording`, texts that contradict their rule are let pass: they change no score, and whoever only
    scores with a framework cannot mend them.
    """
    noted: list[Fault] = []
    return framework_from_document(load(text, noted), noted=noted, with_wording=with_wording)


def framework_from_document(document: Plain, *, noted: Sequence[Fault] = (), with_wording: bool = True) -> Framework:
    """The framework of a plain document, the shape a framework file has.

    Raises FileFaults with all faults, `noted` ones from loading first: what cannot be read and what makes no sense.
    """
    faults = Faults(noted)
    reader = MappingReader(document, "", faults)
    written = reader.text("format", required=True)
    if written == FILING_FORMAT:
        # Nothing in it is a framework's; every key would be told as unknown.
        raise FileFaults([Fault(path="format", found=written, expected=f"是填报文件，这里要指标体系文件（{FORMAT}）")])
    if written and written != FORMAT:
        reader.fault("format", written, f"应是 {FORMAT}")
    framework = _framework(reader)
    reader.done()
    _name_what_is_no_number(faults, framework)
    broken = {fault.path for fault in faults.found}
    found_of = faults_of(framework, broken=broken, with_wording=with_wording)
    for path, found, expected in (*unmarked_faults(document, framework), *found_of):
        faults.add(path, found, expected)
    if faults.found:
        raise FileFaults([replace(fault, subject=_subject(document, fault.path)) for fault in faults.found])
    return framework


def _name_what_is_no_number(faults: Faults, framework: Framework) -> None:
    """Say of a yes or no in the place of a condition the same as of one anywhere else in a formula."""
    for index, fault in enumerate(faults.found):
        name = faults.conditions.get(fault.path, "")
        why = why_no_number(framework, name)
        if why:
            faults.found[index] = replace(fault, found=name, expected=why)


def _subject(document: Plain, path: str) -> str:
    """The code of what stands at `path`, dotted for an indicator, where the path only counts."""
    codes: list[str] = []
    for step in re.findall(r"[^.\[\]]+", path):
        if isinstance(document, list):
            document = document[int(step)] if step.isdecimal() and int(step) < len(document) else None
        else:
            document = document.get(step) if isinstance(document, dict) else None
        code = document.get("code") if isinstance(document, dict) else None
        codes.extend([code] if isinstance(code, str) else [])
    return ".".join(codes)


def _framework(reader: MappingReader) -> Framework:
    set_points = reader.mapping("set_points")
    by = set_points.word("by", ("unit", "bureau"), "bureau") if set_points else "bureau"
    keep = set_points.one_of("keep", PointsKeptAt, PointsKeptAt.TOTAL) if set_points else PointsKeptAt.TOTAL
    if set_points:
        set_points.done()
    groups, fields = _grouped(_field_groups(reader), _fields(reader))
    if not reader.has("money_unit"):
        reader.fault("money_unit", None, "缺少，应是 wan_yuan 或 yuan")
    return Framework(
        slug=_slug(reader),
        version=_version(reader),
        title=reader.text("title", required=True),
        authority=reader.text("authority"),
        source=read_source(reader),
        money_unit=reader.one_of("money_unit", MoneyUnit, MoneyUnit.WAN_YUAN),
        total_points=_total_points(reader),
        rounding=_rounding(reader),
        grades=_grades(reader),
        has_grade_groups=reader.flag("grade_groups"),
        is_points_set_by_unit=by == "unit",
        points_kept_at=keep,
        caps=_caps(reader),
        field_groups=groups,
        fields=fields,
        derived=_derived(reader),
        narratives=_narratives(reader),
        indicators=read_indicators(reader),
        checks=_checks(reader),
    )


def _slug(reader: MappingReader) -> str:
    slug = reader.text("slug", required=True)
    if slug and not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        reader.fault("slug", slug, "只能用小写字母、数字和连字符，如 jinzhong-2021")
    return slug


def _version(reader: MappingReader) -> str:
    return str(reader.whole("version", required=True, least=1) or "")


def _total_points(reader: MappingReader) -> Decimal:
    total = reader.number("total_points", required=True)
    if total is not None and total <= 0:
        reader.fault("total_points", total, "应大于0")
    return ZERO if total is None else total


def _rounding(reader: MappingReader) -> Rounding:
    inner = reader.mapping("rounding")
    if inner is None:
        reader.fault("rounding", None, "缺少，必须写明取整方法")
        return Rounding()
    rate_places = inner.whole("rate_places", most=MOST_PLACES)
    points_places = inner.whole("points_places", most=MOST_PLACES)
    result = Rounding(
        mode=inner.one_of("mode", RoundingMode, RoundingMode.HALF_UP),
        rate_places=2 if rate_places is None else rate_places,
        points_places=2 if points_places is None else points_places,
        is_threshold_rounded=inner.word("thresholds_on", ("exact", "rounded"), "exact") == "rounded",
    )
    inner.done()
    return result


def _grades(reader: MappingReader) -> tuple[Grade, ...]:
    grades = []
    for each in reader.mappings("grades", required=True):
        least = each.number("from", required=True)
        grades.append(Grade(name=each.text("name", required=True), least=ZERO if least is None else least))
        each.done()
    return tuple(grades)


def _caps(reader: MappingReader) -> tuple[Cap, ...]:
    caps = []
    for each in reader.mappings("caps"):
        rate, interval = each.text("rate", required=True), each.interval("in", required=True)
        most = each.number("total_at_most", required=True)
        caps.append(Cap(rate=rate, interval=interval or EVERYTHING, total_at_most=ZERO if most is None else most))
        read_source(each)
        each.done()
    return tuple(caps)


def _field_groups(reader: MappingReader) -> tuple[FieldGroup, ...]:
    groups = []
    for each in reader.mappings("field_groups"):
        groups.append(FieldGroup(code=each.code(), label=each.text("label", required=True)))
        read_source(each)
        each.done()
    return tuple(groups)


def _fields(reader: MappingReader) -> tuple[Field, ...]:
    fields = []
    if not reader.has("fields"):
        reader.fault("fields", None, "缺少，必须填写")
    for each in reader.mappings("fields"):
        fields.append(_field(each))
        each.done()
    return tuple(fields)


def _grouped(
    groups: tuple[FieldGroup, ...], fields: tuple[Field, ...]
) -> tuple[tuple[FieldGroup, ...], tuple[Field, ...]]:
    """Data items without a group share one of their own, so that each stands on a page."""
    if all(field.group for field in fields):
        return groups, fields
    if UNGROUPED.code not in {group.code for group in groups}:
        groups = (*groups, UNGROUPED)
    return groups, tuple(field if field.group else replace(field, group=UNGROUPED.code) for field in fields)


def _field(reader: MappingReader) -> Field:
    if not reader.has("kind"):
        reader.fault("kind", None, "缺少，必须填写")
    kind = reader.one_of("kind", FieldKind, FieldKind.NUMBER)
    if reader.text("kind") not in set(FieldKind):
        # Which keys belong to it is not known.
        for key in ("min", "options", "columns", "rows"):
            reader.raw(key)
    columns = tuple(_columns(reader)) if kind is FieldKind.TABLE else ()
    options = reader.texts("options") if kind is FieldKind.CHOICE else ()
    if kind is FieldKind.TABLE and not columns:
        reader.fault("columns", None, "表格必须有列")
    if kind is FieldKind.CHOICE and not options:
        reader.fault("options", None, "选择项必须有可选的词")
    read_source(reader)
    return Field(
        code=reader.code(),
        label=reader.text("label", required=True),
        kind=kind,
        group=reader.text("group"),
        is_required=reader.flag("required"),
        minimum=_minimum(reader, kind),
        options=options,
        columns=columns,
        rows=reader.texts("rows") if kind is FieldKind.TABLE else (),
    )


def _minimum(reader: MappingReader, kind: FieldKind) -> Decimal | None:
    """The least value: `min`, with % for a percentage; 0 for money and counts where nothing is written."""
    if kind not in NUMERIC_KINDS and kind is not FieldKind.ITEMISED_MONEY:
        return None
    if reader.has("min"):
        if reader.raw("min") == "none":
            return None
        return reader.percent("min") if kind is FieldKind.PERCENT else reader.number("min")
    return ZERO if kind in (FieldKind.MONEY, FieldKind.COUNT) else None


def _columns(reader: MappingReader) -> list[Column]:
    columns = []
    for each in reader.mappings("columns"):
        kind = each.word("kind", _COLUMN_KINDS, "text")
        columns.append(Column(code=each.code(), label=each.text("label", required=True), kind=FieldKind(kind)))
        each.done()
    return columns


def _derived(reader: MappingReader) -> tuple[Derived, ...]:
    derived = []
    for each in reader.mappings("derived"):
        formula = each.expression("formula", required=True)
        kind = each.word("kind", ("money", "count", "percent", "number"), "number")
        code, label = each.code(), each.text("label", required=True)
        derived.append(Derived(code=code, label=label, kind=FieldKind(kind), formula=formula or parse("0")))
        read_source(each)
        each.done()
    return tuple(derived)


def _narratives(reader: MappingReader) -> tuple[Narrative, ...]:
    narratives = []
    for each in reader.mappings("narratives"):
        narratives.append(
            Narrative(
                code=each.code(),
                title=each.text("title", required=True),
                guide=each.text("guide"),
                is_required=each.flag("required"),
                max_chars=each.whole("max_chars", least=1),
            )
        )
        read_source(each)
        each.done()
    return tuple(narratives)


def _checks(reader: MappingReader) -> tuple[FrameworkCheck, ...]:
    checks = []
    for each in reader.mappings("checks"):
        expect = each.expression("expect", required=True, is_condition=True)
        tolerance = each.number("tolerance")
        code, severity = each.code(), each.one_of("severity", Severity, Severity.ERROR)
        where, message = each.texts("where"), each.text("message", required=True)
        if tolerance is not None and tolerance < 0:
            each.fault("tolerance", tolerance, "不能小于0")
        checks.append(
            FrameworkCheck(
                code=code,
                severity=severity,
                tolerance=ZERO if tolerance is None else tolerance,
                where=where,
                expect=expect or parse("0 == 0"),
                message=message,
            )
        )
        read_source(each)
        each.done()
    return tuple(checks)
