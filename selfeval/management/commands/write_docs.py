"""`manage.py write_docs [--check]`: the pages of docs/ that are printed from the code, so that they cannot go stale."""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from selfeval.domain.checks.messages import CATALOGUE
from selfeval.domain.framework import Severity
from selfeval.domain.workflow import EDITABLE, TRANSITIONS, State, Transition
from selfeval.management import framework_docs
from selfeval.management.check_table import SEVERITY_WORDS, check_table

_PRINTED: Final = "<!-- 本页由 manage.py write_docs 从程序打印，请勿手改。 -->"
# Written by hand, and so not printed: what each check found in published reports, and whether it was right.
_JUDGED_BY_READING: Final = "checks-on-published-reports.md"
_ARRANGEMENTS: Final = (
    "## 各单位的情形",
    "",
    "- 单位设了内部审核人的，先送内部审核，通过以后才到负责人；没有设的直接送负责人签发。内部审核人可以是填报过的人。",
    "- 自评批次允许“填报人可以签发”的，单位负责人也可以填，填了仍可以签，表上注明。审核人从来不能审自己填过、签过的。",
    "- 财政部门代填的，由管理员填和送签，本单位只能看，签发仍由单位负责人。",
    "- 代填的单位没有能签发的负责人时，由没有填过、也不属于这个单位的另一位管理员代签。",
    "- 审核人不代签：审核总是另一个人的事。",
    "- 人员离岗的，单位负责人或管理员把他的分工和内部审核移交给本单位另一位填报人；他填过的仍记在他名下。",
    "",
)
_VERSIONS: Final = "每次办理都记一条不可更改的事件，并带版本号：页面上的版本不是最新的，办理不成。"
_MEANINGS: Final = {
    Severity.ERROR: "不改不能提交",
    Severity.WARNING: "改正，或写明理由",
    Severity.INFO: "供审核人参考",
}


class Command(BaseCommand):
    """Writes the pages; with --check only compares them and exits 1 where one has drifted."""

    help = "打印 docs/ 里由程序生成的页面"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--check."""
        parser.add_argument("--check", action="store_true", help="只比较，不改文件")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write or compare every page."""
        folder = settings.BASE_DIR / "docs"
        stale = []
        for name, page in PAGES.items():
            path, text = folder / name, page()
            if options["check"]:
                if not path.exists() or path.read_text(encoding="utf-8") != text:
                    stale.append(name)
            else:
                path.write_text(text, encoding="utf-8")
        if stale:
            raise CommandError(f"{'、'.join(stale)} 与程序不一致，请运行 manage.py write_docs")


def workflow_page() -> str:
    """States and actions."""
    lines = [_PRINTED, "", "# 填报的办理流程", "", "## 状态", "", "| 状态 | 编码 | 可以修改 |", "|---|---|---|"]
    lines += [f"| {state.label} | `{state.value}` | {'是' if state in EDITABLE else ''} |" for state in State]
    lines += ["", "## 动作", "", "| 动作 | 由谁 | 从 | 到 | 条件 |", "|---|---|---|---|---|"]
    lines += [_row(transition) for transition in TRANSITIONS]
    lines += ["", _VERSIONS, "", *_ARRANGEMENTS]
    return "\n".join(lines)


def _row(row: Transition) -> str:
    conditions = {
        "核查没有未处理的问题": row.needs_clean_checks,
        "必须写意见": row.needs_comment,
        "由本单位指定的内部审核人办": row.by_accountant,
        "不能由填报过的人办": row.by_others_only,
        "审核人打开之前": row.before_opened,
        "存下冻结件": row.is_frozen_copy,
        "锁定": row.ends_work,
    }
    sources = "、".join(state.label for state in State if state in row.sources)
    told = "；".join(words for words, holds in conditions.items() if holds)
    return f"| {row.action.label} | {row.role.label} | {sources} | {row.target.label} | {told} |"


def checks_page() -> str:
    """The table of `list_checks`, and how each check says what it found."""
    lines = [_PRINTED, "", "# 核查规则", ""]
    lines += [f"- {SEVERITY_WORDS[severity]}：{words}" for severity, words in _MEANINGS.items()]
    lines += [
        "",
        "级别和阈值是数据，可以按批次另定；下面是默认值，`manage.py list_checks` 打印的是同一张表，"
        "`--cycle 编码` 打印一个批次所用的。",
        "金额阈值以指标体系的金额单位计。框架文件还可以自带勾稽关系。",
        "",
        *check_table(),
        "",
        "## 说法",
        "",
        "花括号里是填进去的数和名称。",
        "",
        "| 编码 | 说法 |",
        "|---|---|",
    ]
    lines += [f"| `{code}` | {message.text} |" for code, message in CATALOGUE.items()]
    judged = (settings.BASE_DIR / "docs" / _JUDGED_BY_READING).read_text(encoding="utf-8")
    return "\n".join([*lines, "", judged])


def frameworks_page() -> str:
    """How to write a framework: tutorial and reference."""
    return f"{_PRINTED}\n\n{framework_docs.frameworks_page()}"


PAGES: Final[dict[str, Callable[[], str]]] = {
    "workflow.md": workflow_page,
    "checks.md": checks_page,
    "frameworks.md": frameworks_page,
}
