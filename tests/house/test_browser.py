"""Browser tests take the Chromium there is, never a snap; deploy/browser.sh downloads one or names the one command."""

import subprocess
from pathlib import Path

import pytest

from tests.browser.chromium import chromium

TOP = Path(__file__).resolve().parents[2]
SCRIPT = TOP / "deploy/browser.sh"
LAUNCHER = '#!/bin/sh\nexec /opt/google/chrome/chrome "$@"\n'
UBUNTUS = '#!/bin/sh\n# asks the desktop for its default browser\nexec /snap/bin/chromium "$@"\n'


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The only folder on PATH, empty."""
    folder = tmp_path / "path"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("CHROMIUM", raising=False)
    return folder


def program(path: Path, text: str) -> str:
    path.write_text(text, encoding="ascii")
    path.chmod(0o755)
    return str(path)


def test_the_first_on_path_is_taken(path: Path) -> None:
    assert chromium() is None
    chrome = program(path / "google-chrome", LAUNCHER)
    assert chromium() == chrome
    assert program(path / "chromium", LAUNCHER) == chromium()
    assert program(path / "chromium-headless-shell", LAUNCHER) == chromium()


def test_snaps_are_passed_over(path: Path) -> None:
    program(path / "chromium-browser", UBUNTUS)
    program(path / "snap", LAUNCHER)
    (path / "chromium").symlink_to("snap")
    assert chromium() is None
    assert program(path / "google-chrome", LAUNCHER) == chromium()


def test_one_may_be_named(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program(path / "chromium", LAUNCHER)
    monkeypatch.setenv("CHROMIUM", "/opt/chrome/chrome")
    assert chromium() == "/opt/chrome/chrome"


def run(path: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """The script where nothing answers a download."""
    for name in ("bash", "cat", "dirname", "env", "grep", "mktemp", "rm"):
        found = subprocess.run(
            ["/bin/sh", "-c", f"PATH=/usr/bin:/bin command -v {name}"], capture_output=True, text=True
        )
        (path / name).symlink_to(found.stdout.strip())
    nowhere = {"PLAYWRIGHT_DOWNLOAD_HOST": "http://127.0.0.1:9", "PLAYWRIGHT_BROWSERS_PATH": str(path / "browsers")}
    environment = {"PATH": str(path), "PYTHONUTF8": "1", **nowhere, **variables}
    return subprocess.run([SCRIPT], env=environment, capture_output=True, text=True, check=False)


def test_nothing_is_downloaded_where_there_is_one(path: Path) -> None:
    program(path / "chromium", LAUNCHER)
    answer = run(path)
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")


def test_the_one_command_is_printed_where_none_can_be_had(path: Path) -> None:
    answer = run(path)
    assert answer.returncode == 1
    assert "\n    .venv/bin/python -m playwright install --only-shell chromium\n" in answer.stderr
    assert answer.stderr.startswith("Error: ")
    assert "    at " not in answer.stderr
