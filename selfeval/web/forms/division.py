"""Who fills what, who reviews inside the unit, and handing a person's work over."""

from collections.abc import Iterable
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from selfeval.domain.division import Place
from selfeval.models import User
from selfeval.services.words import MAX_NOTE
from selfeval.web.forms.accounts import bare_helper
from selfeval.web.forms.fields import TextBox

_PLEASE = "请选择"
_INDENT = "　"


class PersonField(forms.TypedChoiceField):
    """One of the people there are to choose from; its value is their key, or None."""

    def __init__(self, people: Iterable[User], *, nobody: str = _PLEASE, **options: Any) -> None:
        named = [(str(each.pk), f"{each.full_name}（{each.username}）") for each in people]
        super().__init__(
            choices=[("", nobody), *named],
            coerce=int,
            empty_value=None,
            error_messages={"required": "请选一位", "invalid_choice": "没有这个人，请刷新页面再选"},
            **options,
        )


class AssignForm(forms.Form):
    """分派: which part, to whom, and what they should know."""

    def __init__(self, *args: Any, places: Iterable[Place], people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"] = forms.ChoiceField(
            label="哪一部分",
            choices=[("", _PLEASE), *((each.code, f"{_INDENT * each.depth}{each.title}") for each in places)],
            error_messages={"required": "请选一部分", "invalid_choice": "没有这一部分，请刷新页面再选"},
        )
        self.fields["person"] = PersonField(people, label="由谁填")
        self.fields["note"] = TextBox(rows=2, at_most=MAX_NOTE, label="说明（可以不写）")
        self.helper: FormHelper = bare_helper()


class AccountantForm(forms.Form):
    """内部审核人; nobody is an answer too."""

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = PersonField(people, label="内部审核人", nobody="不设，直接送负责人", required=False)
        self.helper: FormHelper = bare_helper()


class HandOverForm(forms.Form):
    """移交: whose work goes to whom. It is done in two steps; the second confirms."""

    is_confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, departing: Iterable[User], successors: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["departing"] = PersonField(departing, label="离岗的填报人")
        self.fields["successor"] = PersonField(successors, label="由谁接")
        self.fields["disable"] = forms.BooleanField(label="同时停用离岗人的账号", required=False)
        self.helper: FormHelper = bare_helper()

    def clean(self) -> dict[str, Any]:
        """Nobody hands over to themselves."""
        data = super().clean() or {}
        if data.get("departing") is not None and data.get("departing") == data.get("successor"):
            self.add_error("successor", "接手的应是另一个人")
        return data


class BureauFillingForm(forms.Form):
    """代填: the version the administrator saw, and why the unit cannot fill it in itself."""

    version = forms.IntegerField(min_value=1, max_value=2_147_483_647, widget=forms.HiddenInput)
    reason = TextBox(rows=3, at_most=MAX_NOTE, label="代填的事由（单位会看到）")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper: FormHelper = bare_helper()
