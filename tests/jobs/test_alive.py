"""Whether a worker lives is seen from outside, however it ended."""

import os
import signal
from pathlib import Path
from typing import Any

import pytest

from selfeval.jobs import alive

WORKER = "0123abcd"


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path / "workers"


def worker(told: int) -> None:
    """What a worker does, until it is killed."""
    try:
        alive.stay_alive(WORKER)
        os.write(told, b"!")
        signal.pause()
    finally:
        os._exit(1)


def test_f04_a_killed_worker_is_known_to_be_dead_at_once(folder: Path) -> None:
    reading, told = os.pipe()
    child = os.fork()
    if not child:
        worker(told)
    assert os.read(reading, 1) == b"!"
    assert not alive.is_dead(WORKER)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert alive.is_dead(WORKER)
    assert (folder / WORKER).exists()


def test_nothing_is_said_of_oneself_and_of_those_nobody_knows(folder: Path) -> None:
    alive.stay_alive("me")
    assert not alive.is_dead("me")
    assert not alive.is_dead("elsewhere")
    assert not alive.is_dead("../workers/me")


def test_files_of_the_dead_do_not_pile_up(folder: Path) -> None:
    folder.mkdir()
    for name, seconds in (("old", 2 * alive._KEPT), ("new", 0)):
        (folder / name).touch()
        moment = (folder / name).stat().st_mtime - seconds
        os.utime(folder / name, (moment, moment))
    alive.stay_alive("me2")
    assert {each.name for each in folder.iterdir()} == {"new", "me2"}
