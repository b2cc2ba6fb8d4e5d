"""A workbook of a framework, sent in."""

from typing import Any, Final

from crispy_forms.helper import FormHelper
from django import forms
from django.core.files.uploadedfile import UploadedFile

from selfeval.exports.framework_workbook import MOST_BYTES
from selfeval.web.forms.accounts import bare_helper

_MEGABYTE: Final = 1024 * 1024


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
        file = self.cleaned_data.get("file")
        if not isinstance(file, UploadedFile):
            raise forms.ValidationError("请选一个文件")
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(f"文件太大：不能超过 {MOST_BYTES // _MEGABYTE} MB")
        return file
