"""The form in its official layout, for a page of the application."""

from django.utils.safestring import SafeString

from selfeval.exports.document import FormDocument
from selfeval.exports.drawing import screen_html


def render_preview(document: FormDocument) -> SafeString:
    """An `<article class="official-form on-screen">`; the page links `css/form.css`.

    Each indicator's row has `data-code`, so that a page can lead to it. No inline style, script or outside address.
    """
    return screen_html(document)
