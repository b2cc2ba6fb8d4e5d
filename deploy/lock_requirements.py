"""Rewrite the second section of requirements.txt and requirements-dev.txt: what the packages of the first bring along.

Usage: lock_requirements.py (needs the network). Each file is installed alone into a scratch environment and listed.
"""

import subprocess
import sys
import tempfile
import venv
from pathlib import Path

BROUGHT = "# 由上面各项带来"


def direct_part(text: str) -> str:
    return text.partition(BROUGHT)[0].rstrip()


def names(lines: list[str]) -> set[str]:
    return {line.partition("==")[0].strip().lower().replace("_", "-") for line in lines if "==" in line}


def installed_for(requirements: str, folder: Path) -> list[str]:
    """`name==version` of everything pip installs for the text of a requirements file."""
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv/bin/python"
    wanted = folder / "wanted.txt"
    wanted.write_text(requirements, encoding="utf-8")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "-r", wanted], check=True)
    listed = subprocess.run([python, "-m", "pip", "freeze"], check=True, capture_output=True, text=True)
    return listed.stdout.splitlines()


def lock(path: Path, *, already: str) -> str:
    """Rewrite `path`; `already` is the text of a file it builds on. Answers the new text."""
    direct = direct_part(path.read_text(encoding="utf-8"))
    plain = "\n".join(line for line in (already + "\n" + direct).splitlines() if not line.startswith("-r"))
    with tempfile.TemporaryDirectory() as folder:
        found = installed_for(plain, Path(folder))
    known = names((already + "\n" + direct).splitlines())
    brought = [line for line in found if not names([line]) <= known]
    text = "\n".join([direct, "", BROUGHT, *sorted(brought, key=str.lower), ""])
    path.write_text(text, encoding="utf-8")
    return text


if __name__ == "__main__":
    top = Path(__file__).resolve().parent.parent
    lock(top / "requirements-dev.txt", already=lock(top / "requirements.txt", already=""))
    sys.exit(0)
