"""Reads a layout file (`selfeval-layout/1`): a usable layout, or every fault at once, each with place and remedy."""

from collections.abc import Callable
from decimal import Decimal
from string import Formatter
from typing import Final, TypeVar

from selfeval.domain.files.faults import Fault
from selfeval.domain.files.reader import Faults, MappingReader
from selfeval.domain.files.yaml_text import Plain, load
from selfeval.exports.layout import (
    LABEL_COLUMNS,
    PAGE_WIDTH,
    TYPED_WORDS,
    Align,
    Column,
    Evaluators,
    FactsLayout,
    Funds,
    FundsColumn,
    FundsLayout,
    FundsRowLayout,
    GoalsLayout,
    GradeAt,
    IndicatorLayout,
    Layout,
    Part,
    Prints,
    SignatureLayout,
    SignatureStyle,
    Subtotals,
    TasksLayout,
    TextColumn,
    TotalLayout,
    sheet_width,
)

FORMAT: Final = "selfeval-layout/1"
PLACEHOLDERS: Final = ("title", "year")
LEAST_WIDTH: Final = Decimal(8)
_OPTIONAL: Final = (Part.TASKS, Part.FUNDS, Part.GOALS)
_MOST_INDENT: Final = 8
T = TypeVar("T")


def read_layout(text: str) -> Layout:
    """The layout written in `text`. Raises FileFaults with all faults."""
    noted: list[Fault] = []
    return layout_from_document(load(text, noted), noted)


def layout_from_document(document: Plain, noted: list[Fault] | None = None) -> Layout:
    """The layout of a plain document. Raises FileFaults with all faults."""
    faults = Faults(noted or ())
    reader = MappingReader(document, "", faults)
    written = reader.text("format", required=True)
    if written and written != FORMAT:
        reader.fault("format", written, f"应是 {FORMAT}")
    layout = _layout(reader)
    reader.done()
    faults.raise_any()
    return layout


def _layout(reader: MappingReader) -> Layout:
    parts = _parts(reader)
    return Layout(
        code=reader.text("code", required=True),
        name=reader.text("name", required=True),
        frameworks=reader.texts("frameworks"),
        is_default=reader.flag("default"),
        is_default_with_funds=reader.flag("default_with_funds"),
        annex=reader.text("annex"),
        title=_templates(reader, "title"),
        year_line=_template(reader, "year_line", reader.text("year_line", default="（{year}年度）")),
        department=reader.text("department", default="单位名称"),
        parts=parts,
        facts=_facts(reader),
        tasks=_part(reader, Part.TASKS, parts, _tasks),
        funds=_part(reader, Part.FUNDS, parts, _funds),
        goals=_part(reader, Part.GOALS, parts, _goals),
        indicators=_indicators(reader),
        total=_total(reader),
        evaluators=reader.one_of("evaluators", Evaluators, Evaluators.ALWAYS),
        signature=_signature(reader),
        notes=reader.texts("notes"),
    )


def _parts(reader: MappingReader) -> tuple[Part, ...]:
    found: list[Part] = []
    words = reader.texts("parts")
    for index, word in enumerate(words):
        place = f"parts[{index}]"
        if word not in set(Part):
            reader.fault(place, word, f"应是 {'、'.join(Part)} 之一")
        elif Part(word) in found:
            reader.fault(place, word, "写了两次，每一部分只印一次")
        else:
            found.append(Part(word))
    missing = [part for part in Part if part not in found and part not in _OPTIONAL]
    if missing:
        # What a unit filed must be printed somewhere.
        reader.fault("parts", "、".join(words), f"缺 {'、'.join(missing)}：填报的内容都要印得出来")
    return tuple(found)


def _part(reader: MappingReader, part: Part, parts: tuple[Part, ...], read: Callable[[MappingReader], T]) -> T | None:
    """The settings of an optional part, which stand in the file exactly where the part is printed."""
    below = reader.mapping(part.value)
    if (below is None) == (part in parts):
        said = f"parts 里有 {part.value}，这里要写明怎么印" if below is None else f"parts 里没有 {part.value}，印不出来"
        reader.fault(part.value, None, said)
    if below is None:
        return None
    value = read(below)
    below.done()
    return value


def _templates(reader: MappingReader, key: str) -> tuple[str, ...]:
    lines = reader.texts(key) or ("{title}",)
    return tuple(_template(reader, f"{key}[{index}]", line) for index, line in enumerate(lines))


def _template(reader: MappingReader, place: str, text: str) -> str:
    """`text`, where only the known words stand in braces."""
    known = "、".join(f"{{{word}}}" for word in PLACEHOLDERS)
    try:
        names = [(name, form, way) for _, name, form, way in Formatter().parse(text) if name is not None]
    except ValueError:
        names = [("{", "", "")]
    if any(name not in PLACEHOLDERS or form or way for name, form, way in names):
        reader.fault(place, text, f"花括号里只能是 {known}")
        return ""
    return text


def _facts(reader: MappingReader) -> FactsLayout:
    below = reader.mapping("facts")
    if below is None:
        return FactsLayout()
    choice = below.word("figures", ("standard", "none", "listed"), "standard")
    codes = below.texts("codes")
    if (choice == "listed") != bool(codes):
        below.fault("codes", "、".join(codes), "figures 写 listed 时在这里列出数据项编码，否则不写")
    below.done()
    return FactsLayout(is_standard=choice == "standard", codes=codes)


def _tasks(reader: MappingReader) -> TasksLayout:
    width = _width(reader, "label_width")
    columns = _text_columns(reader, "column", width)
    return TasksLayout(
        label=reader.text("label", required=True),
        label_width=width,
        field=reader.code("field"),
        columns=columns,
    )


def _goals(reader: MappingReader) -> GoalsLayout:
    width = _width(reader, "label_width")
    columns = _text_columns(reader, "narrative", width)
    return GoalsLayout(label=reader.text("label", required=True), label_width=width, columns=columns)


def _text_columns(reader: MappingReader, key: str, label_width: float) -> tuple[TextColumn, ...]:
    columns = []
    for each in reader.mappings("columns", required=True):
        head, over = each.text("head", required=True), each.text("over")
        columns.append(TextColumn(code=each.code(key), head=head, width=_width(each, "width"), over=over))
        each.done()
    _fill_the_page(reader, label_width, [column.width for column in columns])
    return tuple(columns)


def _funds(reader: MappingReader) -> FundsLayout:
    columns = []
    for each in reader.mappings("columns", required=True):
        prints = each.one_of("prints", Funds, Funds.SOURCE)
        columns.append(FundsColumn(prints=prints, head=each.text("head", required=True), width=_width(each, "width")))
        each.done()
    _once(reader, [column.prints.value for column in columns])
    if columns and columns[0].prints is not Funds.SOURCE:
        reader.fault("columns[0].prints", columns[0].prints.value, "第一栏应是 source")
    width = _width(reader, "label_width")
    _fill_the_page(reader, width, [column.width for column in columns])
    return FundsLayout(
        label=reader.text("label", required=True),
        label_width=width,
        indicator=reader.text("indicator", required=True),
        columns=tuple(columns),
        rows=tuple(_funds_row(each) for each in reader.mappings("rows", required=True)),
    )


def _funds_row(reader: MappingReader) -> FundsRowLayout:
    row = FundsRowLayout(
        label=reader.text("label", required=True),
        original=reader.text("original"),
        full=reader.text("full"),
        actual=reader.text("actual"),
        indent=reader.whole("indent", most=_MOST_INDENT) or 0,
    )
    reader.done()
    return row


def _indicators(reader: MappingReader) -> IndicatorLayout:
    below = reader.mapping("indicators")
    if below is None:
        reader.fault("indicators", None, "缺少，要写明指标表有哪些栏")
        return IndicatorLayout(columns=())
    columns = tuple(_column(each) for each in below.mappings("columns", required=True))
    said = [column.prints.value for column in columns]
    if said[:LABEL_COLUMNS] != [Prints.LEVEL1, Prints.LEVEL2, Prints.NAME]:
        below.fault("columns", "、".join(said), "前三栏应依次是 level1、level2、name")
    _once(below, said)
    for needed, why in (({Prints.SET_POINTS}, "分值"), ({Prints.SELF_SCORE}, "得分"), (TYPED_WORDS, "单位写的分析")):
        if columns and not needed & {column.prints for column in columns}:
            below.fault("columns", "、".join(said), f"缺 {' 或 '.join(sorted(needed))}：{why}要印得出来")
    _fill_the_page(below, 0, [column.width for column in columns])
    found = IndicatorLayout(
        columns=columns,
        subtotals=below.one_of("subtotals", Subtotals, Subtotals.ROW),
        is_dense=below.word("type", ("normal", "dense"), "normal") == "dense",
    )
    below.done()
    return found


def _column(reader: MappingReader) -> Column:
    prints = reader.one_of("prints", Prints, Prints.BLANK)
    width = _width(reader, "width")
    sheet = reader.number("sheet")
    column = Column(
        prints=prints,
        head=reader.text("head", required=True),
        width=width,
        align=reader.one_of("align", Align, prints.align),
        sheet=sheet_width(width) if sheet is None else float(sheet),
    )
    reader.done()
    return column


def _total(reader: MappingReader) -> TotalLayout:
    below = reader.mapping("total")
    if below is None:
        return TotalLayout(label="综合得分", grade_label="评价结果等次")
    found = TotalLayout(
        label=below.text("label", required=True),
        grade_label=below.text("grade_label", required=True),
        grade=below.one_of("grade", GradeAt, GradeAt.ROW),
    )
    below.done()
    return found


def _signature(reader: MappingReader) -> SignatureLayout:
    below = reader.mapping("signature")
    if below is None:
        return SignatureLayout(who="单位负责人（签章）：")
    found = SignatureLayout(
        who=below.text("who", required=True),
        style=below.one_of("style", SignatureStyle, SignatureStyle.BOX),
        items=below.texts("items"),
    )
    below.done()
    return found


def _width(reader: MappingReader, key: str) -> float:
    found = reader.number(key, required=True)
    if found is None:
        return 0.0
    if not LEAST_WIDTH <= found <= Decimal(str(PAGE_WIDTH)):
        reader.fault(key, found, f"应是{LEAST_WIDTH}到{PAGE_WIDTH:g}毫米")
    return float(found)


def _fill_the_page(reader: MappingReader, first: float, widths: list[float]) -> None:
    total = sum((Decimal(str(width)) for width in (first, *widths)), Decimal(0))
    if widths and total != Decimal(str(PAGE_WIDTH)):
        reader.fault("columns", f"{total.normalize():f}毫米", f"各栏宽度合计应正好是{PAGE_WIDTH:g}毫米")


def _once(reader: MappingReader, words: list[str]) -> None:
    for index, word in enumerate(words):
        if word in words[:index] and word != Prints.BLANK:
            reader.fault(f"columns[{index}].prints", word, "前面已有一栏印它，每样只印一次")
