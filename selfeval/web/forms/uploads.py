"""Files that are sent in."""

from typing import Final

from django import forms
from django.core.files.uploadedfile import UploadedFile

_MEGABYTE: Final = 1024 * 1024


def sent_file(file: object, *, at_most: int) -> UploadedFile:
    """The file of a form, of whole megabytes `at_most`. Raises ValidationError where there is none or it is larger."""
    if not isinstance(file, UploadedFile):
        raise forms.ValidationError("请选一个文件")
    if (file.size or 0) > at_most:
        raise forms.ValidationError(f"文件太大：不能超过 {at_most // _MEGABYTE} MB")
    return file
