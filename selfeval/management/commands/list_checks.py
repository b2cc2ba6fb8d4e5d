"""`manage.py list_checks [--json]`: every check, its severity, what must be true, its thresholds."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from selfeval.domain.checks.requirements import rules
from selfeval.management.check_table import check_table


class Command(BaseCommand):
    """Prints the table that docs/checks.md includes, or the same as JSON."""

    help = "列出全部核查规则：编码、级别、应当如此、阈值；不用数据库"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--json."""
        parser.add_argument("--json", action="store_true", help="输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the checks."""
        reconfigure = getattr(self.stdout, "reconfigure", None)
        if reconfigure:
            reconfigure(**({"encoding": "utf-8"} if options["json"] else {"errors": "replace"}))
        if not options["json"]:
            self.stdout.write("\n".join(check_table()))
            return
        listed = [
            {
                "check": rule.code,
                "title": rule.title,
                "severity": rule.severity.value,
                "must": rule.must,
                "thresholds": dict(rule.thresholds),
            }
            for rule in rules()
        ]
        self.stdout.write(json.dumps(listed, ensure_ascii=False, indent=2))
