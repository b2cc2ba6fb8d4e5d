"""The run fails when an address or a template has no test: the notes are right, and so is the judgement."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest
from django.conf import settings
from django.test import Client

from tests import exercised

TOP = Path(__file__).resolve().parent.parent
SUITE = """
from django.test import Client

def test_login():
    assert Client().get("/login/").status_code == 200

def test_nothing_of_the_web():
    pass
"""
PLUGINS = ("-p", "pytest_django.plugin", "-p", "xdist.plugin", "-p", "tests.exercised")
PROJECT = """
[tool.pytest.ini_options]
DJANGO_SETTINGS_MODULE = "tests.settings"
testpaths = ["suite"]
"""


@pytest.fixture
def notes(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Empty notes, filled by this test alone."""
    fresh: set[str] = set()
    monkeypatch.setattr(exercised, "seen", fresh)
    return fresh


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """A run of its own over two small tests, with the plug-in."""
    (folder / "suite").mkdir(exist_ok=True)
    (folder / "suite/test_small.py").write_text(SUITE, encoding="utf-8")
    (folder / "pyproject.toml").write_text(PROJECT, encoding="utf-8")
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTEST", "DATABASE_URL"))}
    return subprocess.run(
        [sys.executable, "-m", "pytest", *PLUGINS, "-p", "no:cacheprovider", *options],
        cwd=folder,
        # The browser and whatever else is installed has no part in this, and takes as long as the run to start.
        env={**clean, "PYTHONPATH": str(TOP), "PYTHONUTF8": "1", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.django_db
def test_notes_the_address_the_page_and_what_it_extends_and_includes(notes: set[str], client: Client) -> None:
    client.get("/login/")
    assert {"/login/", "accounts/login.html", "base.html"} <= notes
    assert "error.html" not in notes
    assert client.get("/nowhere/").status_code == 404
    assert "/nowhere/" not in notes
    assert {"404.html", "error.html"} <= notes


@pytest.mark.django_db
def test_an_address_that_only_asks_for_a_login_is_not_exercised(notes: set[str], client: Client) -> None:
    assert client.get("/password/").status_code == 302
    assert "/password/" not in notes


def test_expects_every_page_of_ours_and_none_of_djangos() -> None:
    wanted = exercised.expected()
    assert {"/", "/filings/<uuid:public_id>/form.pdf", "filing/_row.html", "500.html"} <= wanted
    assert not any(name.startswith("/admin/") for name in wanted)


def test_nothing_is_wrong_when_all_is_exercised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exercised, "EXCUSED", {})
    assert exercised.faults_of(exercised.expected()) == []
    assert exercised.faults_of(exercised.expected() - {"500.html"}) == ["没有任何测试用到：500.html"]


def test_excuses_must_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exercised, "EXCUSED", {"500.html": "…", "/gone/": "…", "404.html": "…"})
    assert exercised.faults_of(exercised.expected() - {"500.html"}) == [
        "豁免的已不存在，请删去：/gone/",
        "豁免的已有测试用到，请删去：404.html",
    ]


@pytest.mark.parametrize("processes", [(), ("-n", "1")])
def test_a_whole_run_that_leaves_something_out_fails_and_says_what(tmp_path: Path, processes: tuple[str, ...]) -> None:
    done = run(tmp_path, *processes)
    assert done.returncode == pytest.ExitCode.TESTS_FAILED, done.stdout + done.stderr
    assert "2 passed" in done.stdout
    missing = {line.removeprefix("没有任何测试用到：") for line in done.stdout.splitlines() if "没有任何测试" in line}
    assert {"/password/", "filing/page.html"} <= missing
    assert missing.isdisjoint({"/login/", "accounts/login.html", "base.html"})


def test_part_of_a_run_is_not_judged(tmp_path: Path) -> None:
    done = run(tmp_path, "-k", "login")
    assert done.returncode == pytest.ExitCode.OK, done.stdout + done.stderr
    assert "1 passed" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "options", "whole"),
    [
        ([], {}, False),
        (["tests"], {}, True),
        (["tests"], {"keyword": "", "markexpr": "", "lf": False, "deselect": None}, True),
        (["tests/web"], {}, False),
        (["tests", "selfeval"], {}, False),
        (["tests"], {"keyword": "login"}, False),
        (["tests"], {"markexpr": "not browser"}, False),
        (["tests"], {"deselect": ["tests/web"]}, False),
        (["tests"], {"lf": True}, False),
        (["tests"], {"collectonly": True}, False),
    ],
)
def test_what_a_whole_run_is(arguments: list[str], options: dict[str, object], whole: bool) -> None:
    config = SimpleNamespace(
        invocation_params=SimpleNamespace(dir=TOP),
        rootpath=TOP,
        args=arguments,
        option=SimpleNamespace(**options),
        getini=lambda name: ["tests"],
    )
    is_sqlite = settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")
    assert exercised.is_whole(cast(pytest.Config, config)) is (whole and is_sqlite)
