"""The page docs/frameworks.md: a tutorial that is run while it is printed, and a reference made from the code."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from selfeval.management.framework_docs.faults import fault_list
from selfeval.management.framework_docs.keys import key_tables, kind_table, parameter_table
from selfeval.management.framework_docs.kind_examples import evaluated, rounding_table
from selfeval.management.framework_docs.kinds import KIND_PAGES, KindPage
from selfeval.management.framework_docs.table_example import table_example
from selfeval.management.framework_docs.tutorial import tutorial
from selfeval.management.framework_docs.words import (
    FIELD_KINDS,
    NOT_APPLICABLE_POLICIES,
    UNCOMPUTABLE_POLICIES,
    ZERO_POLICIES,
    function_list,
    word_table,
)

_HEAD: Final = """# 指标体系文件怎样写

一套指标体系是一个文件，不是程序：各省各市各年的指标、分值、公式、评分标准都照原样写进去，查错、试算、发布，不用改一行代码。
先照着做一遍，约二十分钟；以后按目录查。

"""


def frameworks_page() -> str:
    """The page without the line that says it is printed."""
    reference = (Path(__file__).parent / "reference.md").read_text(encoding="utf-8")
    parts = {
        "keys": key_tables(),
        "field_kinds": word_table("kind", FIELD_KINDS),
        "tables": table_example(),
        "functions": function_list(),
        "kind_table": kind_table(),
        "kinds": "".join(_kind(kind, page) for kind, page in KIND_PAGES.items()),
        "rounding": rounding_table(),
        "zero_policies": word_table("词", ZERO_POLICIES),
        "not_applicable_policies": word_table("词", NOT_APPLICABLE_POLICIES),
        "uncomputable_policies": word_table("词", UNCOMPUTABLE_POLICIES),
        "faults": fault_list(),
    }
    for name, text in parts.items():
        reference = reference.replace(f"{{{{{name}}}}}\n", text)
    return f"{_HEAD}{tutorial()}\n{reference}"


def _kind(kind: str, page: KindPage) -> str:
    return "\n".join(_kind_lines(kind, page)) + "\n"


def _kind_lines(kind: str, page: KindPage) -> Iterator[str]:
    example = evaluated(page.example)
    yield from (f"#### {kind}", "", f"{page.points}。{page.note}", "")
    if page.parameters:
        yield parameter_table(page.parameters)
    yield from ("```yaml", page.example.leaf, "```", "", f"由规则印出的评分标准：{example.standard}。", "")
    yield from ("| 填报 | 率 | 得分 | 计算分析情况 |", "|---|---|---|---|")
    for filed, score in example.scores:
        yield f"| `{filed}` | {score.rate_text or '—'} | {score.computed_score} | {_cell(score.trace)} |"
    yield ""


def _cell(text: str) -> str:
    """Words for a cell of a table, whose bars would end it."""
    return text.replace("|", "&#124;")
