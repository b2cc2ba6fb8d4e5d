"""The frozen form with the reviewers' marks at its rows: remarks by number, and what changed since the last round."""

import re
from collections.abc import Collection, Iterable
from html import unescape
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from selfeval.web.presenters.pins import PinView, by_place

# A row of an indicator is one line of the form's template: its code, and the end of its last cell.
_ROW: Final = re.compile(r'<tr(?: class="([^"]*)")? data-code="([^"]+)">(.*?)</td></tr>')
# The label of a figure with its unit, the title of a text with its number.
_LABEL: Final = re.compile(r'(?:<td class="cap">|<h2[^>]*>[0-9]+[.．、])([^<（]+)(?:（[^）<]*）)?')


def marked_form(preview: SafeString, pins: Iterable[PinView], changed: Collection[str]) -> SafeString:
    """`preview` with the numbers of `pins` at the end of their rows and the rows of the indicators `changed` marked."""
    placed = by_place(pins)
    marks = {place: _marks(found) for place, found in placed.items()}
    if not marks and not changed:
        return preview
    # Figures of the block on top and texts have no code in the form: they are known by their names.
    named = {found[0].name: marks[place] for place, found in placed.items() if "." in place or place == "evaluators"}

    def marked(row: re.Match[str]) -> str:
        css, code, cells = row[1] or "", row[2], row[3]
        classes = " ".join(each for each in (css, "is-changed" if code in changed else "") if each)
        shown = f' class="{classes}"' if classes else ""
        return f'<tr{shown} data-code="{code}">{cells}{marks.get(code, "")}</td></tr>'

    def beside_name(label: re.Match[str]) -> str:
        return f"{label[0]}{named.get(unescape(label[1]), '')}"

    return mark_safe(_LABEL.sub(beside_name, _ROW.sub(marked, preview)))  # noqa: S308 - the form's own HTML, with escaped marks


def _marks(pins: Iterable[PinView]) -> SafeString:
    found = [(" is-ok" if pin.is_answered else "", pin.pk, pin.number, f"：{pin.words}") for pin in pins]
    word = '<span class="visually-hidden">{}</span>'
    link = f'<a class="se-pin{{}}" href="#pin-{{}}">{word.format("批注 ")}{{}}{word}</a>'
    return format_html('<span class="pn">{}</span>', format_html_join("", link, found))
