"""Where documents are drawn: in processes behind walls, whose end is nobody else's."""

import ctypes
import fcntl
import hashlib
import json
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from selfeval.exports import annual_drawings, pdf, press_foreman, press_room, press_walls, report_pdf
from selfeval.exports.press_room import PressRoom
from selfeval.exports.undrawable import FontsMissing, NoHandFree, Undrawable
from tests.exports import sample_documents as samples

FORM = "selfeval.exports.pdf:render_pdf"
PICTURE = "selfeval.exports.annual_drawings:picture_of"
SMALL = '<svg xmlns="http://www.w3.org/2000/svg" width="170mm" height="9mm" viewBox="0 0 170 9"></svg>'
# `picture_of` lays out what it is given: it is the one that can be given more than text.
BOMBS = {
    "a thousand million px over columns": f'<div style="columns:90000;height:1e9px">{"<p>x" * 30_000}</div>',
    "a million elements within each other": "<div>" * 1_000_000,
    "a table of a million rows": f"<table>{'<tr><td>1</td></tr>' * 1_000_000}</table>",
    "one word of ten million letters": f"<p>{'N' * 10_000_000}</p>",
    "a million columns": f'<p style="columns:1000000">{"字 " * 300_000}</p>',
}


@pytest.fixture(scope="module")
def room() -> Iterator[PressRoom]:
    """The first foreman is killed before it is asked: whoever asks finds another, and sees nothing of it."""
    opened = PressRoom(hands=1, patience=0.01)
    opened.open()
    assert opened._foreman is not None
    killed = opened._foreman[0]
    killed.kill()
    killed.wait()
    opened.draw(PICTURE, SMALL)
    there = opened._foreman[0].pid
    assert there != killed.pid
    yield opened
    (folder,) = {each for each in held_by(there) if Path(each).name.startswith("selfeval-press-")}
    assert list(Path(folder).iterdir())
    opened.close()
    assert not Path(folder).exists()


def held_by(pid: int) -> list[str]:
    """What a process has open."""
    return [str(each.readlink()) for each in Path(f"/proc/{pid}/fd").iterdir()]


@pytest.fixture
def hand(room: PressRoom) -> press_room._Hand:
    """A process that draws, at rest."""
    room.draw(PICTURE, SMALL)
    return room._free[-1]


def test_e03_what_is_drawn_apart_is_what_is_drawn_here(room: PressRoom) -> None:
    document = samples.short()
    digests = [hashlib.sha256(each).digest() for each in (room.draw(FORM, document), pdf.render_pdf(document))]
    assert digests[0] == digests[1]


@pytest.mark.parametrize("bomb", BOMBS)
def test_e03_a_bomb_takes_its_own_process_and_the_next_is_drawn_at_once(
    room: PressRoom, monkeypatch: pytest.MonkeyPatch, bomb: str
) -> None:
    with monkeypatch.context() as patience:
        patience.setattr(room, "seconds", 0.3)
        with pytest.raises(Undrawable, match=r"已经停下|到一半中断了"):
            room.draw(PICTURE, SMALL + BOMBS[bomb])
    assert room.draw(PICTURE, SMALL).startswith(b"\x89PNG")


def test_e03_a_minute_and_a_gigabyte(hand: press_room._Hand) -> None:
    assert (press_room.ROOM.seconds, press_room.ROOM.memory) == (60, 1024**3)
    limits = Path(f"/proc/{hand.pid}/limits").read_text()
    told = {line[:26].strip(): line[26:].split()[0] for line in limits.splitlines()[1:]}
    assert (told["Max address space"], told["Max file size"]) == (str(1024**3), "0")
    assert (told["Max open files"], told["Max core file size"]) == ("64", "0")
    assert int(told["Max cpu time"]) <= 62 + 60


def test_e03_too_much_memory_is_told_and_the_next_finds_a_fresh_one(room: PressRoom, hand: press_room._Hand) -> None:
    with pytest.raises(Undrawable, match="1,024MB"):
        room.draw(PICTURE, SMALL.replace('height="9mm"', 'height="2000000mm"'))
    assert room.draw(PICTURE, SMALL)
    assert room._free[-1].pid != hand.pid


def test_e03_one_that_was_killed_is_replaced_unseen(room: PressRoom, hand: press_room._Hand) -> None:
    os.kill(hand.pid, 9)
    wait_for_the_end_of(hand.pid)
    assert room.draw(PICTURE, SMALL)
    assert room._free[-1].pid != hand.pid


def wait_for_the_end_of(pid: int) -> None:
    for _ in range(1000):
        status = Path(f"/proc/{pid}/status")
        if not status.exists() or "\nState:\tZ" in status.read_text():
            return
        time.sleep(0.005)
    pytest.fail(f"{pid} is still there")


def test_e03_who_waits_too_long_is_told_to_come_again(room: PressRoom) -> None:
    with room._places, pytest.raises(NoHandFree):
        room.draw(PICTURE, SMALL)


def test_e03_who_finds_a_foreman_gone_leaves_the_next_one_alone(room: PressRoom, hand: press_room._Hand) -> None:
    there, (gone, other) = room._foreman, socket.socketpair()
    with gone, other:
        room._dismiss(gone)
    assert room._foreman is there


def test_e03_after_so_many_documents_there_is_a_fresh_one(room: PressRoom, hand: press_room._Hand) -> None:
    hand.drawn = room.per_process - 1
    room.draw(PICTURE, SMALL)
    assert room._free == []
    wait_for_the_end_of(hand.pid)
    assert room.draw(PICTURE, SMALL)


def test_e03_faces_that_a_killed_foreman_left_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    left, held, young = (tmp_path / f"selfeval-press-{name}" for name in ("left", "held", "young"))
    for folder in (left, held, young):
        folder.mkdir()
        (folder / "song.otf").write_bytes(b"OTTO")
    for folder in (left, held):
        os.utime(folder, (0, 0))
    handle = os.open(held, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_SH)
    own = press_foreman.own_folder()
    os.close(handle)
    assert set(tmp_path.iterdir()) == {held, young, own}


def test_what_the_document_says_is_told(room: PressRoom) -> None:
    with pytest.raises(RuntimeError, match="draws nothing"):
        room.draw("os:system", "true")
    with pytest.raises(RuntimeError, match="TypeError"):
        room.draw(PICTURE)
    with pytest.raises(FontsMissing, match="缺少字体"):
        room._told(press_foreman.REFUSED + json.dumps({"kinds": ["FontsMissing"], "words": "缺少字体"}).encode())
    with pytest.raises(Undrawable, match="没有的字"):
        room._told(press_foreman.REFUSED + json.dumps({"kinds": ["X", "Undrawable"], "words": "没有的字"}).encode())


@pytest.mark.parametrize("work", [pdf.render_pdf, report_pdf.report_pdf, annual_drawings.picture_of])
def test_e04_whatever_lays_pages_out_does_it_apart(work: Callable[..., bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(press_room.ROOM, "draw", lambda *given, **named: asked.append((*given, named)) or b"drawn")
    monkeypatch.setattr(settings, "DRAW_APART", True)
    assert work("what is drawn") == b"drawn"
    assert asked == [(f"{work.__module__}:{work.__name__}", "what is drawn", {})]
    assert asked[0][0] in press_foreman._WORKS


def test_e04_the_product_draws_apart() -> None:
    from selfeval import settings as own

    assert own.DRAW_APART is True


def test_e04_the_process_holds_nothing_of_the_server(hand: press_room._Hand) -> None:
    own = Path(f"/proc/{hand.pid}")
    environment = own.joinpath("environ").read_bytes()
    assert not [name for name in (b"SECRET", b"DATABASE", b"SELFEVAL", b"S3") if name in environment]
    held = held_by(hand.pid)
    assert len([each for each in held if each.startswith("socket:")]) == 1
    assert not [each for each in held if "/selfeval-tests-" in each or each.endswith(".sqlite3")]
    assert hand.walls[-1] == "hook"
    if os.geteuid() == 0:
        assert hand.walls[0] == "network"
        assert own.joinpath("ns/net").readlink() != Path("/proc/self/ns/net").readlink()
    if ctypes.CDLL(None).syscall(444, None, ctypes.c_size_t(0), 1) >= 1:
        assert "landlock" in hand.walls
        assert "NoNewPrivs:\t1" in own.joinpath("status").read_text()


_MISSING = "a wall is missing"


def inside(monkeypatch: pytest.MonkeyPatch, walls: set[str], work: Callable[[], object]) -> str:
    """What came of `work` in a process behind `walls` only: "done", or the name of the fault.

    Skips where the system does not give this user one of `walls`; the hook it always gives. What it must give to root,
    and of Landlock, is demanded in `test_e04_the_process_holds_nothing_of_the_server`.
    """
    parts = {"network": "_without_network", "landlock": "_landlocked", "hook": "_hooked"}
    for name in parts.keys() - walls:
        monkeypatch.setattr(press_walls, parts[name], lambda *_: False)
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        told = "done"
        try:
            stand = {*press_walls.build(press_foreman.readable(Path("/nowhere")), memory=1 << 40)}
            told = _MISSING if walls - stand else told
            if told != _MISSING:
                work()
        except BaseException as error:
            told = type(error).__name__
        os.write(writing, told.encode())
        os._exit(0)
    os.close(writing)
    os.waitpid(pid, 0)
    with os.fdopen(reading, "rb") as pipe:
        told = pipe.read().decode()
    if told == _MISSING:
        pytest.skip(f"the system gives this user no {' and no '.join(sorted(walls))}")
    return told


def libc(name: str, *given: Any) -> None:
    """Past Python: what a library written in C would do."""
    if ctypes.CDLL(None, use_errno=True)[name](*given) < 0:
        raise OSError(ctypes.get_errno(), "")


@pytest.fixture(scope="module")
def door() -> Iterator[int]:
    """A listening port of this machine."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening.getsockname()[1]


WALLS = ["hook", "landlock", "network"]


@pytest.mark.parametrize("wall", [*WALLS, ""])
def test_e04_no_wall_lets_it_connect(monkeypatch: pytest.MonkeyPatch, door: int, wall: str) -> None:
    def connect() -> None:
        if wall == "hook":
            socket.create_connection(("127.0.0.1", door), timeout=1).close()
        address = b"\x02\x00" + door.to_bytes(2, "big") + socket.inet_aton("127.0.0.1") + bytes(8)
        libc("connect", libc_socket(), address, len(address))

    told = inside(monkeypatch, {wall} - {""}, connect)
    expected = {"hook": "Forbidden", "landlock": "PermissionError", "network": "OSError", "": "done"}
    assert told == expected[wall]


def libc_socket() -> int:
    return int(ctypes.CDLL(None).socket(2, 1, 0))


@pytest.mark.parametrize("wall", ["hook", "landlock", ""])
@pytest.mark.parametrize(
    "path",
    ["/etc/passwd", str(settings.BASE_DIR / "manage.py"), str(settings.DATA_DIR), "/proc/self/environ"],
    ids=["passwords", "program", "data", "environment"],
)
def test_e04_nothing_else_can_be_read(monkeypatch: pytest.MonkeyPatch, wall: str, path: str) -> None:
    def read() -> None:
        if wall == "landlock":
            libc("open", path.encode(), os.O_RDONLY)
        else:
            os.close(os.open(path, os.O_RDONLY))

    told = inside(monkeypatch, {wall} - {""}, read)
    assert told == {"hook": "Forbidden", "landlock": "PermissionError", "": "done"}[wall]


@pytest.mark.parametrize("wall", ["hook", "landlock"])
def test_e04_faces_and_sheets_can_be_read_and_not_written(monkeypatch: pytest.MonkeyPatch, wall: str) -> None:
    sheet = settings.BASE_DIR / "static" / "css" / "form.css"
    assert inside(monkeypatch, {wall}, sheet.read_bytes) == "done"
    assert inside(monkeypatch, {wall}, lambda: sheet.open("ab").close()) in ("Forbidden", "PermissionError")


@pytest.mark.parametrize(
    "work",
    [
        lambda: os.posix_spawn("/bin/true", ["true"], {}),
        lambda: subprocess.run(["/bin/true"], check=True),
        os.fork,
        lambda: (settings.BASE_DIR / "nothing").unlink(),
        lambda: (settings.BASE_DIR / "nothing").mkdir(),
    ],
)
def test_e04_no_other_program_is_started_and_no_file_removed(
    monkeypatch: pytest.MonkeyPatch, work: Callable[[], object]
) -> None:
    assert inside(monkeypatch, {"hook"}, work) == "Forbidden"
