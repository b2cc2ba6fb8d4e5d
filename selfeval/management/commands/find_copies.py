"""`manage.py find_copies --cycle CODE [--json]`: near-duplicate texts of different units in one cycle."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError

from selfeval.domain.narrative.printing import as_share
from selfeval.models import FilingCycle
from selfeval.queries.snapshots import framework_snapshot
from selfeval.queries.text_copies import CopiedPair, CopiedPlace, copied_pairs
from selfeval.services.text_signatures import store_missing

_FORMAT: Final = "selfeval-copies/1"


class Command(BaseCommand):
    """Lists pairs of like blocks of submitted filings. Names both units, so it is for administrators on the server."""

    help = "列出一个批次里各单位之间近似的文字；缺特征的报送件先补上"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--cycle CODE, --json."""
        parser.add_argument("--cycle", required=True, help="自评批次的编码")
        parser.add_argument("--json", action="store_true", help=f"输出 JSON（{_FORMAT}）")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print pair by pair. Raises CommandError for an unknown cycle."""
        cycle = FilingCycle.objects.select_related("framework").filter(code=options["cycle"]).first()
        if cycle is None:
            raise CommandError(f"没有编码为“{options['cycle']}”的自评批次")
        reconfigure = getattr(self.stdout, "reconfigure", None)
        if reconfigure:
            reconfigure(**({"encoding": "utf-8"} if options["json"] else {"errors": "replace"}))
        store_missing(cycle)
        pairs = copied_pairs(cycle=cycle, framework=framework_snapshot(version=cycle.framework))
        if options["json"]:
            self._print_json(cycle, pairs)
        else:
            self._print(cycle, pairs)

    def _print(self, cycle: FilingCycle, pairs: Iterator[CopiedPair]) -> None:
        count = 0
        for count, pair in enumerate(pairs, start=1):  # noqa: B007 the last count is printed below
            self.stdout.write(f"{_name(pair.first)} ／ {_name(pair.second)}　{as_share(pair.likeness)}相同")
            self.stdout.write(f"    “{pair.quote}”")
        self.stdout.write(f"{cycle.title}：近似的文字{count}处。" if count else f"{cycle.title}：没有近似的文字。")

    def _print_json(self, cycle: FilingCycle, pairs: Iterator[CopiedPair]) -> None:
        """One document, written a pair at a time."""
        head = f'"format": {json.dumps(_FORMAT)}, "cycle": {json.dumps(cycle.code)}'
        self.stdout.write(f'{{{head}, "pairs": [')
        for number, pair in enumerate(pairs):
            self.stdout.write((",\n" if number else "") + json.dumps(_pair(pair), ensure_ascii=False), ending="")
        self.stdout.write("\n]}")


def _name(place: CopiedPlace) -> str:
    return f"{place.department}　{place.title}"


def _pair(pair: CopiedPair) -> dict[str, Any]:
    return {
        "first": _place(pair.first),
        "second": _place(pair.second),
        "resemblance": f"{pair.likeness:.2f}",
        "quote": pair.quote,
    }


def _place(place: CopiedPlace) -> dict[str, Any]:
    return {
        "filing": str(place.filing),
        "department": place.department,
        "where": place.box,
        "title": place.title,
        "offset": place.offset,
    }
