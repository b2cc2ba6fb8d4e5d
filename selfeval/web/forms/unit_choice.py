"""Which units take part, where there are too many to tick: all or those of before, with exceptions by code or name."""

from collections.abc import Collection, Sequence
from typing import Any, Final

from django import forms

from selfeval.domain.unit_choice import ListedUnit, chosen_units, named_units
from selfeval.web.forms.fields import TextBox

KEEP, ALL, NONE = "keep", "all", "none"
_AT_MOST: Final = 200_000
_TOLD: Final = 5
_HOW: Final = "编码或全称，一行一家或用逗号隔开；后面加 * 是连同它所有的下级单位，如 A012*"


class UnitChoiceForm(forms.Form):
    """All `units`, those `kept` from before or none; less some, and some besides. Of a valid form: `keys`."""

    units_base = forms.ChoiceField(
        label="从哪些开始",
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
        error_messages={"required": "请选从哪些单位开始", "invalid_choice": "请选从哪些单位开始"},
    )
    units_without = TextBox(label="除去", rows=3, at_most=_AT_MOST, help_text=_HOW)
    units_besides = TextBox(label="另加", rows=3, at_most=_AT_MOST, help_text="写法同上；除去和另加里都有的，算参评")

    def __init__(
        self, *args: Any, units: Sequence[ListedUnit], kept: Collection[int], kept_words: str, **kwargs: Any
    ) -> None:
        self._units, self._kept = units, kept
        choices = [(KEEP, f"{kept_words}（{len(kept):,} 家）")] if kept else []
        choices += [(ALL, f"全部单位（{len(units):,} 家）"), (NONE, "只要“另加”里写的")]
        kwargs["initial"] = {"units_base": choices[0][0], **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["units_base"].choices = choices  # type: ignore[attr-defined]
        for name in ("units_without", "units_besides"):
            self.fields[name].widget.attrs["class"] = "form-control"
        self.keys: frozenset[int] = frozenset(kept)

    def clean(self) -> dict[str, Any]:
        """Every name is of one unit."""
        cleaned = super().clean() or self.cleaned_data
        if self.errors:
            return cleaned
        without, besides = (self._named(name) for name in ("units_without", "units_besides"))
        base = {KEEP: self._kept, ALL: [unit.key for unit in self._units], NONE: ()}[cleaned["units_base"]]
        self.keys = chosen_units(base, without=without, besides=besides)
        return cleaned

    def _named(self, box: str) -> frozenset[int]:
        found = named_units(self._units, self.cleaned_data[box])
        for names, words in ((found.unknown, "没有这样的单位"), (found.ambiguous, "不止一家叫这个名称，请写编码")):
            if names:
                told = "、".join(f"“{each[:50]}”" for each in names[:_TOLD])
                more = f"等 {len(names)} 处" if len(names) > _TOLD else ""
                self.add_error(box, f"{told}{more}{words}")
        return found.keys
