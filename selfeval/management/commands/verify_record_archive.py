"""`manage.py verify_record_archive FILE [--key PEM] [--anchor FILE]`: an archive of the record is as it was."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from selfeval.domain.files import FileFaults
from selfeval.management.anchors import anchors_in
from selfeval.management.files import read_bytes
from selfeval.services.record_archive import NotAsSigned, check_record_archive


class Command(BaseCommand):
    """Exit 0: signature, hashes and chain are whole. Exit 1: the first entry, or file, that is not."""

    help = "核对操作记录归档包的签名、哈希和前后相接，不符的指出第一条；不用数据库，退出码 1 是有问题。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The package; --key, --anchor."""
        parser.add_argument("package", type=Path, metavar="归档包")
        parser.add_argument("--key", type=Path, metavar="公钥", help="只认这把公钥（PEM）；不给就用包里的，请核对指纹")
        parser.add_argument("--anchor", type=Path, metavar="文件", help="存在别处的摘要（audit_digest 打印）")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check it."""
        try:
            anchors = list(anchors_in(options["anchor"])) if options["anchor"] else []
            key = read_bytes(options["key"]) if options["key"] else None
            with options["package"].open("rb") as content:
                found = check_record_archive(content, key=key, anchors=anchors)
        except OSError as error:
            raise CommandError(f"{options['package']}：打不开：{error.strerror}") from None
        except FileFaults as refused:
            raise CommandError("；".join(str(each) for each in refused.faults)) from None
        except NotAsSigned as fault:
            raise CommandError(str(fault)) from None
        if anchors and not found.anchors:
            raise CommandError("给的摘要没有一条是这个包里的，请换这段时间的摘要。")
        head, kept = found.head, f"，与 {found.anchors} 条摘要相符" if found.anchors else ""
        self.stdout.write(
            f"归档包完整：{head.since} 到 {head.until}，第 {head.before.sequence + 1} 至 {head.last.sequence} 条，"
            f"共 {head.count} 条，首尾相接{kept}。\n签名的公钥指纹：{found.fingerprint}"
        )
