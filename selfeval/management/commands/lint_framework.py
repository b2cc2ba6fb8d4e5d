"""`manage.py lint_framework FILE`: whether a framework file can be used, or every fault of it; without a database."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand

from selfeval.domain.amounts import plain_text
from selfeval.domain.files import FileFaults, read_framework
from selfeval.domain.framework import Framework, Source
from selfeval.management.files import path_named, read_text
from selfeval.management.printing import give_up, prepare_output

_STATUS_WORDS: Final = {"verified": "已核对", "unverified": "待核", "sample": "示例"}


class Command(BaseCommand):
    """Exit 0: the framework can be used. Exit 2: it cannot, every fault on standard error, one a line."""

    help = "检查一个指标体系文件能不能用；有错就一次列出全部；不用数据库"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE."""
        help_text = "指标体系文件（selfeval-framework/1），或随产品带的指标体系的名称"
        parser.add_argument("file", metavar="FILE", help=help_text)

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the file and print what it holds, or its faults."""
        try:
            framework = read_framework(_text(options["file"]))
        except FileFaults as refused:
            give_up(self, refused.faults)
        prepare_output(self)
        self.stdout.write("\n".join(_summary(framework)))


def _text(name: str) -> str:
    """The text of the file `name`, or of the shipped framework of that name."""
    path = Path(name)
    return read_text(path if path.exists() else path_named(name, beside=Path.cwd()))


def _summary(framework: Framework) -> Iterator[str]:
    yield f"可用：{framework.title}（{framework.slug}@{framework.version}）"
    total = plain_text(framework.total_points)
    own = [f"{node.name}{plain_text(node.points)}分" for node in framework.own_nodes]
    added = f"（其中由单位自设个性指标：{'、'.join(own)}）" if own else ""
    yield f"共有指标 {len(framework.leaves)} 项，数据项 {len(framework.fields)} 项，合计 {total} 分{added}"
    yield f"依据：{_source_words(framework.source)}"
    for status in ("unverified", "sample"):
        marked = [node for node in framework.nodes.values() if node.source and node.source.status == status]
        if marked:
            names = "、".join(f"{node.name}（{node.code}）" for node in marked)
            yield f"{_STATUS_WORDS[status]} {len(marked)} 处：{names}"


def _source_words(source: Source | None) -> str:
    if source is None:
        return "未注明"
    details = "；".join(text for text in (source.document, source.note) if text)
    words = _STATUS_WORDS[source.status] + (f"，{details}" if details else "")
    return f"{words}（整份待核，只能存为草稿，不能发布）" if source.status == "unverified" else words
