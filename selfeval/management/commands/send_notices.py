"""`manage.py send_notices`: send the e-mails of notices that have not gone out; for a timer, every few minutes."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from selfeval.services.notices import send_waiting


class Command(BaseCommand):
    """Sends what waits."""

    help = "发出还没有发出的通知邮件（最近 7 天的）；由定时任务每几分钟运行一次。"

    def handle(self, *args: Any, **options: Any) -> None:
        sent = send_waiting(now=timezone.now())
        self.stdout.write(f"发出 {sent} 封。")
