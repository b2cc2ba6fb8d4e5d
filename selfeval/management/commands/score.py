"""`manage.py score FILE [--json] [--framework NAME]`: a filing file's rates, points, traces and findings."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from selfeval.domain.amounts import ZERO, number_text
from selfeval.domain.assessment import Assessment
from selfeval.domain.files import FileFaults, result_to_document
from selfeval.domain.framework import Severity
from selfeval.domain.scoring.sheet import matching_caps
from selfeval.management.files import assess_file
from selfeval.management.printing import give_up, prepare_output

_SEVERITY_WORDS = {Severity.ERROR: "必须处理", Severity.WARNING: "请核对", Severity.INFO: "供参考"}


class Command(BaseCommand):
    """Exit 0: computed, whatever the findings. Exit 2: the file cannot be used, every reason on standard error."""

    help = "计算一份填报文件的比率、得分和核查结果；不用数据库"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, --json and --framework."""
        parser.add_argument("file", type=Path, metavar="FILE", help="填报文件（selfeval-filing/1）")
        parser.add_argument("--json", action="store_true", help="输出结果文件（selfeval-result/1）")
        parser.add_argument("--framework", default="", help="改用这个指标体系：名称、名称@版本或文件路径")

    def handle(self, *args: Any, **options: Any) -> None:
        """Score the file and print the result."""
        try:
            assessment = assess_file(options["file"], framework=options["framework"])
        except FileFaults as faults:
            give_up(self, faults.faults)
        prepare_output(self, is_json=options["json"])
        if options["json"]:
            self.stdout.write(json.dumps(result_to_document(assessment), ensure_ascii=False, indent=2))
        else:
            self.stdout.write("\n".join(_lines(assessment)))


def _lines(assessment: Assessment) -> list[str]:
    """The result for people: one line a group and an indicator, the total, then the findings."""
    document = result_to_document(assessment)
    filing, framework = assessment.filing, assessment.framework
    version = f"{framework.slug}@{framework.version}"
    lines = [f"{filing.fiscal_year}年度　{framework.title}　{filing.department.name}　（{version}）"]
    nodes = document["groups"] | document["indicators"]
    for node in framework.nodes.values():
        entry = nodes[node.code]
        score = entry["self_score"] or "—"
        computed = entry["computed_score"] or "—"
        indent = "　" * (node.level - 1)
        grade = f"　等次{entry['grade']}" if entry.get("grade") else ""
        lines.append(f"{indent}{node.name}　设定{entry['points']}　计算{computed}　自评{score}{grade}")
        if node.is_leaf:
            lines.append(f"{indent}　　{entry['trace']}")
    total = document["total"]
    lines.append(
        f"合计　设定{total['points']}　计算{total['computed_score']}　自评{total['self_score']}　"
        f"等次{document['grade'] or '（未定）'}"
    )
    lines.extend(_cap_lines(assessment))
    for finding in assessment.findings:
        answer = f"　说明：{finding.explanation}" if finding.explanation else ""
        lines.append(f"[{_SEVERITY_WORDS[finding.severity]}] {finding.message}{answer}")
    return lines


def _cap_lines(assessment: Assessment) -> list[str]:
    """Which cap holds and what it took; nothing where no total is above the ceiling."""
    framework, sheet = assessment.framework, assessment.sheet
    ceiling, places = sheet.total.capped_at, framework.rounding.points_places
    scores = sheet.indicators.values()
    before = {
        "计算": sum(score.computed_score or ZERO for score in scores),
        "自评": sum(score.self_score or ZERO for score in scores),
    }
    lowered = [f"{word}{number_text(total, places)}分" for word, total in before.items() if total > (ceiling or ZERO)]
    if ceiling is None or not lowered:
        return []
    caps = [cap for cap in matching_caps(framework, sheet.indicators) if cap.total_at_most == ceiling]
    why = "、".join(f"{framework.label_of(cap.rate)}（{cap.rate}）在 {cap.interval.text}" for cap in caps)
    return [f"总分封顶{number_text(ceiling, places)}分：{why}；封顶前{'、'.join(lowered)}"]
