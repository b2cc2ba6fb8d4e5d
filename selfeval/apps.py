"""The one Django app of the project."""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import openpyxl
from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.signals import post_migrate

_CHAINED_BY = "0009_record_chain"


class SelfEvalConfig(AppConfig):
    name = "selfeval"
    verbose_name = "部门整体支出绩效自评"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register(workbooks_are_read_safely, Tags.security)
        import_module("selfeval.web.sign_in_record")
        post_migrate.connect(keep_what_is_written_once, sender=self)


def keep_what_is_written_once(*, using: str, **kwargs: Any) -> None:
    """After every `migrate`: the database refuses changes of what is written once, and the record has its end.

    SQLite loses the triggers of a table that a migration made anew.
    """
    # Models are there only once all apps are loaded.
    from selfeval.models import Event, RecordHead
    from selfeval.models.permanent import PermanentRow
    from selfeval.models.two_people import refuse_own_work
    from selfeval.models.write_once import forbid_changes

    connection = connections[using]
    if ("selfeval", _CHAINED_BY) not in MigrationRecorder(connection).applied_migrations():
        return
    there = set(connection.introspection.table_names())
    forbid_changes(connection, sorted(there & {model._meta.db_table for model in PermanentRow.__subclasses__()}))
    refuse_own_work(connection)
    if not Event.objects.using(using).exists():
        RecordHead.objects.using(using).get_or_create(pk=1)


def workbooks_are_read_safely(*, app_configs: Sequence[AppConfig] | None, **kwargs: Any) -> list[CheckMessage]:
    """openpyxl guards against hostile XML only when it finds defusedxml (and nobody switched it off)."""
    if openpyxl.DEFUSEDXML is True:
        return []
    return [
        Error(
            "openpyxl 没有用上 defusedxml，读取上传的工作簿不安全。",
            hint="运行 make setup 重装依赖，并确认环境变量 OPENPYXL_DEFUSEDXML 没有设成 False。",
            id="selfeval.E001",
        )
    ]
