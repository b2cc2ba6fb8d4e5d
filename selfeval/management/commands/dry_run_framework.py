"""`manage.py dry_run_framework FILE`: what a framework file would change for filings made under an older version."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from selfeval.domain.assessment import Assessment
from selfeval.domain.dry_run import dry_run
from selfeval.domain.files import Fault, FileFaults
from selfeval.domain.files.dry_run_file import FORMAT, dry_run_to_document
from selfeval.domain.framework import Framework
from selfeval.management.dry_run_report import DryRunLine, report_lines
from selfeval.management.files import assess_file, read_framework_named
from selfeval.management.printing import give_up, prepare_output
from selfeval.models import FrameworkVersion
from selfeval.queries.dry_runs import dry_runs_on_the_server
from selfeval.queries.snapshots import FrameworkAlteredError


class Command(BaseCommand):
    """Exit 0: computed, whatever changes. Exit 2: something named cannot be used, every reason on standard error."""

    help = "试算：用一个指标体系文件给已有的填报重新评分，列出谁的分值、得分、总分和等次会变；什么也不写入"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, --against, --filing, --json."""
        parser.add_argument("file", type=Path, metavar="FILE", help="要试算的指标体系文件（selfeval-framework/1）")
        parser.add_argument(
            "--against",
            default="",
            metavar="SLUG[@VERSION]",
            help="拿哪个旧版本的填报来试算；不写版本就是最新的一版，整个不写就是同一代号的最新一版",
        )
        parser.add_argument(
            "--filing",
            type=Path,
            action="append",
            default=[],
            metavar="PATH",
            help="改用这份填报文件，可写多次；这时不用数据库，旧版本是文件自己写的（或 --against 指明的）",
        )
        parser.add_argument("--json", action="store_true", help="输出 JSON（selfeval-dry-run/1）")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read everything, then compute and print filing by filing."""
        try:
            draft, against, lines = _plan(options["file"], options["against"], options["filing"])
        except FileFaults as refused:
            give_up(self, refused.faults)
        except FrameworkAlteredError as altered:
            give_up(self, [altered])
        prepare_output(self, is_json=options["json"])
        if options["json"]:
            self._print_json(draft, against, lines)
            return
        self.stdout.write(f"试算 {draft.slug}@{draft.version} {draft.title}　旧版本：{against}")
        for line in report_lines(lines, draft=draft):
            self.stdout.write(line)

    def _print_json(self, draft: Framework, against: str, lines: Iterator[DryRunLine]) -> None:
        """One document, written a filing at a time, so that thousands need no memory."""
        head = {
            "format": FORMAT,
            "framework": {"slug": draft.slug, "version": draft.version},
            "against": against,
        }
        self.stdout.write(json.dumps(head, ensure_ascii=False)[:-1] + ', "filings": [', ending="\n")
        separator = ""
        for line in lines:
            entry = {"name": line.name, "basis": line.basis, "problem": line.problem or None}
            result = {} if line.result is None else dry_run_to_document(line.result, draft=draft)
            self.stdout.write(separator + json.dumps(entry | result, ensure_ascii=False), ending="")
            separator = ",\n"
        self.stdout.write("\n]}")


def _plan(file: Path, against: str, filings: list[Path]) -> tuple[Framework, str, Iterator[DryRunLine]]:
    """The draft, the older version in words, and what is to be computed. Raises FileFaults with every reason."""
    faults: list[Fault] = []
    draft = None
    try:
        draft = read_framework_named(str(file.absolute()), beside=Path())
    except FileFaults as refused:
        faults.extend(refused.faults)
    if filings:
        filed = [each for path in filings if (each := _read(path, against, faults))]
        if draft is None or faults:
            raise FileFaults(faults)
        return draft, against or "填报文件自己写的", _of_files(filed, draft)
    version = _version(against or (draft.slug if draft else ""), faults)
    if draft is None or version is None:
        raise FileFaults(faults)
    return draft, str(version), _of_database(version, draft)


def _read(path: Path, against: str, faults: list[Fault]) -> tuple[Path, Assessment] | None:
    """A filing file under its own framework; None after a fault, with the file's name before its place."""
    try:
        return path, assess_file(path, framework=against)
    except FileFaults as refused:
        faults.extend(replace(fault, path=f"{path.name} {fault.path}".rstrip()) for fault in refused.faults)
        return None


def _of_files(filed: list[tuple[Path, Assessment]], draft: Framework) -> Iterator[DryRunLine]:
    for path, assessment in filed:
        old = assessment.framework
        result = dry_run(old=old, filing=assessment.filing, draft=draft)
        yield DryRunLine(name=path.name, basis=f"{old.slug}@{old.version}", result=result)


def _version(name: str, faults: list[Fault]) -> FrameworkVersion | None:
    """The published version `slug` (its newest) or `slug@version`; None after a fault."""
    slug, at, number = name.partition("@")
    published = FrameworkVersion.objects.filter(is_published=True)
    matching = [each for each in published.filter(slug=slug) if not at or each.version == number]
    if slug and not matching:
        known = "、".join(str(each) for each in published) or "（没有）"
        faults.append(Fault(path="--against", found=name, expected=f"库里没有这个已发布的指标体系；已有：{known}"))
    return max(matching, key=lambda each: int(each.version), default=None)


def _of_database(version: FrameworkVersion, draft: Framework) -> Iterator[DryRunLine]:
    runs = dry_runs_on_the_server(version=version, draft=draft)
    return (
        DryRunLine(
            name=f"{each.department_code} {each.department}",
            basis="未报送的现稿" if each.round is None else f"第{each.round}次报送",
            result=each.result,
            problem=each.problem,
        )
        for each in runs
    )
