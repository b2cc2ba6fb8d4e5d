"""A workbook of a framework, sent in."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.files.uploadedfile import UploadedFile

from selfeval.exports.framework_workbook import MOST_BYTES
from selfeval.web.forms.accounts import bare_helper
from selfeval.web.forms.uploads import sent_file


class WorkbookForm(forms.Form):
    """One .xlsx file."""

    file = forms.FileField(
        label="Excel 工作簿（.xlsx）",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper: FormHelper = bare_helper()

    def clean_file(self) -> UploadedFile:
        return sent_file(self.cleaned_data.get("file"), at_most=MOST_BYTES)
