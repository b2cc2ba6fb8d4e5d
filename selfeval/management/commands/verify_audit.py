"""Checks that the record of who did what is as it was written, and names the first entry that is not."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from selfeval.domain.files import FileFaults
from selfeval.domain.record_words import shown_text
from selfeval.management.anchors import anchors_in
from selfeval.queries.record import chain_fault, described, head_anchor


class Command(BaseCommand):
    help = "核对操作记录的哈希链：被修改、删去、插入、调换或截尾的，指出第一条；有问题时退出码为 1。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--anchor",
            metavar="文件",
            type=Path,
            help="存在别处的摘要，一行一条（audit_digest 打印），用来查截尾和重写",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            anchors = list(anchors_in(options["anchor"])) if options["anchor"] else []
        except FileFaults as faults:
            raise CommandError("；".join(str(fault) for fault in faults.faults)) from None
        fault = chain_fault(anchors)
        if fault is not None:
            entry = described(fault.sequence)
            raise CommandError(
                f"操作记录第 {fault.sequence} 条有问题：{fault.words}。{shown_text(f'（{entry}）') if entry else ''}"
            )
        kept = f"，与 {len(anchors)} 条摘要相符" if anchors else ""
        self.stdout.write(f"操作记录完整：共 {head_anchor().sequence} 条，首尾相接{kept}。")
