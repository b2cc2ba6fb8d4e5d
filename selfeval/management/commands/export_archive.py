"""`manage.py export_archive --filing ID | --cycle CODE --to FOLDER`: archive packages of one filing or of a cycle."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from selfeval.jobs.archives import archive_of
from selfeval.management.files import file_beside
from selfeval.models import Filing
from selfeval.services.archives import why_not_archive
from selfeval.services.errors import WriteRefused


class Command(BaseCommand):
    """Exit 0: every package is there, whole. Exit 1: some could not be made; each told with its reason."""

    help = "导出归档包：一份填报一个 zip，里面有数据、表、报告、佐证、操作记录和哈希清单（sha256sum -c 可核对）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--filing or --cycle, --to."""
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("--filing", type=UUID, metavar="编号", help="一份填报的公开编号（网址里的那一段）")
        which.add_argument("--cycle", metavar="批次编码", help="这个批次里所有能归档的填报")
        parser.add_argument("--to", type=Path, required=True, metavar="文件夹", help="写到这个文件夹，同名的会被替换")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write them one after the other; a package appears whole or not at all."""
        folder = options["to"]
        if not folder.is_dir():
            raise CommandError(f"没有“{folder}”这个文件夹，请先建立。")
        filings = Filing.objects.select_related("cycle__framework", "department")
        if options["filing"]:
            filings = filings.filter(public_id=options["filing"])
        else:
            filings = filings.filter(cycle__code=options["cycle"])
        chosen = list(filings.order_by("department__code"))
        if not chosen:
            raise CommandError("没有这份填报，或这个批次里没有填报。")
        failed = [words for filing in chosen if (words := self._written(filing, folder))]
        written = len(chosen) - len(failed)
        self.stdout.write(f"共 {len(chosen)} 份填报：写出归档包 {written} 个。")
        if failed:
            raise CommandError("\n".join([f"{len(failed)} 份没有写出：", *failed]))

    def _written(self, filing: Filing, folder: Path) -> str:
        """Why the package was not written; empty when it was."""
        label = f"{filing.department.code} {filing.department.name}"
        refusal = why_not_archive(user=None, filing=filing)
        if refusal:
            return f"{label}：{refusal}"
        try:
            with file_beside(folder) as file:
                written = archive_of(actor=None, filing=filing, target=file.content, now=timezone.now())
                file.put(folder / written.name)
        except (WriteRefused, OSError) as error:
            return f"{label}：{error}"
        self.stdout.write(f"{written.sha256}  {written.name}")
        return ""
