"""A filled workbook, sent in."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.files.uploadedfile import UploadedFile

from selfeval.imports.limits import MOST_BYTES
from selfeval.web.forms.accounts import bare_helper
from selfeval.web.forms.uploads import sent_file


class FilledWorkbookForm(forms.Form):
    """One .xlsx file."""

    file = forms.FileField(
        label="填好的工作簿（.xlsx）",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper: FormHelper = bare_helper()

    def clean_file(self) -> UploadedFile:
        return sent_file(self.cleaned_data.get("file"), at_most=MOST_BYTES)
