"""What is sent when a form is made ready for the public: passages with ticks, words to look for, reasons."""

from dataclasses import dataclass
from typing import Final

from django import forms
from django.http import QueryDict

from selfeval.domain.redaction import Redaction
from selfeval.services.disclosures import MAX_WORDS, MOST_REDACTIONS
from selfeval.web.forms.fields import TextBox

_PARTS: Final = 4
_LONGEST_WHY: Final = 50
_VERSION: Final = {"min_value": 1, "max_value": 2_147_483_647}


class MoreForm(forms.Form):
    """再涂黑: words wherever they stand, or the whole text at a place where no words are given."""

    words = forms.CharField(label="要涂黑的字", max_length=200, required=False, strip=True)
    place = forms.ChoiceField(label="在哪里", required=False)
    why = forms.CharField(label="原因", max_length=_LONGEST_WHY, required=False, help_text="如：个人姓名")

    def __init__(self, *args: object, places: list[tuple[str, str]]) -> None:
        super().__init__(*args)  # type: ignore[arg-type]  # the data, or nothing
        choices = self.fields["place"]
        choices.choices = [("", "所有文字"), *places]  # type: ignore[attr-defined]  # a ChoiceField
        self.fields["words"].widget.attrs |= {"class": "form-control", "autocomplete": "off"}
        choices.widget.attrs["class"] = "form-select"
        self.fields["why"].widget.attrs |= {"class": "form-control", "placeholder": "如：个人姓名"}

    def clean(self) -> dict[str, str]:
        """Words or a place, or there is nothing to look for."""
        found: dict[str, str] = super().clean() or {}
        if not found.get("words") and not found.get("place") and not self.errors:
            self.add_error("words", "请写要涂黑的字；整段涂黑时不写字，选在哪里。")
        return found


class VersionForm(forms.Form):
    """A step without words."""

    version = forms.IntegerField(**_VERSION, widget=forms.HiddenInput)  # type: ignore[arg-type]


class StepForm(VersionForm):
    """退回, 不予公开, 撤下: why."""

    reason = TextBox(rows=2, at_most=MAX_WORDS, label="事由", required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["reason"].widget.attrs.setdefault("class", "form-control")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passages:
    """What the page showed, and which of it is ticked."""

    known: tuple[Redaction, ...]
    black: tuple[Redaction, ...]


def passages_sent(data: QueryDict) -> Passages:
    """The passages of the page as sent; what is none is left out, the service judges the rest."""
    black = _read(data.getlist("black"))
    return Passages(known=tuple(dict.fromkeys((*_read(data.getlist("known")), *black))), black=black)


def passage_value(redaction: Redaction) -> str:
    """A passage as a box of the page holds it."""
    return f"{redaction.place}|{redaction.start}|{redaction.length}|{redaction.why}"


def _read(values: list[str]) -> tuple[Redaction, ...]:
    found = (_passage(value) for value in values[: MOST_REDACTIONS + 1])
    return tuple(dict.fromkeys(each for each in found if each is not None))


def _passage(value: str) -> Redaction | None:
    parts = value.split("|", _PARTS - 1)
    if len(parts) != _PARTS or not all(part.isascii() and part.isdigit() and len(part) < 7 for part in parts[1:3]):
        return None
    return Redaction(place=parts[0], start=int(parts[1]), length=int(parts[2]), why=parts[3][:_LONGEST_WHY])
