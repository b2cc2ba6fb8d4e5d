"""Marks at the rows of the frozen form."""

from django.utils.safestring import SafeString

from selfeval.web.presenters.marked_form import marked_form
from selfeval.web.presenters.pins import PinView

FORM = SafeString(
    '<table><tr class="low" data-code="a.b"><td>甲</td><td>3.00</td></tr>\n<tr data-code="a.c"><td>乙</td></tr></table>'
)


def pin(number: int, place: str, words: str, answer: str = "") -> PinView:
    return PinView(
        pk=number + 10,
        number=number,
        place=place,
        name="甲",
        words=words,
        by="审核甲",
        when="",
        level="",
        box="",
        section="",
        page="",
        url="",
        change_url="",
        answer=answer,
        answered_by="",
    )


def test_without_marks_the_form_is_as_it_was() -> None:
    assert marked_form(FORM, (), ()) is FORM


def test_remarks_stand_at_the_end_of_their_row_and_are_escaped() -> None:
    shown = marked_form(FORM, (pin(1, "a.b", "<b>改</b>"), pin(2, "a.b", "再改", answer="好")), ())
    row, other = shown.split("\n")
    assert row.startswith('<table><tr class="low" data-code="a.b">')
    assert row.endswith("</span></td></tr>")
    assert 'class="se-pin" href="#pin-11"' in row
    assert 'class="se-pin is-ok" href="#pin-12"' in row
    assert "&lt;b&gt;改&lt;/b&gt;" in row
    assert other == FORM.split("\n")[1]


def test_rows_that_changed_are_marked() -> None:
    shown = marked_form(FORM, (), {"a.b", "a.c"})
    assert '<tr class="low is-changed" data-code="a.b">' in shown
    assert '<tr class="is-changed" data-code="a.c">' in shown
