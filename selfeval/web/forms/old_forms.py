"""An old form sent in: a file, or text put in."""

from typing import Any, Final

from crispy_forms.helper import FormHelper
from django import forms
from django.core.files.uploadedfile import UploadedFile

from selfeval.imports.limits import MOST_BYTES
from selfeval.web.forms.accounts import bare_helper
from selfeval.web.forms.uploads import sent_file

MOST_PASTED: Final = 200_000
PASTED_NAME: Final = "粘贴的文字.txt"


class OldFormForm(forms.Form):
    """One of the two."""

    file = forms.FileField(
        label="自评表或自评报告（.docx、.xlsx、.txt）",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".docx,.xlsx,.txt,.md"}),
        error_messages={"empty": "是空文件，请换一份"},
    )
    text = forms.CharField(
        label="或者把文字粘贴在这里",
        required=False,
        max_length=MOST_PASTED,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"max_length": f"粘贴的文字最多 {MOST_PASTED:,} 字，更长的请存成文件上传"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper: FormHelper = bare_helper()

    def clean_file(self) -> UploadedFile | None:
        file = self.cleaned_data.get("file")
        return sent_file(file, at_most=MOST_BYTES) if file else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and bool(cleaned.get("file")) == bool(cleaned.get("text", "").strip()):
            raise forms.ValidationError("请选一个文件，或者粘贴文字，两样选一样")
        return cleaned

    def document(self) -> tuple[str, bytes]:
        """Name and content of what was sent."""
        file = self.cleaned_data["file"]
        if file is None:
            return PASTED_NAME, self.cleaned_data["text"].encode()
        return str(file.name), file.read()
