"""Marks at the rows of the frozen form."""

from dataclasses import replace

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


def test_figures_and_texts_are_known_by_their_names() -> None:
    form = SafeString(
        '<td class="cap">年末结余金额（万元）</td>\n<h2 class="keep">5．其他<small>说明</small></h2>\n<td>其他</td>'
    )
    pins = (
        replace(pin(1, "fields.closing_balance", "重算"), name="年末结余金额"),
        replace(pin(2, "narratives.other", "写明"), name="其他"),
    )
    cap, title, other = marked_form(form, pins, ()).split("\n")
    assert cap.startswith('<td class="cap">年末结余金额（万元）<span class="pn">')
    assert title.startswith('<h2 class="keep">5．其他<span class="pn">')
    assert other == "<td>其他</td>"
