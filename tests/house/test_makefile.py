"""The commands a newcomer meets: all of them listed, the two of the README among them."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]


def phony_targets() -> set[str]:
    line = re.search(r"^\.PHONY: (.+)$", (TOP / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert line
    return set(line[1].split())


def listed_targets() -> dict[str, str]:
    shown = subprocess.run(
        ["make", "--no-print-directory", "-C", TOP, "help"], capture_output=True, text=True, check=True
    )
    return dict(re.findall(r"^  ([a-z-]+) +(\S.*)$", shown.stdout, re.MULTILINE))


def test_help_lists_every_target_with_a_sentence() -> None:
    assert set(listed_targets()) == phony_targets()


def test_promised_targets_exist() -> None:
    assert {"help", "setup", "run", "test", "check", "bench"} <= set(listed_targets())


# Says which stage it is; waits for the other to have begun; ends as the environment tells it to.
STAGE = """#!/bin/bash
case "$*" in *"not browser"*) me=postgres other=sqlite;; *) me=sqlite other=postgres;; esac
touch "$me"
for each in {1..300}; do [[ ! -e $other ]] || break; sleep 0.1; done
echo "ran $me"
[[ -e $other ]] && exit "${!me}"
"""


@pytest.fixture
def hollow(tmp_path: Path) -> Path:
    """A checkout in which every command does nothing and only the stages tell of themselves."""
    shutil.copy(TOP / "Makefile", tmp_path)
    (tmp_path / ".venv/stamps").mkdir(parents=True)
    contents = dict.fromkeys(("requirements.txt", "requirements-dev.txt"), "")
    contents |= dict.fromkeys((f".venv/bin/{name}" for name in ("ruff", "mypy", "lint-imports")), "#!/bin/sh\n")
    contents |= dict.fromkeys(("deploy/system_packages.sh", "deploy/browser.sh"), "#!/bin/sh\n")
    contents |= {"deploy/test_postgres.sh": '#!/bin/sh\nexec "$@"\n', ".venv/bin/python": STAGE}
    contents |= dict.fromkeys((".venv/stamps/run", ".venv/stamps/dev"), "")
    for name, content in contents.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
        path.chmod(0o755)
    return tmp_path


@pytest.mark.parametrize(("sqlite", "postgres", "code"), [("0", "0", 0), ("1", "0", 2), ("0", "1", 2)])
def test_both_databases_are_run_side_by_side_and_either_can_fail(
    hollow: Path, sqlite: str, postgres: str, code: int
) -> None:
    done = subprocess.run(
        ["make", "test"],
        cwd=hollow,
        env={"PATH": os.environ["PATH"], "sqlite": sqlite, "postgres": postgres},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert {"ran sqlite", "ran postgres"} <= set(done.stdout.splitlines())


def test_ci_runs_the_tests() -> None:
    script = TOP / ".ci/run"
    assert script.stat().st_mode & 0o111
    assert "exec make test" in script.read_text(encoding="utf-8")
