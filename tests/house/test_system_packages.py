"""deploy/system_packages.sh on machines where it may not install: the one command to run, and exit code 1."""

import subprocess
from pathlib import Path

import pytest

TOP = Path(__file__).resolve().parents[2]
SCRIPT = TOP / "deploy/system_packages.sh"


def stand_in(folder: Path, name: str, body: str) -> None:
    (folder / name).write_text(f"#!/bin/sh\n{body}\n", encoding="ascii")
    (folder / name).chmod(0o755)


@pytest.fixture
def bare_machine(tmp_path: Path) -> Path:
    """A PATH with a shell and apt, an ordinary user without sudo, and none of the programs asked for."""
    for name in ("bash", "env", "cat", "ls", "dirname"):
        found = subprocess.run(["/bin/sh", "-c", f"command -v {name}"], capture_output=True, text=True, check=True)
        (tmp_path / name).symlink_to(found.stdout.strip())
    stand_in(tmp_path, "id", "echo 1000")
    stand_in(tmp_path, "sudo", "exit 1")
    stand_in(tmp_path, "apt-get", f"echo called >> {tmp_path}/apt-was-called")
    stand_in(tmp_path, "python3", "exit 1")
    return tmp_path


def run(path: Path, what: str, system: str = "debian") -> subprocess.CompletedProcess[str]:
    """The script on `path`, under the name an os-release file gives the system."""
    release = path / "os-release"
    release.write_text(f"ID={system}\n", encoding="ascii")
    variables = {"PATH": str(path), "OS_RELEASE": str(release)}
    return subprocess.run([SCRIPT, what], env=variables, capture_output=True, text=True, check=False)


def asked_for(answer: subprocess.CompletedProcess[str]) -> set[str]:
    """The packages of the one command."""
    (command,) = (line for line in answer.stderr.splitlines() if "apt-get install" in line)
    return set(command.partition("--no-install-recommends ")[2].split())


def test_prints_the_one_command(bare_machine: Path) -> None:
    answer = run(bare_machine, "run")
    assert answer.returncode == 1
    packages = "python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    command = f"sudo apt-get update && sudo apt-get install -y --no-install-recommends {packages}\n"
    assert command in answer.stderr
    assert answer.stderr.count("sudo apt-get install") == 1
    assert not (bare_machine / "apt-was-called").exists()


FOR_TESTS = {"python3-venv", "libpango-1.0-0", "libatomic1", "poppler-utils", "libreoffice-calc", "libreoffice-writer"}


def test_test_packages_are_asked_for_at_once(bare_machine: Path) -> None:
    answer = run(bare_machine, "test")
    assert answer.returncode == 1
    assert FOR_TESTS | {"chromium-headless-shell"} <= asked_for(answer)


def test_ubuntus_chromium_is_only_a_snap_so_what_a_downloaded_one_needs_is_asked_for(bare_machine: Path) -> None:
    packages = asked_for(run(bare_machine, "test", "ubuntu"))
    assert FOR_TESTS | {"libnss3", "libgbm1"} <= packages
    assert not {each for each in packages if "chromium" in each}


def test_installs_where_it_may_and_says_so_when_that_did_not_help(bare_machine: Path) -> None:
    stand_in(bare_machine, "id", "echo 0")
    answer = run(bare_machine, "run")
    assert (bare_machine / "apt-was-called").exists()
    assert answer.returncode == 1
    assert "装过以后仍然缺少：python3-venv" in answer.stderr


def test_says_what_is_missing_without_apt(bare_machine: Path) -> None:
    (bare_machine / "apt-get").unlink()
    answer = run(bare_machine, "run")
    assert answer.returncode == 1
    assert "没有 apt" in answer.stderr
    assert "python3-venv" in answer.stderr


def test_nothing_to_do_is_silent() -> None:
    answer = subprocess.run([SCRIPT, "test"], capture_output=True, text=True, check=False)
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "", "")


def test_unknown_set_is_refused(bare_machine: Path) -> None:
    assert run(bare_machine, "everything").returncode == 2
