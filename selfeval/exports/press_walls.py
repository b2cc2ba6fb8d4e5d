"""The walls around a process that draws: bounds, no network, and nothing to read but faces, sheets and programs.

Several walls stand one behind the other, because not every machine lets a process build each of them: a network of its
own (root, or where anybody may have name spaces), Landlock (Linux 5.13 and later; TCP from 6.7) and a hook of Python
that cannot be taken away again. `build` says which of them stand. The last one always does.
"""

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar, Final

MOST_MEMORY: Final = 1024**3
_MOST_FILES: Final = 64

_NEW_USERS, _NEW_NETWORK = 0x10000000, 0x40000000
_NO_NEW_PRIVILEGES = 38
_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_ASK_VERSION, _BENEATH = 1, 1
_EXECUTE, _READ_FILE, _READ_FOLDER = 1 << 0, 1 << 2, 1 << 3
# Which version of Landlock brought which rights: of files so many bits, of the network TCP bind and connect.
_FILE_RIGHTS: Final = {1: 13, 2: 14, 3: 15, 4: 15}
_NETWORK_SINCE, _NETWORK_RIGHTS = 4, 0b11

_REFUSED: Final = (
    *("socket.", "ftplib.", "http.", "smtplib.", "urllib.", "subprocess.", "shutil.", "tempfile.", "pty."),
    *("os.exec", "os.posix_spawn", "os.spawn", "os.system", "os.fork", "os.startfile", "os.kill", "os.truncate"),
    *("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.chmod", "os.chown", "os.chdir"),
)
_LOOKED_UP: Final = frozenset({"open", "os.listdir", "os.scandir"})


class Forbidden(PermissionError):
    """Something that has no business in a drawing was tried."""


def build(readable: Iterable[Path], *, memory: int = MOST_MEMORY) -> tuple[str, ...]:
    """Close this process in, for good; `readable` are folders and files. Which walls stand: network, landlock, hook."""
    folders = [Path(os.path.realpath(each)) for each in readable if Path(each).exists()]
    stand = []
    if _without_network():
        stand.append("network")
    bound(memory=memory)
    if _landlocked(folders):
        stand.append("landlock")
    _hooked(folders)
    return (*stand, "hook")


def bound(*, memory: int) -> None:
    """So much memory, few files, none written, no picture of the memory left behind."""
    # A file that would grow is refused with an error, not with the end of the process.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    for kind, most in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_NOFILE, _MOST_FILES),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (most, most))


def allow_seconds(seconds: float) -> None:
    """From now on so much time by the clock and by the processor, then the system ends the process; 0: no clock."""
    signal.setitimer(signal.ITIMER_REAL, seconds)
    if seconds:
        used = resource.getrusage(resource.RUSAGE_SELF)
        most = int(used.ru_utime + used.ru_stime + seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _without_network() -> bool:
    """A network of its own with nothing in it; False where the system does not give it."""
    with suppress(OSError, AttributeError):
        system = ctypes.CDLL(None, use_errno=True)
        return system.unshare(_NEW_NETWORK) == 0 or system.unshare(_NEW_USERS | _NEW_NETWORK) == 0
    return False


class _Rules(ctypes.Structure):
    _fields_: ClassVar[Sequence[tuple[str, Any]]] = [("files", ctypes.c_uint64), ("network", ctypes.c_uint64)]


class _Below(ctypes.Structure):
    _pack_ = 1
    _fields_: ClassVar[Sequence[tuple[str, Any]]] = [("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32)]


def _landlocked(folders: Sequence[Path]) -> bool:
    """Reading below `folders` only, no TCP; False where the kernel has no Landlock."""
    with suppress(OSError, AttributeError):
        system = ctypes.CDLL(None, use_errno=True)
        version = system.syscall(_CREATE, None, ctypes.c_size_t(0), _ASK_VERSION)
        if version < 1:
            return False
        has_network = version >= _NETWORK_SINCE
        rules = _Rules((1 << _FILE_RIGHTS[min(version, max(_FILE_RIGHTS))]) - 1, _NETWORK_RIGHTS if has_network else 0)
        size = ctypes.sizeof(rules) if has_network else ctypes.sizeof(ctypes.c_uint64)
        fence = system.syscall(_CREATE, ctypes.byref(rules), ctypes.c_size_t(size), 0)
        if fence < 0:
            return False
        is_closed = (
            all(_opened(system, fence, each) for each in folders)
            and system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0) == 0
            and system.syscall(_RESTRICT, fence, 0) == 0
        )
        os.close(fence)
        return is_closed
    return False


def _opened(system: ctypes.CDLL, fence: int, path: Path) -> bool:
    allowed = (_EXECUTE | _READ_FILE | _READ_FOLDER) if path.is_dir() else (_EXECUTE | _READ_FILE)
    handle = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        below = _Below(allowed, handle)
        return int(system.syscall(_ADD_RULE, fence, _BENEATH, ctypes.byref(below), 0)) == 0
    finally:
        os.close(handle)


def _hooked(folders: Sequence[Path]) -> None:
    inside = tuple(f"{each}{os.sep}" for each in folders)
    themselves = frozenset(map(str, folders))

    def look(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _LOOKED_UP:
            _refuse_elsewhere(event, arguments, inside, themselves)
        elif event.startswith(_REFUSED) and not _is_data(event, arguments):
            raise Forbidden(f"{event} is not part of a drawing")

    sys.addaudithook(look)


def _is_data(event: str, arguments: tuple[Any, ...]) -> bool:
    """The QR code stands in the page itself; it is read like an address, and is none."""
    return event == "urllib.Request" and str(arguments[0]).startswith("data:")


def _refuse_elsewhere(
    event: str, arguments: tuple[Any, ...], inside: tuple[str, ...], themselves: frozenset[str]
) -> None:
    path = arguments[0]
    # A number is a file that is open already.
    if isinstance(path, int):
        return
    real = os.path.realpath(os.fsdecode(path if path is not None else "."))
    is_writing = event == "open" and bool(int(arguments[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))
    if is_writing or not (real in themselves or real.startswith(inside)):
        raise Forbidden(f"{real} is not part of a drawing")
