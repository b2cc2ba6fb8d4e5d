"""`manage.py archive_record --since 2022-01-01 --until 2022-12-31 --to FILE`: a signed archive of the record."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from selfeval.management.files import file_beside, why_not_written
from selfeval.services.record_archive import NothingToArchive, archive_record
from selfeval.services.signing import fingerprint, public_key


class Command(BaseCommand):
    """Exit 0: the package is there, whole. Exit 1: nothing was written."""

    help = "把一段时间的操作记录打成签名的归档包（zip），存到别处；用 verify_record_archive 核对。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--since, --until, --to."""
        parser.add_argument(
            "--since", type=date.fromisoformat, required=True, metavar="日期", help="从这一天，如 2022-01-01"
        )
        parser.add_argument(
            "--until", type=date.fromisoformat, required=True, metavar="日期", help="到这一天，含这一天"
        )
        parser.add_argument("--to", type=Path, required=True, metavar="文件", help="写到这个文件，同名的会被替换")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write it beside its place and put it there when it is whole."""
        place: Path = options["to"]
        if options["until"] < options["since"]:
            raise CommandError("止的日期早于起的日期。")
        try:
            with file_beside(place.parent) as file:
                head = archive_record(
                    actor=None,
                    since=options["since"],
                    until=options["until"],
                    target=file.content,
                    now=timezone.now(),
                )
                file.put(place)
        except NothingToArchive as refusal:
            raise CommandError(str(refusal)) from None
        except OSError as error:
            raise CommandError(f"{place}：写不进去：{why_not_written(error)}。") from None
        self.stdout.write(
            f"写出 {place}：第 {head.before.sequence + 1} 至 {head.last.sequence} 条，共 {head.count} 条。\n"
            f"签名的公钥指纹：{fingerprint(public_key())}"
        )
