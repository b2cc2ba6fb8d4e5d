"""Reads pages and fragments as a person would, and posts what a page would post."""

from html.parser import HTMLParser
from typing import Any

from django.http import HttpResponse
from django.test import Client

from selfeval.domain.filing import Filing as Content
from selfeval.models import Filing
from selfeval.queries.snapshots import filing_snapshot

# Of the framework the tests' world has.
SECTIONS = ("face", "budget", "staff", "input", "process", "output", "effect", "narratives", "evaluators", "check")
_VOID = {"input", "br", "hr", "img", "meta", "link", "path", "rect", "use", "col"}


class _Elements(HTMLParser):
    """Attributes and text of every element with an id, in order of appearance."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, tuple[dict[str, str], list[str]]] = {}
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        name = values.get("id", "")
        if name:
            self.found[name] = (values, [])
        if tag not in _VOID:
            self._open.append(name)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for name in self._open:
            if name:
                self.found[name][1].append(data)


class Page:
    """An answer, by the ids of its elements."""

    def __init__(self, response: HttpResponse) -> None:
        self.status = response.status_code
        self.text = response.content.decode()
        self.headers = response.headers
        parser = _Elements()
        parser.feed(self.text)
        self._found = parser.found

    def __contains__(self, name: str) -> bool:
        return name in self._found

    def words(self, name: str) -> str:
        """The text inside the element with the id `name`, spaces made single."""
        return " ".join("".join(self._found[name][1]).split())

    def attribute(self, name: str, attribute: str) -> str:
        """An attribute of the element with the id `name`."""
        return self._found[name][0][attribute]

    def has_attribute(self, name: str, attribute: str) -> bool:
        """Whether the element with the id `name` has an attribute."""
        return attribute in self._found[name][0]

    @property
    def ids(self) -> set[str]:
        """All ids of the answer."""
        return set(self._found)


def section_url(filing: Filing, section: str) -> str:
    """The address of a page of `filing`."""
    return f"/filings/{filing.public_id}/{section}/"


def stored(filing: Filing) -> Content:
    """What the database holds of `filing` now."""
    return filing_snapshot(filing=Filing.objects.get(pk=filing.pk))


def version_of(filing: Filing) -> int:
    """The version of the filing as stored: what a page opened now has seen."""
    return Filing.objects.values_list("version", flat=True).get(pk=filing.pk)


def post(
    client: Client,
    filing: Filing,
    section: str,
    boxes: dict[str, Any],
    *,
    seen: int | None = None,
    in_background: bool = True,
) -> Page:
    """Send `boxes` as the page would after a change, or whole without scripts."""
    version = version_of(filing) if seen is None else seen
    headers = {"HX-Request": "true"} if in_background else {}
    response = client.post(
        section_url(filing, section), {"seen": version, **boxes}, headers=headers, follow=not in_background
    )
    return Page(response)
