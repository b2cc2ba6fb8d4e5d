"""Prints where the record of who did what ends, in one line to be kept on another machine."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from selfeval.queries.record import head_anchor


class Command(BaseCommand):
    help = (
        "打印操作记录的摘要（序号 哈希 时间）。每天存一行到别的机器上，verify_audit --anchor 用它查出截尾和整段重写。"
    )

    def handle(self, *args: Any, **options: Any) -> None:
        head = head_anchor()
        if not head.sequence:
            raise CommandError("还没有操作记录，没有摘要可打印。")
        self.stdout.write(f"{head.sequence} {head.record_hash} {timezone.localtime().isoformat(timespec='seconds')}")
