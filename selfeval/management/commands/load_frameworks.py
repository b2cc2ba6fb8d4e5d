"""`manage.py load_frameworks [PATH...]`: framework files into the database, all or none.

A file whose source is marked unverified is kept as a draft, once, for the administrators to complete.
"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from selfeval.domain.files import FileFaults
from selfeval.management.files import FRAMEWORKS, read_text
from selfeval.management.printing import UNUSABLE
from selfeval.services.errors import AlreadyThere, NotVerified
from selfeval.services.framework_skeletons import keep_skeleton
from selfeval.services.frameworks import load_framework


class Command(BaseCommand):
    """Exit 0: every file is loaded, now or before. Exit 2: nothing is stored, every fault is on standard error."""

    help = "把指标体系文件装入数据库，标为待核的存为草稿；任何一个文件有错，就一个也不装"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """PATH, any number of them."""
        parser.add_argument("paths", type=Path, nargs="*", metavar="PATH", help=f"默认是 {FRAMEWORKS}/*.yaml")

    def handle(self, *args: Any, paths: list[Path], **options: Any) -> None:
        """Load all in one transaction and report each."""
        chosen = paths or sorted((settings.BASE_DIR / FRAMEWORKS).glob("*.yaml"))
        faults: list[str] = []
        loaded: list[str] = []
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
            raise CommandError(f"共{len(faults)}处错误，没有装入任何指标体系。", returncode=UNUSABLE)
        for line in loaded:
            self.stdout.write(line)


def _load(path: Path) -> str:
    """What became of one file, in a line. Raises FileFaults, AlreadyThere."""
    text, now = read_text(path), timezone.now()
    try:
        loaded = load_framework(text=text, path=path.name, actor=None, now=now)
    except NotVerified:
        kept = keep_skeleton(text=text, path=path.name, actor=None, now=now)
        word = "待核，已存为草稿" if kept.is_new else "待核，草稿以前存过，没有变化"
        return f"{kept.name}：{word}"
    word = "已装入" if loaded.is_new else "已在库中，没有变化"
    return f"{loaded.version} {loaded.version.title}：{word}"
