"""`manage.py load_frameworks [PATH...]`: framework files into the database, all or none."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from selfeval.domain.files import FileFaults
from selfeval.management.files import FRAMEWORKS, read_text
from selfeval.services.errors import AlreadyThere
from selfeval.services.frameworks import LoadedFramework, load_framework

_UNUSABLE = 2


class Command(BaseCommand):
    """Exit 0: every file is loaded, now or before. Exit 2: nothing is stored, every fault is on standard error."""

    help = "把指标体系文件装入数据库；任何一个文件有错，就一个也不装"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """PATH, any number of them."""
        parser.add_argument("paths", type=Path, nargs="*", metavar="PATH", help=f"默认是 {FRAMEWORKS}/*.yaml")

    def handle(self, *args: Any, paths: list[Path], **options: Any) -> None:
        """Load all in one transaction and report each."""
        chosen = paths or sorted((settings.BASE_DIR / FRAMEWORKS).glob("*.yaml"))
        faults: list[str] = []
        loaded: list[LoadedFramework] = []
        with transaction.atomic():
            for path in chosen:
                try:
                    loaded.append(_load(path))
                except FileFaults as refused:
                    faults.extend(f"{path}：{fault}" for fault in refused.faults)
                except AlreadyThere as refused:
                    faults.append(f"{path}：{refused}")
            transaction.set_rollback(bool(faults))
        if faults:
            self.stderr.write("\n".join(faults))
            raise CommandError(f"共{len(faults)}处错误，没有装入任何指标体系。", returncode=_UNUSABLE)
        for framework in loaded:
            word = "已装入" if framework.is_new else "已在库中，没有变化"
            self.stdout.write(f"{framework.version} {framework.version.title}：{word}")


def _load(path: Path) -> LoadedFramework:
    return load_framework(text=read_text(path), path=path.name, actor=None, now=timezone.now())
