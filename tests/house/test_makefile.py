"""The commands a newcomer meets: all of them listed, the two of the README among them."""

import re
import subprocess
from pathlib import Path

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


def test_testing_runs_every_stage() -> None:
    rule = re.search(r"^test: ([^#]+)", (TOP / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert rule
    assert {"check", "test-sqlite", "test-postgres"} <= set(rule[1].split())


def test_ci_runs_the_tests() -> None:
    script = TOP / ".ci/run"
    assert script.stat().st_mode & 0o111
    assert "exec make test" in script.read_text(encoding="utf-8")
