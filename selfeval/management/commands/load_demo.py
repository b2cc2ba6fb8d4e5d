"""`manage.py load_demo`: one year of three units, with accounts for every role, made once."""

import unicodedata
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from selfeval.management.demo import Demo
from selfeval.models import FrameworkVersion
from selfeval.services.errors import WriteRefused


class Command(BaseCommand):
    """A second run changes nothing and prints the accounts again. Refused in production: the password is public."""

    help = "装入示例：三个单位、各种角色的账号、填好的、填了一半的和被退回的自评表各一份"

    def handle(self, *args: Any, **options: Any) -> None:
        """Play the demo unless it is there."""
        if settings.IS_PRODUCTION:
            raise CommandError("正式环境（SELFEVAL_ENV=production）不能装入示例：示例账号的口令是公开的。")
        demo = Demo(now=timezone.now())
        if demo.is_loaded:
            self.stdout.write("示例已经装入过，没有改动。")
        else:
            self._play(demo)
        self._print_accounts(demo)

    def _play(self, demo: Demo) -> None:
        try:
            demo.play()
            demo.attach()
        except FrameworkVersion.DoesNotExist:
            raise CommandError("还没有示例用的指标体系，请先运行：manage.py load_frameworks") from None
        except WriteRefused as refusal:
            raise CommandError(f"示例没有装入：{refusal}") from refusal
        self.stdout.write("示例已装入。")

    def _print_accounts(self, demo: Demo) -> None:
        self.stdout.write(f"\n示例账号（口令都是 {demo.password}）：")
        for account in demo.accounts():
            role = _padded(account.role.label, 16)
            self.stdout.write(f"  {account.username:<18}{role}{_padded(account.full_name, 10)}{account.department}")


def _padded(text: str, width: int) -> str:
    """`text` filled up to `width` columns of a terminal, where a Chinese character takes two."""
    taken = sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
    return text + " " * max(width - taken, 1)
