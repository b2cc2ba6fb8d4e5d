"""`manage.py record_start`: what is otherwise than when the program started last goes into the record."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from selfeval.services.surroundings import note_start


class Command(BaseCommand):
    help = "启动时运行：配置或服务器时间与上次启动时不同的，记入操作记录"

    def handle(self, *args: Any, **options: Any) -> None:
        for action in note_start(now=timezone.now()):
            self.stdout.write(f"已记入操作记录：{action.label}。")
