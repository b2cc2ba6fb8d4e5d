"""Making a framework: its name, a copy for another year, a file."""

import re
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.files.uploadedfile import UploadedFile

from selfeval.models import FrameworkVersion
from selfeval.web.forms.accounts import bare_helper
from selfeval.web.forms.fields import TextBox
from selfeval.web.forms.uploads import sent_file

FILE_AT_MOST = 5 * 1024 * 1024


class NameForm(forms.Form):
    """Slug, version and title of a draft to be made."""

    title = TextBox(at_most=200, label="名称")
    slug = TextBox(at_most=80, label="代号", help_text="小写字母、数字和连字符，如 jinzhong-2022")
    version = TextBox(at_most=8, label="版本号", help_text="从 1 起的整数；同一代号改过再发布，版本号加一")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper: FormHelper = bare_helper()

    def clean_title(self) -> str:
        return self._filled("title")

    def clean_slug(self) -> str:
        slug = self._filled("slug")
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
            raise forms.ValidationError("只能用小写字母、数字和连字符，如 jinzhong-2022")
        return slug

    def clean_version(self) -> str:
        version = self._filled("version")
        if not re.fullmatch(r"[1-9][0-9]*", version):
            raise forms.ValidationError("应是不小于 1 的整数")
        return version

    def _filled(self, name: str) -> str:
        text: str = self.cleaned_data[name]
        if not text:
            raise forms.ValidationError("请填写")
        return text


class FileForm(forms.Form):
    """A framework file to import."""

    file = forms.FileField(label="指标体系文件（YAML）", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper: FormHelper = bare_helper()

    def clean_file(self) -> UploadedFile:
        return sent_file(self.cleaned_data.get("file"), at_most=FILE_AT_MOST)


def next_years_name(version: FrameworkVersion) -> dict[str, str]:
    """A name for a copy: the year in slug and title one later, or the version one higher where there is no year."""
    year = re.search(r"20\d\d", version.slug)
    if year is None:
        number = int(version.version) + 1 if version.version.isdecimal() else 1
        return {"slug": version.slug, "version": str(number), "title": version.title}
    old, new = year[0], str(int(year[0]) + 1)
    return {"slug": version.slug.replace(old, new), "version": "1", "title": version.title.replace(old, new)}
