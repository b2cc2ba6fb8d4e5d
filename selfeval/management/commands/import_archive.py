"""`manage.py import_archive FILE… [--dry-run] [--accept-names] [--signed-by …]`: brings filings back."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError
from django.utils import timezone

from selfeval.domain.files import FileFaults
from selfeval.management.printing import give_up
from selfeval.services.archive_import import Brought, import_archives


class Command(BaseCommand):
    """Exit 0: every filing is here as in its package. Exit 2: nothing was stored; every reason on standard error."""

    help = "把归档包里的填报原样导回本系统；有一处不对就全部不导入，并逐条说明（退出码 2）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE…, --dry-run, --accept-names."""
        parser.add_argument("files", nargs="+", type=Path, metavar="归档包", help="export_archive 或页面导出的 zip")
        parser.add_argument("--dry-run", action="store_true", help="照样核对、试做一遍，但什么也不留下")
        parser.add_argument(
            "--accept-names",
            action="store_true",
            help="编码（账号）相同而名称（姓名）不同的单位、批次、人员，确认是同一个，按本系统现在的名称",
        )
        parser.add_argument("--signed-by", type=_fingerprint, metavar="指纹", help="只收用这个密钥签名的包")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look over, bring back, tell."""
        is_trial = options["dry_run"]
        try:
            brought = import_archives(
                options["files"],
                is_trial=is_trial,
                takes_other_names=options["accept_names"],
                signed_by=options["signed_by"] or "",
                now=timezone.now(),
            )
        except FileFaults as refused:
            give_up(self, refused.faults)
        except OperationalError as error:
            raise CommandError(f"数据库现在不可用，没有导入：{str(error).partition(chr(10))[0]}") from error
        for each in brought:
            self.stdout.write(_told(each, is_trial=is_trial))
        new = sum(each.is_new for each in brought)
        there = len(brought) - new
        ending = "（试做，没有保存）" if is_trial else ""
        self.stdout.write(f"共 {len(brought)} 个归档包：导入 {new} 份，已在库里且一致 {there} 份{ending}。")


def _fingerprint(given: str) -> str:
    """What was given is said: an empty variable of a script must not let every package in."""
    if not given.strip():
        raise ArgumentTypeError("要写出指纹")
    return given


def _told(brought: Brought, *, is_trial: bool) -> str:
    signed = f"签名密钥的指纹：{brought.signed_by}。" if brought.signed_by else "包没有签名。"
    if not brought.is_new:
        return f"{brought.package}：{brought.filing}已在库里，内容一致，没有改动。{signed}"
    made = f"；新建：{'、'.join(brought.made)}" if brought.made else ""
    return f"{brought.package}：{brought.filing}{'可以导入' if is_trial else '已导入'}{made}。{signed}"
