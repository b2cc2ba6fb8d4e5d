"""Our own markup for WeasyPrint: well formed, so a parser written in C reads it, and without what no document has.

WeasyPrint takes any page of the web: it reads with a parser that forgives everything, and begins from a style sheet for
every element and every corner of the page. Together these were a quarter of the time of a form.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import cssselect2
from django.conf import settings
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher

DEFAULTS = "form_defaults.css"


class DataOnly(URLFetcher):
    """Fetches data URIs and nothing else: no file, no network, no redirect."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)


class Paper(HTML):
    """A page of our templates. Raises ElementTree.ParseError where a template is not well formed.

    WeasyPrint is pinned: the names set here are those its own `HTML` sets, and a test compares the pages of both.
    """

    def __init__(self, markup: str) -> None:
        self.base_url = None
        self.url_fetcher = DataOnly()
        self.media_type = "print"
        root = ElementTree.fromstring(markup)  # noqa: S314 - see above
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> Sequence[CSS]:
        return (_defaults(),)


@cache
def _defaults() -> CSS:
    return CSS(filename=Path(settings.BASE_DIR) / "static" / "css" / DEFAULTS)
