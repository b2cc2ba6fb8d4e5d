"""`manage.py remind`: remind units some days before their deadline, and tidy up; for a timer, once a day."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from selfeval.jobs.tasks import tidy
from selfeval.services.reminding import remind_before_deadline


class Command(BaseCommand):
    """Reminds who still has their form on the days their cycle says."""

    help = "按各批次“截止前几天提醒”的设置，提醒还没有报送的单位；由定时任务每天运行一次，一天里再运行不会重复提醒。"

    def handle(self, *args: Any, **options: Any) -> None:
        plan = remind_before_deadline(now=timezone.now())
        self.stdout.write(f"提醒了 {len(plan.filings)} 家单位，{plan.people} 人。")
        if plan.silent:
            names = "、".join(each.department.name for each in plan.silent)
            self.stdout.write(f"没有可用账号，没有人可提醒：{names}。")
        # Where no worker runs, packages that are kept no longer go here.
        tidy(now=timezone.now())
