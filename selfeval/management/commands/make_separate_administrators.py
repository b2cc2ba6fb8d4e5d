"""Makes the first system, security and audit administrator (三员) of an installation, from the server's shell."""

from argparse import ArgumentParser
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from selfeval.domain.workflow import Role
from selfeval.services.errors import WriteRefused
from selfeval.services.separate_duties import make_separate_administrator

_OPTIONS: Final = {
    "system": Role.SYSTEM_ADMINISTRATOR,
    "security": Role.SECURITY_ADMINISTRATOR,
    "audit": Role.AUDIT_ADMINISTRATOR,
}


class Command(BaseCommand):
    help = (
        "设立系统、安全、审计管理员（三员），打印各自的一次性初始密码。已有在用的同一种管理员时不再设立。"
        "从第一个起，授予角色只由安全管理员办理，后台不再维护用户。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        for name, role in _OPTIONS.items():
            parser.add_argument(f"--{name}", nargs=3, metavar=("账号", "姓名", "工号"), help=role.label)

    def handle(self, *args: Any, **options: Any) -> None:
        asked = {role: options[name] for name, role in _OPTIONS.items() if options[name]}
        if not asked:
            raise CommandError("请至少给出 --system、--security、--audit 中的一个，各写账号、姓名、工号。")
        try:
            with transaction.atomic():
                made = [
                    make_separate_administrator(
                        role=role,
                        username=username,
                        full_name=full_name,
                        person_number=person_number,
                        now=timezone.now(),
                    )
                    for role, (username, full_name, person_number) in asked.items()
                ]
        except WriteRefused as refusal:
            raise CommandError(str(refusal)) from refusal
        for each in made:
            self.stdout.write(f"{each.account.get_role_display()}　{each.account.username}　初始密码 {each.password}")
        self.stdout.write("初始密码只在这里给出一次，首次登录须改。")
