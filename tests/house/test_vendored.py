"""What browsers and their tests get is in the repository, unchanged, licensed, and asks nothing of any other host."""

import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

TOP = Path(__file__).resolve().parents[2]
# What pages load, and what only the browser tests put into them.
FOLDERS = [TOP / "static/vendor", TOP / "tests/browser/vendor"]
NOT_RECORDED = {"LICENSE", "versions.json"}
EXTERNAL = re.compile(
    r"""(?:src|href|action|srcset|poster|data|hx-[a-z]+)\s*=\s*["']?\s*(?:https?:)?//"""
    r"""|url\(\s*["']?\s*(?:https?:)?//"""
    r"""|@import\s+["'](?:https?:)?//"""
    r"""|(?:fetch|import|EventSource|WebSocket)\(\s*["'`](?:https?:|wss?:)?//""",
    re.IGNORECASE,
)


def entries(folder: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((folder / "versions.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("folder", FOLDERS, ids=["pages", "tests"])
def test_vendored_files_are_the_recorded_ones(folder: Path) -> None:
    recorded = {name: file["sha256"] for entry in entries(folder) for name, file in entry["files"].items()}
    found = {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in NOT_RECORDED
    }
    assert found == recorded


@pytest.mark.parametrize("folder", FOLDERS, ids=["pages", "tests"])
def test_vendored_packages_carry_licence_and_version(folder: Path) -> None:
    packages = {str(licence.parent.relative_to(folder)) for licence in folder.rglob("LICENSE")}
    assert {entry["package"] for entry in entries(folder)} == packages
    for entry in entries(folder):
        assert (folder / entry["package"] / "LICENSE").read_text(encoding="utf-8").strip()
        assert entry["source"] == f"npm:{entry['package']}@{entry['version']}"


@pytest.mark.parametrize("folder", FOLDERS, ids=["pages", "tests"])
def test_vendored_packages_are_explained(folder: Path) -> None:
    page = (TOP / "docs/dependencies.md").read_text(encoding="utf-8")
    for entry in entries(folder):
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
