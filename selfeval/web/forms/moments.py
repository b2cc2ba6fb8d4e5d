"""A day with its time, as browsers send it."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from selfeval.web.forms.days import EARLIEST, LATEST

_SENT = "%Y-%m-%dT%H:%M"


class MomentField(forms.DateTimeField):
    """Local time to the minute; None for an empty box that may be empty."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_SENT))
        options.setdefault("error_messages", {})
        options["error_messages"] = {
            "required": "请选日期和时间",
            "invalid": "不是日期和时间：请写成 2022-03-16 18:00",
            **options["error_messages"],
        }
        super().__init__(**options)

    def to_python(self, value: Any) -> datetime | None:
        found = super().to_python(value)
        if found is not None and not EARLIEST <= timezone.localtime(found).year <= LATEST:
            raise forms.ValidationError(f"年份不对：应在 {EARLIEST} 年以后", code="invalid")
        return found
