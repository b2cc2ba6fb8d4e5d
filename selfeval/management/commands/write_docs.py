"""`manage.py write_docs [--check]`: the pages of docs/ that are printed from the code, so that they cannot go stale."""

from argparse import ArgumentParser
from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from selfeval.domain.checks.messages import CATALOGUE
from selfeval.domain.framework import Severity
from selfeval.management import cycle_docs, framework_docs, layout_docs, permission_table, workflow_docs
from selfeval.management.check_table import SEVERITY_WORDS, check_table

_PRINTED: Final = "<!-- 本页由 manage.py write_docs 从程序打印，请勿手改。 -->"
# Written by hand, and so not printed: what each check found in published reports, and whether it was right.
_JUDGED_BY_READING: Final = "checks-on-published-reports.md"
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


def workflow_page() -> str:
    """States, actions, levels of review, deadlines, and what follows."""
    return f"{_PRINTED}\n\n{workflow_docs.workflow_page()}"


def permissions_page() -> str:
    """Who may do what in which state."""
    return f"{_PRINTED}\n\n{permission_table.permissions_page()}"


def cycles_page() -> str:
    """How a year is run."""
    return f"{_PRINTED}\n\n{cycle_docs.cycles_page()}"


def layouts_page() -> str:
    """How a layout is written."""
    return f"{_PRINTED}\n\n{layout_docs.layouts_page()}"


PAGES: Final[dict[str, Callable[[], str]]] = {
    "workflow.md": workflow_page,
    "permissions.md": permissions_page,
    "cycles.md": cycles_page,
    "checks.md": checks_page,
    "frameworks.md": frameworks_page,
    "layouts.md": layouts_page,
}
