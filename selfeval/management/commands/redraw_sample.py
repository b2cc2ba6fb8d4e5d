"""`manage.py redraw_sample PUBLIC_ID [--json]`: draw a spot check's sample again from the population that was kept."""

import json
from argparse import ArgumentParser
from typing import Any, Final
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from selfeval.domain.sampling import Candidate, Method, lot
from selfeval.models import SpotCheck
from selfeval.queries.spot_checks import redrawn

_FORMAT: Final = "selfeval-redraw/1"


class Command(BaseCommand):
    """Prints the sample and holds it against what was drawn; fails where they are not the same."""

    help = "按存下的范围、方式和种子重抽一次抽查的样本，并与当时抽中的核对"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """PUBLIC_ID, --json."""
        parser.add_argument("public_id", metavar="PUBLIC_ID", help="抽查的公开编号：抽查页地址里的那一段")
        parser.add_argument("--json", action="store_true", help=f"输出 JSON（{_FORMAT}）")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError for an unknown draw, and where the sample is not what was drawn."""
        check = self._check(options["public_id"])
        again, then = redrawn(check=check)
        codes = tuple(each.code for each in again)
        if options["json"]:
            document = {
                "format": _FORMAT,
                "spot_check": str(check.public_id),
                "method": check.method,
                "seed": check.seed,
                "size": check.size,
                "population": len(check.population),
                "redrawn": [{"code": each.code, "lot": lot(check.seed, each.code)} for each in again],
                "drawn": list(then),
                "is_same": codes == then,
            }
            self.stdout.write(json.dumps(document, ensure_ascii=False, indent=2))
        else:
            self._print(check, again)
        if codes != then:
            raise CommandError(f"重抽的结果与当时抽中的不一致：当时抽中 {'、'.join(then)}")
        if not options["json"]:
            self.stdout.write("重抽的结果与当时抽中的一致。")

    def _check(self, text: str) -> SpotCheck:
        try:
            public_id = UUID(text)
        except ValueError as error:
            raise CommandError(
                f"“{text}”不是公开编号：应是抽查页地址里的那一段，如 123e4567-e89b-12d3-a456-…"
            ) from error
        check = SpotCheck.objects.select_related("cycle").filter(public_id=public_id).first()
        if check is None:
            raise CommandError(f"没有公开编号为“{text}”的抽查")
        return check

    def _print(self, check: SpotCheck, again: tuple[Candidate, ...]) -> None:
        method = Method(check.method)
        self.stdout.write(f"{check.cycle.title}　{check.title}")
        self.stdout.write(f"{method.label}，种子“{check.seed}”，{len(check.population)} 份里抽 {check.size} 份")
        for position, each in enumerate(again, 1):
            self.stdout.write(f"{position:>4}　{each.code}　{each.name}　签号 {lot(check.seed, each.code)}")
