"""State, note and foot of a box, as the pages place them."""

from dataclasses import dataclass, field

import pytest
from django.template import Context, Template

from selfeval.web.presenters.boxes import BoxNote, BoxState

FOOT = "{% load boxes %}{% box_foot box hint=hint insert_into=into %}"


@dataclass(frozen=True, kw_only=True)
class Bound:
    name: str = "narratives.mandate"


@dataclass(frozen=True, kw_only=True)
class View:
    state: BoxState = field(default_factory=lambda: BoxState(box="narratives.mandate", kind="empty"))
    note: BoxNote = field(default_factory=lambda: BoxNote(box="narratives.mandate"))
    bound: Bound = field(default_factory=Bound)
    may_type: bool = True
    is_long: bool = True
    length: int = 1200
    at_most: int | None = None


def drawn(template: str, **context: object) -> str:
    return Template(template).render(Context(context))


def test_what_was_typed_is_written_harmlessly() -> None:
    state = BoxState(box="fields.a", kind="refused", words="未保存：“<b>”", sent='"<1>', shown="")
    html = drawn("{% load boxes %}{% box_state state %}", state=state, oob=True)
    assert 'data-sent="&quot;&lt;1&gt;" data-shown="" hx-swap-oob="true">' in html
    assert "<span>未保存：“&lt;b&gt;”</span>" in html


@pytest.mark.parametrize(("kind", "icon"), [("none", None), ("missing", None), ("warning", "#warn"), ("error", "#err")])
def test_a_note_has_the_icon_of_its_kind(kind: str, icon: str | None) -> None:
    note = BoxNote(box="fields.a", kind=kind, words="请核对")
    html = drawn("{% load boxes %}{% box_note note %}", note=note)
    assert (icon in html) if icon else ("<svg" not in html)
    assert ("请核对" in html) is (kind != "none")


def test_a_foot_counts_up_to_the_most_there_may_be() -> None:
    assert "1200 字" in drawn(FOOT, box=View())
    assert 'data-most="2000">1200 / 2000 字' in drawn(FOOT, box=View(at_most=2000))
    assert 'class="cnt"' not in drawn(FOOT, box=View(is_long=False))


@pytest.mark.parametrize("is_editable", [True, False])
def test_numbers_are_inserted_only_by_who_may_edit(is_editable: bool) -> None:
    html = drawn(FOOT, box=View(may_type=is_editable), hint="可不填", into="职能", is_editable=is_editable)
    assert ('data-link-insert="narratives.mandate" aria-label="插入数据到职能"' in html) is is_editable
    assert '<span class="hint">可不填</span>' in html
