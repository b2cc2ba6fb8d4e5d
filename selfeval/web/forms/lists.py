"""Lists sent in by administrators: the file, and the cells of opening figures by the rules of the pages."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.files.uploadedfile import UploadedFile

from selfeval.domain.files.cell_faults import CellFault
from selfeval.domain.framework import Framework
from selfeval.domain.list_sheets import ListRow
from selfeval.imports.limits import MOST_BYTES
from selfeval.models import FilingCycle
from selfeval.services.opening_figures import FigureRow
from selfeval.web.forms.accounts import bare_helper
from selfeval.web.forms.figures import form_field
from selfeval.web.forms.uploads import sent_file


class ListFileForm(forms.Form):
    """One .xlsx file. The page has a form for each list, so that the boxes are told apart by `kind`."""

    file = forms.FileField(
        label="填好的工作簿（.xlsx）",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **{**kwargs, "auto_id": f"id_{kind}_%s"})
        self.fields["file"].label = {"departments": "部门名单", "users": "用户名单"}.get(kind, "期初数据") + "（.xlsx）"
        self.helper: FormHelper = bare_helper()

    def clean_file(self) -> UploadedFile:
        return sent_file(self.cleaned_data.get("file"), at_most=MOST_BYTES)


class FiguresFileForm(ListFileForm):
    """The file, and which cycle it is for."""

    cycle = forms.ModelChoiceField(
        label="自评批次",
        queryset=FilingCycle.objects.select_related("framework"),
        to_field_name="code",
        empty_label="请选择",
        error_messages={"required": "请选择自评批次", "invalid_choice": "没有这个批次，请重新选择"},
    )

    field_order = ("cycle", "file")


def figure_rows(rows: Sequence[ListRow], framework: Framework) -> tuple[list[FigureRow], list[CellFault]]:
    """The figures in `rows` as the boxes of the pages would take them, and what they would refuse."""
    boxes = {each.code: form_field(each, unit=framework.money_unit) for each in framework.fields}
    taken: list[FigureRow] = []
    faults: list[CellFault] = []
    for row in rows:
        values: dict[str, Decimal] = {}
        for key, cell in row.cells.items():
            if key not in framework.fields_by_code or not cell.text.strip():
                continue
            try:
                value = boxes[key].clean(cell.text)
            except forms.ValidationError as error:
                faults.append(cell.fault("；".join(error.messages)))
                continue
            if isinstance(value, Decimal):
                values[key] = value
        taken.append(FigureRow(row=row, values=values))
    return taken, faults
