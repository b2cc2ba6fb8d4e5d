"""What the browser gets is in the repository, unchanged, licensed, and asks nothing of any other host."""

import hashlib
import json
import re
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
VENDOR = TOP / "static/vendor"
EXTERNAL = re.compile(
    r"""(?:src|href|action|srcset|poster|data|hx-[a-z]+)\s*=\s*["']?\s*(?:https?:)?//"""
    r"""|url\(\s*["']?\s*(?:https?:)?//"""
    r"""|@import\s+["'](?:https?:)?//"""
    r"""|(?:fetch|import|EventSource|WebSocket)\(\s*["'`](?:https?:|wss?:)?//""",
    re.IGNORECASE,
)


def entries() -> list[dict[str, object]]:
    return json.loads((VENDOR / "versions.json").read_text(encoding="utf-8"))


def test_vendored_files_are_the_recorded_ones() -> None:
    recorded = {name: file["sha256"] for entry in entries() for name, file in entry["files"].items()}
    found = {
        str(path.relative_to(VENDOR)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR.rglob("*")
        if path.is_file() and path.name not in {"LICENSE", "versions.json"}
    }
    assert found == recorded


def test_vendored_packages_carry_licence_and_version() -> None:
    packages = {str(licence.parent.relative_to(VENDOR)) for licence in VENDOR.rglob("LICENSE")}
    assert {entry["package"] for entry in entries()} == packages
    for entry in entries():
        assert (VENDOR / entry["package"] / "LICENSE").read_text(encoding="utf-8").strip()
        assert entry["source"] == f"npm:{entry['package']}@{entry['version']}"


def test_vendored_packages_are_explained() -> None:
    page = (TOP / "docs/dependencies.md").read_text(encoding="utf-8")
    for entry in entries():
        assert f"| {entry['package']} |" in page


def front_end_files() -> list[Path]:
    suffixes = {".html", ".css", ".js", ".svg", ".txt"}
    found = [path for folder in ("templates", "static") for path in (TOP / folder).rglob("*")]
    return [path for path in found if path.suffix in suffixes and path.name != "OFL.txt"]


def test_nothing_is_fetched_from_elsewhere() -> None:
    files = front_end_files()
    assert len(files) >= 3
    found = {
        f"{path.relative_to(TOP)}: {match[0]}"
        for path in files
        for match in EXTERNAL.finditer(path.read_text(encoding="utf-8"))
    }
    assert found == set()


@pytest.mark.parametrize(
    "text",
    [
        '<script src="https://cdn.example/x.js">',
        "<link href=//cdn.example/x.css>",
        "@font-face { src: url( 'http://fonts.example/a.woff2') }",
        '@import "https://fonts.example/css";',
        "fetch('https://api.example/')",
    ],
)
def test_search_finds_external_assets(text: str) -> None:
    assert EXTERNAL.search(text)
