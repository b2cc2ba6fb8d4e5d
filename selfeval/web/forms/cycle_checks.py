"""The boxes of what a cycle checks by: the limits, and the severity of each check, where it is not the usual one."""

from collections.abc import Iterator, Mapping
from dataclasses import fields as columns_of
from decimal import Decimal
from typing import Any, Final

from django import forms

from selfeval.domain.check_settings import settings_from_document
from selfeval.domain.checks.messages import CATALOGUE
from selfeval.domain.checks.rule_rows import SEVERITY_WORDS
from selfeval.domain.checks.thresholds import DEFAULT, LABELS, CheckSettings, Thresholds
from selfeval.domain.files import FileFaults
from selfeval.web.forms.fields import IncidentsField, NumberField, PercentField
from selfeval.web.forms.numbers import NumbersField

THRESHOLD: Final = "threshold."
SEVERITY: Final = "severity."
# Limits that are numbers as they stand; the others are ratios and typed as percentages.
_NUMBERS: Final = frozenset({"money_tolerance", "least_reason", "slip_spread", "full_marks_from"})


def threshold_fields() -> Iterator[tuple[str, forms.Field]]:
    """A box for each limit, by its name in the form."""
    for name, label in LABELS.items():
        usual = getattr(DEFAULT.thresholds, name)
        field: forms.Field
        if isinstance(usual, tuple):
            field = NumbersField(whole=False)
        elif name in _NUMBERS:
            field = IncidentsField(minimum=Decimal(0)) if isinstance(usual, int) else NumberField(minimum=Decimal(0))
        else:
            field = PercentField(minimum=Decimal(0))
        field.label = label
        field.help_text = f"一般为 {field.prepare_value(usual)}"
        yield f"{THRESHOLD}{name}", field


def severity_fields() -> Iterator[tuple[str, forms.Field]]:
    """A choice for each check of the program's own, by its name in the form; empty is the usual severity."""
    for code, message in CATALOGUE.items():
        usual = (("", f"照一般的（{SEVERITY_WORDS[message.severity]}）"),)
        others = ((each.value, words) for each, words in SEVERITY_WORDS.items() if each is not message.severity)
        field = forms.ChoiceField(
            label=message.title,
            required=False,
            choices=(*usual, *others),
            error_messages={"invalid_choice": "请从列出的级别里选一个"},
        )
        yield f"{SEVERITY}{code}", field


def initial_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """What the boxes hold; the usual where the document cannot be read."""
    try:
        found = settings_from_document(document)
    except FileFaults:
        found = CheckSettings()
    limits = {f"{THRESHOLD}{column.name}": getattr(found.thresholds, column.name) for column in columns_of(Thresholds)}
    usual = {code: message.severity for code, message in CATALOGUE.items()}
    return limits | {
        f"{SEVERITY}{code}": severity.value
        for code, severity in found.severities.items()
        if severity is not usual.get(code)
    }


def document_of(form: forms.Form, old: Mapping[str, Any]) -> dict[str, Any]:
    """The document of a valid form: only what differs from the usual. A severity that was not sent stays as it was."""
    limits: dict[str, Any] = {}
    for column in columns_of(Thresholds):
        value, usual = form.cleaned_data.get(f"{THRESHOLD}{column.name}"), getattr(DEFAULT.thresholds, column.name)
        if value not in (None, (), usual):
            limits[column.name] = [str(x) for x in value] if isinstance(value, tuple) else f"{Decimal(value):f}"
    severities = dict(old.get("severities", {}))
    for code in CATALOGUE:
        name = f"{SEVERITY}{code}"
        if form.add_prefix(name) not in form.data:
            continue
        severities.pop(code, None)
        if form.cleaned_data.get(name):
            severities[code] = form.cleaned_data[name]
    parts = {"thresholds": limits, "severities": severities}
    rest = {name: part for name, part in old.items() if name not in parts}
    return rest | {name: part for name, part in parts.items() if part}
