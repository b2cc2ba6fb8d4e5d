"""Every dependency is pinned, installed as pinned, and explained."""

import re
from importlib.metadata import version
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
NAMED_BY_THE_CLIENT = {
    "django",
    "django-crispy-forms",
    "openpyxl",
    "weasyprint",
    "psycopg2-binary",
    "pytest-django",
}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pins(file: str, *, direct_only: bool = False) -> dict[str, str]:
    """Normalised name to version, of one requirements file; anything that is not a pin fails."""
    text = (TOP / file).read_text(encoding="utf-8")
    if direct_only:
        text = text.partition("# 由上面各项带来")[0]
    lines = [line for line in text.splitlines() if line and not line.startswith(("#", "-r "))]
    found = [re.fullmatch(r"([A-Za-z0-9._-]+)==([0-9][0-9A-Za-z.]*)", line) for line in lines]
    assert all(found), [line for line, match in zip(lines, found, strict=True) if not match]
    return {plain(match[1]): match[2] for match in found if match}


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_installed_as_pinned(file: str) -> None:
    wanted = pins(file)
    assert {name: version(name) for name in wanted} == wanted


def test_what_the_client_named_is_there() -> None:
    assert set(pins("requirements.txt", direct_only=True)) >= NAMED_BY_THE_CLIENT


@pytest.mark.parametrize("file", ["requirements.txt", "requirements-dev.txt"])
def test_each_direct_dependency_is_explained(file: str) -> None:
    page = (TOP / "docs/dependencies.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([A-Za-z][\w.-]*) \| ([^|]+) \| ([^|]+) \|$", page, re.MULTILINE)
    explained = {plain(name) for name, reason, licence in rows if reason.strip() and licence.strip()}
    assert set(pins(file, direct_only=True)) <= explained
