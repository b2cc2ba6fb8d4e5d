"""A page of indicators: what a unit files on each leaf below one level-1 indicator."""

from collections.abc import Mapping
from decimal import Decimal
from functools import partial
from typing import Any

from django import forms

from selfeval.domain.amounts import HUNDRED, number_text
from selfeval.domain.filing import Filing
from selfeval.domain.framework import Framework, Indicator, NotApplicablePolicy, Tier
from selfeval.domain.scoring.rules import Checklist, Choose, Coefficient, Incidents, Manual, Tiers
from selfeval.services.changes import EntryAttribute, EntryChange, EntryValue
from selfeval.web.forms.fields import IncidentsField, NumberField, OptionField, PercentField, TextBox
from selfeval.web.forms.section import INCOMPLETE, SectionForm

NONE_TICKED = "none"
LABELS = {
    "set_points": "设定分值",
    "self_score": "评价得分",
    "is_applicable": "不涉及此项",
    "ticked": "评价要点",
    "incidents": "不符合的例数",
    "points": "评定得分",
    "tier": "达成档次",
    "coefficient": "得分系数",
    "choice": "计分方式",
    "analysis": "补充说明",
    "reason": "原因",
    "measure": "改进措施",
}
_ZERO = Decimal(0)


class TicksWidget(forms.CheckboxSelectMultiple):
    """Ticks that know whether they were on the page, as a browser sends nothing for an empty tick."""

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return f"{name}.sent" not in data


class TicksField(forms.MultipleChoiceField):
    """Criteria counted from 1; nothing ticked is not filled, 以上都不具备 is none of them."""

    def __init__(self, *, count: int) -> None:
        numbers = [(str(number), str(number)) for number in range(1, count + 1)]
        super().__init__(
            choices=[*numbers, (NONE_TICKED, "以上都不具备")],
            required=False,
            widget=TicksWidget,
            error_messages={"invalid_choice": "没有这个评价要点，请刷新页面再选", "invalid_list": "请重新勾选"},
        )

    def clean(self, value: Any) -> tuple[int, ...] | None:
        chosen = super().clean(value or [])
        if not chosen:
            return None
        if NONE_TICKED in chosen:
            if len(chosen) > 1:
                raise forms.ValidationError("已勾“以上都不具备”，就不能再勾别的要点，请去掉一边", code="ticks")
            return ()
        return tuple(sorted(int(each) for each in chosen))

    def prepare_value(self, value: Any) -> Any:
        if value is None:
            return []
        return [str(each) for each in value] or [NONE_TICKED]


class NotInvolvedWidget(forms.CheckboxInput):
    """The tick 不涉及此项, which knows whether it was on the page."""

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        return f"{name}.sent" not in data


class ApplicableField(forms.BooleanField):
    """Ticked means 不涉及; the value is whether the indicator applies."""

    def __init__(self) -> None:
        super().__init__(required=False, widget=NotInvolvedWidget)

    def clean(self, value: Any) -> bool:
        return not super().clean(value)

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What was sent says whether it is ticked; what is shown goes by whether the indicator applies."""
        return initial if self.disabled else not data

    def prepare_value(self, value: Any) -> Any:
        return not value if isinstance(value, bool) else value


class ChosenField(forms.TypedChoiceField):
    """The number of the option that was picked, counted from 1."""

    def __init__(self, *, count: int) -> None:
        super().__init__(
            choices=[(str(number), str(number)) for number in range(1, count + 1)],
            coerce=int,
            empty_value=None,
            required=False,
            widget=forms.RadioSelect,
            error_messages={"invalid_choice": "没有这种计分方式，请刷新页面再选"},
        )

    def prepare_value(self, value: Any) -> Any:
        return "" if value is None else str(value)


def add_indicators(form: SectionForm, *, framework: Framework, filing: Filing, root: str) -> None:
    """Put the boxes of every leaf below the level-1 indicator `root` on `form`."""
    for leaf in framework.leaves:
        if leaf.own is None and leaf.code.partition(".")[0] == root:
            for attribute, field in boxes_of(leaf, framework=framework).items():
                form.add_box(
                    box_name(leaf.code, attribute),
                    field,
                    label=f"{leaf.name}：{LABELS[attribute]}",
                    stored=getattr(filing.entry(leaf.code), attribute),
                    change=partial(_change, leaf.code, attribute),
                )
            if isinstance(leaf.rule, Tiers):
                form.agreements.append(partial(_coefficient_fits, leaf.code, leaf.rule.tiers))


def _coefficient_fits(code: str, tiers: tuple[Tier, ...], form: SectionForm) -> None:
    """Holds a tier and a coefficient back together where the one lies outside the other."""
    tier, coefficient = box_name(code, "tier"), box_name(code, "coefficient")
    given, name = form.becomes(coefficient), form.becomes(tier)
    picked = next((each for each in tiers if each.name == name), None)
    sent = [box for box in (tier, coefficient) if form.was_sent(box)]
    if given is None or picked is None or any(form.has_error(box) for box in sent) or given in picked.interval:
        return
    words = f"得分系数 {number_text(given * HUNDRED)}% 不在“{picked.name}”的 {picked.interval.text} 之内，请改系数"
    for box in sent:
        form.add_error(box, forms.ValidationError(words, code=INCOMPLETE if box == tier else "tier"))


def _change(code: str, attribute: EntryAttribute, value: EntryValue) -> EntryChange:
    return EntryChange(code=code, attribute=attribute, value=value)


def box_name(code: str, attribute: str) -> str:
    """The path of a box of an indicator, as findings name it."""
    return f"indicators.{code}.{'applicable' if attribute == 'is_applicable' else attribute}"


def boxes_of(leaf: Indicator, *, framework: Framework) -> dict[EntryAttribute, forms.Field]:
    """The boxes of one leaf by the attribute of the entry they fill, in the order they stand on the page."""
    places = framework.rounding.points_places
    boxes: dict[EntryAttribute, forms.Field] = {}
    if framework.is_points_set_by_unit:
        boxes["set_points"] = NumberField(minimum=_ZERO, places=places)
    boxes["self_score"] = NumberField(minimum=_ZERO, places=places, shown=places)
    if leaf.not_applicable is not NotApplicablePolicy.REFUSE:
        boxes["is_applicable"] = ApplicableField()
    match leaf.rule:
        case Checklist(items=items):
            boxes["ticked"] = TicksField(count=len(items))
        case Incidents():
            boxes["incidents"] = IncidentsField(minimum=_ZERO)
        case Manual():
            boxes["points"] = NumberField(minimum=_ZERO, places=places, shown=places)
        case Choose(options=options, pick="unit"):
            boxes["choice"] = ChosenField(count=len(options))
        case Tiers(tiers=tiers):
            boxes["tier"] = OptionField(options=[tier.name for tier in tiers], empty_value="")
            boxes["coefficient"] = PercentField(minimum=_ZERO, maximum=Decimal(1))
        case Coefficient():
            boxes["coefficient"] = PercentField(minimum=_ZERO, maximum=Decimal(1))
    texts: tuple[EntryAttribute, ...] = ("analysis", "reason", "measure")
    return {**boxes, **{attribute: TextBox(at_most=5000, rows=2) for attribute in texts}}
