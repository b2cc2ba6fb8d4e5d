"""Values of boxes as a browser would send them, to draw a page again from what was sent."""

from collections.abc import Collection

from django.http import QueryDict

from selfeval.web.forms.indicators import ApplicableField, TicksField
from selfeval.web.forms.own_indicators import OwnIndicatorsField
from selfeval.web.forms.rows import RowsField
from selfeval.web.forms.section import SectionForm


def taken_out(data: QueryDict, boxes: Collection[str]) -> QueryDict:
    """`data` as if `boxes` had not been sent."""
    if not boxes:
        return data
    left = data.copy()
    for key in data:
        if any(key == box or key.startswith(f"{box}.") for box in boxes):
            del left[key]
    return left


def put_back(data: QueryDict, form: SectionForm, name: str) -> None:
    """Make `data`, which can be changed, send the box `name` as `form` has it stored."""
    for key in [key for key in data if key == name or key.startswith(f"{name}.")]:
        del data[key]
    field = form.fields[name]
    shown = field.prepare_value(form.boxes[name].stored)
    if isinstance(field, RowsField | OwnIndicatorsField):
        data[f"{name}.rows"] = str(len(shown))
        for number, row in enumerate(shown):
            key = row.get("key", str(number))
            data.update({f"{name}.{key}.{column}": text for column, text in row.items() if text and column != "key"})
    elif isinstance(field, TicksField):
        data[f"{name}.sent"] = "yes"
        data.setlist(name, shown)
    elif isinstance(field, ApplicableField):
        data[f"{name}.sent"] = "yes"
        if shown:
            data[name] = "on"
    else:
        data[name] = shown or ""
