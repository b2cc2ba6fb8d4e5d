"""The sealed scan as it is sent in."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from selfeval.services.errors import FileRefused
from selfeval.services.kept_files import Received
from selfeval.services.sealed_scans import SCAN_KINDS
from selfeval.web.forms.accounts import bare_helper
from selfeval.web.receiving import looked_at

_ACCEPT = ",".join(sorted(f".{ending}" for ending in SCAN_KINDS))
_LONGEST_CODE = 40


class ScanForm(forms.Form):
    """签章件: the file, looked at (`Received`), and the code for a scan whose QR picture cannot be read."""

    file = forms.FileField(
        label="签章件（PDF 或照片）",
        widget=forms.ClearableFileInput(attrs={"accept": _ACCEPT}),
        error_messages={"required": "还没有选文件，请先选盖章后的扫描件。", "empty": "是空文件，请看看是不是选错了。"},
    )
    code = forms.CharField(
        label="校验码（读不到二维码时填）", required=False, max_length=_LONGEST_CODE, help_text="在每页页脚，四组四位。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper: FormHelper = bare_helper()

    def clean_file(self) -> Received:
        """The file, if it is a PDF or a picture that may be kept."""
        try:
            return looked_at(self.cleaned_data["file"], kinds=SCAN_KINDS)
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal), code="refused") from refusal
