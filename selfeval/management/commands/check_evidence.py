"""`manage.py check_evidence`: holds the stored evidence and scans against the database, and purges what is over."""

from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand
from django.utils import timezone

from selfeval.management.printing import give_up
from selfeval.services.file_store import KEPT_AFTER_REMOVAL, purge, store_faults

_TROUBLE: Final = 1


class Command(BaseCommand):
    help = "核对佐证材料和签章件：缺文件、内容被改、没有记录的文件；--purge 清除过期的。有问题时以 1 结束。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--quick", action="store_true", help="只看文件在不在，不读内容")
        parser.add_argument(
            "--purge",
            action="store_true",
            help=f"先清除：没有记录满一天的文件、移除满{KEPT_AFTER_REMOVAL.days}天又没有报送过的佐证、没有确认满一天的上传",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["purge"]:
            gone = purge(now=timezone.now())
            self.stdout.write(
                f"已清除：没有记录的文件 {gone.orphans} 个，移除的佐证 {gone.removed} 个，"
                f"没有确认的上传 {gone.waiting} 个"
            )
        found = [fault.words for fault in store_faults(with_content=not options["quick"])]
        if found:
            advice = f"有 {len(found)} 处问题；缺的和被改的请从备份恢复，没有记录的可用 --purge 清除。"
            give_up(self, [*found, advice], code=_TROUBLE)
        self.stdout.write("佐证材料和签章件都在，与收下时一样。")
