"""`manage.py lint_layouts [FOLDER]`: whether layout files can be used, or every fault of them; without a database."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from selfeval.domain.files import FileFaults
from selfeval.exports.layout_choice import FOLDER, faults_with, layouts_in
from selfeval.management.files import shipped_newest
from selfeval.management.printing import give_up, prepare_output


class Command(BaseCommand):
    """Exit 0: all can be used, and fit the frameworks they name. Exit 2: every fault on standard error, one a line."""

    help = "检查版式文件能不能用、合不合所列的指标体系；有错就一次列出全部；不用数据库"
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FOLDER."""
        parser.add_argument("folder", type=Path, nargs="?", metavar="FOLDER", help=f"默认是 {FOLDER}")

    def handle(self, *args: Any, folder: Path | None, **options: Any) -> None:
        """Read all of them, hold them against the shipped frameworks, and print which serves which."""
        try:
            layouts = layouts_in(folder or settings.BASE_DIR / FOLDER)
            faults = faults_with(layouts, shipped_newest())
        except FileFaults as refused:
            give_up(self, refused.faults)
        if faults:
            give_up(self, faults)
        prepare_output(self)
        for layout in layouts:
            self.stdout.write(f"可用：{layout.name}（{layout.code}）：{'、'.join(layout.frameworks) or '没有列体系'}")
