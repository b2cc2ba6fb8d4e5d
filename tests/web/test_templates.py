"""Templates keep what the content policy asks: nothing inline, nothing from outside; and every one is used."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(path for path in (ROOT / "templates").rglob("*.html") if "exports" not in path.parts)
SCRIPTS = sorted((ROOT / "static/js").glob("*.js"))
STYLES = sorted((ROOT / "static/css").glob("*.css"))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_nothing_inline_and_nothing_from_outside(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert "<style" not in text
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", text)
    assert "|safe" not in text
    assert "autoescape off" not in text


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_every_template_is_named_somewhere(path: Path) -> None:
    name = path.relative_to(ROOT / "templates").as_posix()
    if re.fullmatch(r"\d{3}(_csrf)?\.html", name):
        return  # Django finds these by their name
    sources = [*TEMPLATES, *(ROOT / "selfeval").rglob("*.py")]
    assert any(f'"{name}"' in each.read_text(encoding="utf-8") for each in sources if each != path)


@pytest.mark.parametrize("path", [*SCRIPTS, *STYLES], ids=named)
def test_scripts_and_styles_ask_nothing_of_the_world(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
    assert "http://" not in text
    assert "https://" not in text
    assert "eval(" not in text
    assert "innerHTML" not in text


def test_every_class_of_the_style_sheets_is_used() -> None:
    own = [path for path in STYLES if path.name not in ("form.css", "form_page.css", "tokens.css")]
    words = "\n".join(
        path.read_text(encoding="utf-8")
        for path in [*(ROOT / "templates").rglob("*.html"), *SCRIPTS, *(ROOT / "selfeval").rglob("*.py")]
    )
    # Crispy forms and the official form bring classes of their own.
    known = set(re.findall(r"[A-Za-z][\w-]*", words)) | {"official-form", "asteriskField", "invalid-feedback", "mb-3"}
    unused = set()
    for path in own:
        text = re.sub(r"/\*.*?\*/|url\([^)]*\)", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        names = re.findall(r"\.([a-zA-Z][\w-]*)", text)
        # States and columns are put together: is-saved from a state, c-amount from a column.
        unused |= {name for name in names if not {name, name.removeprefix("is-"), name.removeprefix("c-")} & known}
    assert not unused
