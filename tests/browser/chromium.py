"""Which Chromium the browser tests drive. As a program: prints its path, or exits 1 when there is none.

$CHROMIUM where it is set; otherwise the first on PATH that tests can use. Where there is none, Playwright's own is,
which deploy/browser.sh downloads. Only the standard library: it is asked before anything is installed.
"""

import os
import shutil
import sys
from pathlib import Path

# The first draws pages and has no windows, which is also what Playwright downloads: the same pages take a third of
# the processor's time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
# A launcher is a few lines of shell; of a program no more than this is read.
LAUNCHER_BYTES = 20_000


def chromium() -> str | None:
    """The path of a Chromium to drive, or None for Playwright's own."""
    if named := os.environ.get("CHROMIUM"):
        return named
    found = (shutil.which(name) for name in NAMES)
    return next((path for path in found if path and not _is_snap(Path(path))), None)


def _is_snap(path: Path) -> bool:
    """Whether `path` starts a snap, as Ubuntu's own do: it has a /tmp of its own, where no test finds a download."""
    target = path.resolve()
    if "snap" in (target.name, *path.parts):
        return True
    with target.open("rb") as launcher:
        return b"/snap/bin/" in launcher.read(LAUNCHER_BYTES)


if __name__ == "__main__":
    if not (path := chromium()):
        sys.exit(1)
    sys.stdout.write(f"{path}\n")
