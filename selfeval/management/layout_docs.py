"""docs/layouts.md: how a layout is written, with its words printed from the enumerations that read them."""

from collections.abc import Iterable, Iterator

from selfeval.exports.layout import PAGE_WIDTH, Align, Funds, Part, Prints
from selfeval.exports.layout_choice import FOLDER, shipped_layouts
from selfeval.exports.layout_file import FORMAT, LEAST_WIDTH, PLACEHOLDERS

_KEYS = (
    ("format", f"写 `{FORMAT}`"),
    ("code、name", "编码（与文件同名）和名称"),
    ("frameworks", "印哪些指标体系，写体系的名称（slug）；一个体系只能列在一个版式里"),
    ("default", "写 true 的一个，印没有列出的体系"),
    ("default_with_funds", "写 true 的，印没有列出、但有同样资金表的体系"),
    ("title、year_line", f"标题各行和年度行；可用 {'、'.join(f'`{{{word}}}`' for word in PLACEHOLDERS)}"),
    ("annex", "附件号，不写就没有"),
    ("department", "单位名称前面的字"),
    ("parts", "从上到下有哪些部分，见下"),
    ("facts", "表头块：`figures` 写 standard（正式表的六项金额）、none，或 listed 并在 `codes` 列出数据项"),
    ("tasks", "年度主要任务：`field` 是表格数据项，各栏的 `column` 是它的栏；`over` 相同的相邻各栏共一个大标题"),
    (
        "funds",
        "资金表：各行用 `original`、`full`、`actual` 写数据项；`indicator` 是第一行计分的指标，不再进指标表",
    ),
    ("goals", "目标：各栏的 `narrative` 是体系里的文字部分，并排印；没有列在这里的仍印在填报内容"),
    (
        "indicators",
        "指标表：`columns` 见下；`subtotals` 写 row（有小计行）或 label（分值印在一级名下）；`type: dense` 用小五号字",
    ),
    ("total", "合计行的字；`grade` 写 row（等次另起一行）或 beside（印在最后一栏）"),
    ("evaluators", "always（没有填也印空表）或 filed（填了才印）"),
    ("signature", "`style` 写 box（签章框）或 line（一行签名，`items` 是前面的几个）；`who` 是签章的人"),
    ("notes", "备注各条；体系待核、总分封顶由系统接着写"),
)


def layouts_page() -> str:
    """The whole page."""
    return "\n".join([*_opening(), *_keys(), *_words(), *_shipped(), ""])


def _opening() -> Iterator[str]:
    yield "# 表的版式"
    yield ""
    yield (
        f"一份自评表印成什么样，写在 `{FOLDER.as_posix()}/` 的版式文件里，一个文件一种版式。"
        "PDF、网页预览和 Excel 都照同一个文件画，程序里没有哪个地方专用的写法。"
    )
    yield ""
    yield "改了版式，运行 `manage.py lint_layouts`：错处一次列全，每处说明在哪个文件的哪一项、写的是什么、应写什么。"
    yield "版式是程序的一部分，改过以后留存的文件都会重画；已定稿的填报，数和字不变，只是排法变了。"
    yield ""
    yield "体系改了以后，原来的版式引用的数据项、文字、指标不在了，就用默认的版式印，不会印不出来。"
    yield ""


def _keys() -> Iterator[str]:
    yield "## 文件里写什么"
    yield ""
    yield "| 键 | 意思 |"
    yield "|---|---|"
    yield from (f"| {_code(key)} | {words} |" for key, words in _KEYS)
    yield ""
    yield f"宽度都是毫米，一张表各栏合计正好 {PAGE_WIDTH:g}，最窄 {LEAST_WIDTH}；`sheet` 另定 Excel 的列宽（字符）。"
    yield "相邻两栏的 `head` 相同，就共一个格。表头里换行写成 `\\n`。"
    yield ""


def _words() -> Iterator[str]:
    yield from _table("## 部分（parts）", Part, "tasks、funds、goals 可以没有，其余都要有：填报的内容要印得出来。")
    told = "前三栏固定是 level1、level2、name；分值、得分和单位写的分析必须有一栏印。"
    yield from _table("## 指标表各栏印什么（prints）", Prints, told)
    yield from _table(
        "## 资金表各栏印什么（prints）", Funds, "第一栏固定是 source；没有 reason 栏时，单位写的原因印在表下一行。"
    )
    yield from _table("## 各栏怎么排（align）", Align, "不写时，数靠右，长文字两端对齐，指标名靠左，其余居中。")


def _table(heading: str, words: Iterable[Part | Prints | Funds | Align], told: str) -> Iterator[str]:
    yield heading
    yield ""
    yield told
    yield ""
    yield "| 写法 | 印出 |"
    yield "|---|---|"
    yield from (f"| `{word.value}` | {word.label} |" for word in words)
    yield ""


def _shipped() -> Iterator[str]:
    yield "## 随产品带的版式"
    yield ""
    yield "| 版式 | 指标表各栏 | 印哪些体系 |"
    yield "|---|---|---|"
    for layout in shipped_layouts():
        heads = dict.fromkeys("".join(column.head.split()) for column in layout.indicators.columns)
        default = "；其余的体系" if layout.is_default else ""
        default = "；其余有同样资金表的体系" if layout.is_default_with_funds else default
        yield f"| {layout.name} `{layout.code}` | {'｜'.join(heads)} | {'、'.join(layout.frameworks)}{default} |"
    yield ""
    yield "## PDF 的三种"
    yield ""
    yield "| 用处 | 格式 |"
    yield "|---|---|"
    yield "| 已提交、已定稿的（存档） | PDF/A-2u：字体全部内嵌，字都能复制，颜色有说明，没有脚本和附件 |"
    yield "| 公开的 | PDF/UA-1：加了标签，读屏软件念得出标题、段落、表头和格子 |"
    yield "| 草稿 | 普通 PDF |"
    yield ""
    yield (
        "测试用另一个程序（pikepdf）逐项看文件的结构；veraPDF 没有跑过。"
        "字体里没有的字不会印成空框：导不出来，页面写明是哪个字、在哪里。"
    )
    yield (
        "同一份表里同时有形状完全相同的两个字（如“郎”和兼容区的 U+F92C），印出来都对，"
        "从 PDF 里复制时可能都成为其中一个：字体里它们是同一个字形。"
    )


def _code(key: str) -> str:
    return "、".join(f"`{each}`" for each in key.split("、"))
