"""`manage.py check_form FILE [--framework NAME] [--json]`: what an old form says, and what does not hold in it."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from selfeval.domain.files import FileFaults
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Severity
from selfeval.imports import Understood, check_understood, findings_to_document, read_raw, understand
from selfeval.management.files import read_bytes, read_framework_named, shipped_newest

_SEVERITY_WORDS = {Severity.ERROR: "必须处理", Severity.WARNING: "请核对", Severity.INFO: "供参考"}
_UNUSABLE = 2


class Command(BaseCommand):
    """Exit 0: read, whatever was found. Exit 2: the file cannot be read, every reason on standard error."""

    help = "读一份旧自评表（.docx、.xlsx、.txt），列出读懂了什么、没读懂什么、哪里对不上；不用数据库"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, --framework and --json."""
        parser.add_argument("file", type=Path, metavar="FILE", help="自评表或自评报告（.docx、.xlsx、.txt）")
        parser.add_argument("--framework", default="", help="按这个指标体系读：名称、名称@版本或文件路径")
        parser.add_argument("--json", action="store_true", help="输出核查结果文件（selfeval-findings/1）")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, understand, check, print."""
        path: Path = options["file"]
        try:
            raw = read_raw(path.name, read_bytes(path))
            named = options["framework"]
            framework = read_framework_named(named, beside=Path.cwd()) if named else None
            understood = understand(raw, [] if framework else shipped_newest(), framework=framework)
        except FileFaults as faults:
            for fault in faults.faults:
                self.stderr.write(str(fault))
            raise SystemExit(_UNUSABLE) from None
        findings = check_understood(understood)
        # JSON is UTF-8 whatever the machine speaks; what cannot be shown to people is shown as a question mark.
        reconfigure = getattr(self.stdout, "reconfigure", None)
        if reconfigure:
            reconfigure(**({"encoding": "utf-8"} if options["json"] else {"errors": "replace"}))
        if options["json"]:
            self.stdout.write(json.dumps(findings_to_document(understood, findings), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_lines(understood, findings)))


def _lines(understood: Understood, findings: Sequence[Finding]) -> list[str]:
    """For people: what was understood, what was not, then the findings in the order of the document."""
    return [*_understood(understood), *_not_understood(understood), *_findings(understood, findings)]


def _understood(understood: Understood) -> Iterator[str]:
    summary, framework = understood.summary, understood.framework
    name = f"{framework.title}（{framework.slug}@{framework.version}）" if framework else "没有认出，只检查文字"
    yield f"《{summary['document']['title'] or understood.raw.name}》　{summary['document']['characters']:,}字"
    yield f"指标体系：{name}"
    yield f"年度：{summary['fiscal_year'] or '未写'}　单位：{summary['department'] or '未写'}"
    if framework is None:
        return
    fields = summary["fields"]
    if fields:
        yield f"数据（{summary['money_unit']}，另注的除外）："
    for each in fields.values():
        value = each["value"]
        shown = "；".join(f"{row['label']} {row['amount']}" for row in value) if isinstance(value, list) else value
        yield f"　{each['label']}：{shown}{'（正文）' if each['from'] == 'text' else ''}"
    for each in summary["narratives"].values():
        yield f"文字：{each['title'][:40]}　{each['characters']:,}字（{each['place']}）"
    for each in summary["indicators"].values():
        score = each["self_score"] or ("—" if each["applicable"] else "不涉及")
        yield f"指标：{each['name']}　分值{each['points']}　得分{score}"
    for name in summary["own_indicators"]:
        yield f"个性指标：{name}"
    yield f"综合得分：{summary['total'] or '—'}　等次：{summary['grade'] or '—'}　评价人员：{summary['evaluators']}人"


def _not_understood(understood: Understood) -> Iterator[str]:
    if understood.not_understood:
        yield "没有读懂或拿不准的："
    for each in understood.not_understood:
        yield f"　{each.place}“{each.words}”：{each.why}"


def _findings(understood: Understood, findings: Sequence[Finding]) -> Iterator[str]:
    yield f"核查结果{len(findings)}条："
    for each in findings:
        place = understood.place_of(each)
        yield f"[{_SEVERITY_WORDS[each.severity]}] {f'{place}：' if place else ''}{each.message}"
