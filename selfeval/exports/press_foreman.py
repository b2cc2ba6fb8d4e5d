"""The process that has faces and sheets at hand and forks those that draw; `press_room` starts it as a program.

Nothing that the web server holds (connections, secrets, threads) is in it, so forking it is safe and what it forks has
nothing to give away. Standard input is the line to the press room: each message brings one end of a line, and a process
that draws is forked for it. The press room itself imports only how answers begin and where the product is.
"""

import fcntl
import gc
import importlib
import json
import os
import pickle
import select
import shutil
import signal
import socket
import sys
import sysconfig
import tempfile
import time
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Final

import django
from django.conf import settings

from selfeval.exports import press_walls

ROOT: Final = Path(__file__).resolve().parents[2]
DRAWN, REFUSED, BROKEN, NO_MEMORY = b"D", b"R", b"B", b"M"
_WORKS: Final = frozenset(
    {
        "selfeval.exports.pdf:render_pdf",
        "selfeval.exports.report_pdf:report_pdf",
        "selfeval.exports.annual_drawings:picture_of",
    }
)
_OBJECTS: Final = 500_000  # of a document of some hundred pages
_FOLDER: Final = "selfeval-press-"
_JUST_MADE: Final = 60.0  # seconds in which a folder that nobody holds may be about to be held
# Nothing of the installation's data is in any of these.
_SYSTEM: Final = ("/usr/share", "/usr/lib", "/usr/local/lib", "/lib", "/lib64", "/etc/fonts", "/etc/ld.so.cache")


def main(given: dict[str, Any]) -> None:
    """Fork a process for each line that comes, until nobody is at the other end any more."""
    for each in (signal.SIGINT, signal.SIGTERM):
        # Whoever started it ends it, by closing the line.
        signal.signal(each, signal.SIG_IGN)
    # Nobody asks how they ended.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    folder = own_folder()
    tempfile.tempdir = str(folder)
    room = socket.socket(fileno=os.dup(0))
    os.close(0)
    try:
        _make_ready(given)
        # What is at hand by now is there for good: it is not looked through again, so all share it.
        gc.collect()
        gc.freeze()
        while (line := _next_line(room)) is not None:
            if os.fork() == 0:
                room.close()
                _draw_for(line, given, folder)
            os.close(line)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def own_folder() -> Path:
    """A folder for faces, held for as long as the foreman or one that draws lives; what killed ones left is removed."""
    for left in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*"):
        # Of another user, held, or gone meanwhile.
        with suppress(OSError):
            _remove_unless_held(left)
    folder = Path(tempfile.mkdtemp(prefix=_FOLDER))
    fcntl.flock(_handle_of(folder), fcntl.LOCK_SH)
    return folder


def _remove_unless_held(folder: Path) -> None:
    handle = _handle_of(folder)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        stand = os.fstat(handle)
        if stand.st_uid == os.geteuid() and stand.st_mtime < time.time() - _JUST_MADE:
            shutil.rmtree(folder)
    finally:
        os.close(handle)


def _handle_of(folder: Path) -> int:
    return os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)


def _next_line(room: socket.socket) -> int | None:
    """The line that comes next; None when the press room is closed."""
    while True:
        select.select([room], [], [])
        told, lines, _, _ = socket.recv_fds(room, 1, 1)
        if lines:
            return lines[0]
        if not told:
            return None


def _make_ready(given: dict[str, Any]) -> None:
    """Settings without a secret, and all that costs time before the first page."""
    settings.configure(
        BASE_DIR=ROOT,
        DRAW_APART=False,
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "DIRS": [ROOT / "templates"]}],
        **given["settings"],
    )
    django.setup()
    for work in _WORKS:
        importlib.import_module(work.partition(":")[0])
    pdf = importlib.import_module("selfeval.exports.pdf")
    report = importlib.import_module("selfeval.exports.report_pdf")
    drawings = importlib.import_module("selfeval.exports.annual_drawings")
    # Without faces each drawing says so; there is nothing to get ready then.
    with suppress(pdf.FontsMissing):
        for sheets in (pdf.SHEETS, (report.SHEET,), (drawings.SHEET,)):
            pdf.press_of(*sheets)
        importlib.import_module("selfeval.exports.glyphs").printable_characters()


def _draw_for(line: int, given: dict[str, Any], faces: Path) -> None:
    """The life of a process that draws: behind walls, document after document, until its line is closed."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    try:
        stand = press_walls.build(readable(faces), memory=given["memory"])
        # Looking for what is not needed any more, again and again within a document, is a tenth of its time.
        gc.set_threshold(_OBJECTS)
        answer_to = Connection(line)
        answer_to.send_bytes(json.dumps({"pid": os.getpid(), "walls": stand}).encode())
        while True:
            # Only the press room is at the other end, and it sends what this program itself made.
            seconds, *asked = pickle.loads(answer_to.recv_bytes())  # noqa: S301
            press_walls.allow_seconds(seconds)
            answer = _answer(*asked)
            press_walls.allow_seconds(0)
            answer_to.send_bytes(answer)
            if answer.startswith(NO_MEMORY):
                return
    except (EOFError, OSError):
        pass
    finally:
        # What was begun before the fork is the foreman's to end.
        os._exit(0)


def readable(faces: Path) -> list[Path]:
    """What a drawing may read: faces, sheets, templates, and the programs themselves."""
    own = [ROOT / "static", ROOT / "templates", ROOT / "selfeval", faces]
    python = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    return [*own, *map(Path, python), *map(Path, _SYSTEM)]


def _answer(work: str, arguments: tuple[Any, ...], named: dict[str, Any]) -> bytes:
    """What came of it: the first byte says what, the rest is the document or the words."""
    if work not in _WORKS:
        return BROKEN + f"{work} draws nothing".encode()
    module, _, name = work.partition(":")
    try:
        content: bytes = getattr(importlib.import_module(module), name)(*arguments, **named)
    except MemoryError:
        return NO_MEMORY
    except Exception as error:
        kinds = [each.__name__ for each in type(error).__mro__]
        return REFUSED + json.dumps({"kinds": kinds, "words": str(error)}).encode()
    finally:
        gc.collect()
    return DRAWN + content


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
