"""The form as a fragment for a page."""

import re
from dataclasses import replace
from html.parser import HTMLParser

from django.conf import settings

from selfeval.exports.preview import render_preview
from tests.exports.real_forms import form_of, real_form, with_narrative
from tests.fixtures_data import published


class Reader(HTMLParser):
    """Collects tags with their attributes, and all text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        """All text without white space."""
        return "".join("".join(self.texts).split())


def test_each_indicator_has_one_row_with_its_code() -> None:
    document = real_form()
    tags = Reader(render_preview(document)).tags
    found = [attributes["data-code"] for _, attributes in tags if "data-code" in attributes]
    assert found == [row.code for row in document.rows]
    assert len(found) == 26


def test_the_page_shows_the_documents_own_texts() -> None:
    document = real_form()
    text = Reader(render_preview(document)).text
    wanted = [document.title, document.year_line, document.grade.text, document.total.self_score.text]
    wanted += [fact.cell.text for fact in document.facts] + [row.analysis for row in document.rows]
    wanted += [paragraph.text for part in document.narratives for paragraph in part.paragraphs]
    wanted += [document.stamp.verification_code, "已定稿"]
    assert [each for each in wanted if "".join(each.split()) not in text] == []


def test_the_page_allows_no_inline_style_script_or_outside_address() -> None:
    """The product's content security policy would drop them."""
    for tag, attributes in Reader(render_preview(real_form())).tags:
        assert tag not in ("script", "style", "link", "img", "iframe")
        assert not {"style", "src", "href", "onclick"} & set(attributes)


def test_typed_markup_is_text() -> None:
    attack = '<script>alert(1)</script><img src=x onerror="alert(1)">{{ 7|add:7 }}'
    filing = with_narrative(published.filing("jinzhong-2021"), attack)
    filing = replace(filing, department=replace(filing.department, name=attack))
    html = render_preview(form_of(filing))
    assert "<script" not in html
    assert "<img" not in html
    assert Reader(html).text.count("".join(attack.split())) == 2


def test_every_class_of_the_fragment_is_in_the_sheet_or_only_marks() -> None:
    sheet = (settings.BASE_DIR / "static" / "css" / "form.css").read_text(encoding="utf-8")
    used = {
        name
        for _, attributes in Reader(render_preview(real_form("half-filled-2021"))).tags
        for name in (attributes.get("class") or "").split()
    }
    assert {name for name in used if not re.search(rf"\.{name}\b", sheet)} == set()
