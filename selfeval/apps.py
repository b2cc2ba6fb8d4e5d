"""The one Django app of the project."""

from collections.abc import Sequence
from typing import Any

import openpyxl
from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register


class SelfEvalConfig(AppConfig):
    name = "selfeval"
    verbose_name = "部门整体支出绩效自评"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        register(workbooks_are_read_safely)


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
