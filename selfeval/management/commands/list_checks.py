"""`manage.py list_checks [--cycle CODE] [--json]`: every check, its severity, what must be true, its thresholds."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from selfeval.domain.check_settings import settings_from_document
from selfeval.domain.checks.requirements import rules
from selfeval.domain.checks.thresholds import DEFAULT, CheckSettings
from selfeval.domain.files import FileFaults
from selfeval.management.check_table import check_table
from selfeval.models import FilingCycle


class Command(BaseCommand):
    """Prints the table that docs/checks.md includes, or the same as JSON; of a cycle where one is named."""

    help = "列出全部核查规则：编码、级别、应当如此、阈值；不指明批次时不用数据库"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--cycle and --json."""
        parser.add_argument("--cycle", default="", metavar="CODE", help="这个批次所用的级别和阈值，与一般不同的注明")
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the checks."""
        settings = _settings_of(options["cycle"]) if options["cycle"] else DEFAULT
        reconfigure = getattr(self.stdout, "reconfigure", None)
        if reconfigure:
            reconfigure(**({"encoding": "utf-8"} if options["json"] else {"errors": "replace"}))
        if not options["json"]:
            self.stdout.write("\n".join(check_table(settings)))
            return
        listed = [
            {
                "check": rule.code,
                "title": rule.title,
                "severity": rule.severity.value,
                "must": rule.must,
                "thresholds": dict(rule.thresholds),
            }
            for rule in rules(settings)
        ]
        self.stdout.write(json.dumps(listed, ensure_ascii=False, indent=2))


def _settings_of(code: str) -> CheckSettings:
    """What the cycle checks by. Raises CommandError for no such cycle and for settings that mean nothing."""
    cycle = FilingCycle.objects.filter(code=code).first()
    if cycle is None:
        known = "、".join(FilingCycle.objects.order_by("-fiscal_year", "code").values_list("code", flat=True)[:20])
        raise CommandError(f"没有编码为“{code}”的自评批次；已有：{known or '一个也没有'}")
    try:
        return settings_from_document(cycle.check_settings)
    except FileFaults as faults:
        raise CommandError(f"批次“{code}”的核查设置有误：\n{faults}") from None
