"""Inputs are drawn to the letter as Django's own templates draw them."""

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from selfeval.web.forms.drawing import BOXES

AWKWARD = '"甲" & <乙>\n二\'s'
MANY = {"class": "form-control num", "placeholder": AWKWARD, "disabled": True, "readonly": False, "rows": 2, "x": None}


@pytest.mark.parametrize("attrs", [{}, MANY])
@pytest.mark.parametrize("value", [None, "", "0", AWKWARD, 12, True, False, "\n一行"])
@pytest.mark.parametrize("widget", [forms.TextInput, forms.Textarea, forms.CheckboxInput])
def test_an_input_is_the_one_django_draws(widget: type[forms.Widget], value: object, attrs: dict[str, object]) -> None:
    drawn = widget().render('fields.a"b', value, attrs, renderer=BOXES)
    assert drawn == widget().render('fields.a"b', value, attrs, renderer=DjangoTemplates())


def test_other_inputs_are_left_to_django() -> None:
    drawn = forms.Select(choices=[("", "请选择"), ("yes", "是")]).render("fields.a", "yes", {}, renderer=BOXES)
    assert '<option value="yes" selected>是</option>' in drawn
