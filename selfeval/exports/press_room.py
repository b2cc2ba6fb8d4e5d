"""Drawing apart: whatever lays pages out does it in a process of its own, behind walls (`press_walls`).

@drawn_apart
def render_pdf(document): …      # the caller gets bytes; what happens in between happens elsewhere

A document made to exhaust the machine takes its own process with it after a minute, or at a gigabyte; the next finds
a fresh one. Whoever forks (`jobs.drawing`) opens the room before: a forked process asks the same foreman.
"""

import json
import logging
import os
import pickle
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from multiprocessing.connection import Connection
from typing import Any, Final, ParamSpec

from django.conf import settings

from selfeval.exports.press_foreman import BROKEN, DRAWN, NO_MEMORY, ROOT
from selfeval.exports.press_walls import MOST_MEMORY
from selfeval.exports.undrawable import FontsMissing, NoHandFree, Undrawable

_LOG: Final = logging.getLogger(__name__)
MOST_SECONDS: Final = 60.0
_HANDS: Final = 2
_PER_PROCESS: Final = 200
_PATIENCE: Final = 20.0  # seconds until who waits for a hand is told to come again
_BEGINNING: Final = 60.0  # seconds; a foreman reads faces and sheets first
_MARGIN: Final = 5.0
_TRIES: Final = 2  # foremen who are asked: the first may have been killed
_SETTINGS: Final = ("SITE_ADDRESS", "LANGUAGE_CODE", "TIME_ZONE", "USE_TZ", "USE_I18N")


class _Hand:
    """A process that draws: the line to it, which walls stand around it, and how many documents it has drawn."""

    __slots__ = ("drawn", "line", "pid", "walls")

    def __init__(self, line: Connection) -> None:
        self.line, self.drawn, self.pid = line, 0, 0
        self.walls: tuple[str, ...] = ()


class PressRoom:
    """Up to `hands` processes that draw; started when first asked, each replaced after a number of documents."""

    def __init__(
        self,
        *,
        hands: int = _HANDS,
        seconds: float = MOST_SECONDS,
        memory: int = MOST_MEMORY,
        per_process: int = _PER_PROCESS,
        patience: float = _PATIENCE,
    ) -> None:
        self.hands, self.seconds, self.memory = hands, seconds, memory
        self.per_process, self.patience = per_process, patience
        self._all: set[_Hand] = set()
        self._foreman: tuple[subprocess.Popen[bytes], socket.socket] | None = None
        self._begin()
        os.register_at_fork(after_in_child=self._forked)

    def _begin(self) -> None:
        self._free: list[_Hand] = []
        self._lock = threading.Lock()
        self._places = threading.BoundedSemaphore(self.hands)

    def _forked(self) -> None:
        # A line that two processes had in common would be neither's.
        for hand in self._all:
            with suppress(OSError):
                hand.line.close()
        self._all = set()
        self._begin()

    def open(self) -> None:
        """Have the foreman there: to be called before forking, so that all ask the same one."""
        with self._lock:
            self._room()

    def close(self) -> None:
        """Send all away."""
        with self._lock:
            for hand in list(self._all):
                self._send_away(hand)
            self._free.clear()
            if self._foreman is not None:
                process, room = self._foreman
                room.close()
                process.wait()
                self._foreman = None

    def draw(self, work: str, *arguments: Any, **named: Any) -> bytes:
        """What `work` (`module:function`) makes of `arguments` and `named`.

        Raises Undrawable: what the work says, or that it took too long or too much; NoHandFree where all are drawing.
        """
        asked = pickle.dumps((self.seconds, work, arguments, named), protocol=pickle.HIGHEST_PROTOCOL)
        if not self._places.acquire(timeout=self.patience):
            raise NoHandFree
        try:
            return self._drawn(asked)
        finally:
            self._places.release()

    def _drawn(self, asked: bytes) -> bytes:
        hand = self._hand()
        began = time.monotonic()
        try:
            hand.line.send_bytes(asked)
            if not hand.line.poll(self.seconds + _MARGIN):
                raise EOFError
            answer = hand.line.recv_bytes()
        except (EOFError, OSError):
            self._send_away(hand)
            took = time.monotonic() - began
            _LOG.error("a process that drew ended after %.1f s", took)
            raise Undrawable(self._why(took)) from None
        except BaseException:
            # Nobody waits for what it draws: the next would get it in place of its own.
            self._send_away(hand)
            raise
        hand.drawn += 1
        if hand.drawn >= self.per_process or answer[:1] == NO_MEMORY:
            self._send_away(hand)
        else:
            self._free.append(hand)
        return self._told(answer)

    def _why(self, took: float) -> str:
        if took >= self.seconds:
            return f"这份文件{self.seconds:.0f}秒还没有生成完，已经停下，请缩短过长的文字再导出"
        return "这份文件生成到一半中断了（要用的内存太多，或程序出错），请缩短过长的文字再导出"

    def _told(self, answer: bytes) -> bytes:
        kind, content = answer[:1], answer[1:]
        if kind == DRAWN:
            return content
        if kind == NO_MEMORY:
            raise Undrawable(
                f"生成这份文件要用的内存超过{self.memory // 1024**2:,}MB，已经停下，请缩短过长的文字再导出"
            )
        if kind == BROKEN:
            raise RuntimeError(content.decode())
        fault = json.loads(content)
        if "Undrawable" in fault["kinds"]:
            raise Undrawable(fault["words"])
        if "FontsMissing" in fault["kinds"]:
            raise FontsMissing(fault["words"])
        raise RuntimeError(f"{fault['kinds'][0]}: {fault['words']}")

    def _hand(self) -> _Hand:
        """One that is free and alive, or a new one."""
        while self._free:
            with suppress(IndexError):
                hand = self._free.pop()
                # It says nothing unless asked: something to read is the end of the line.
                if not hand.line.poll():
                    return hand
                self._send_away(hand)
        return self._new_hand()

    def _new_hand(self) -> _Hand:
        for _ in range(_TRIES):
            mine, theirs = socket.socketpair()
            hand = _Hand(Connection(mine.detach()))
            self._all.add(hand)
            asked: socket.socket | None = None
            try:
                with self._lock, theirs:
                    asked = self._room()
                    socket.send_fds(asked, [b"+"], [theirs.fileno()])
                if hand.line.poll(_BEGINNING):
                    told = json.loads(hand.line.recv_bytes())
                    hand.pid, hand.walls = told["pid"], tuple(told["walls"])
                    return hand
            except (EOFError, OSError):
                _LOG.exception("the foreman is gone; another one is started")
            self._send_away(hand)
            self._dismiss(asked)
        _LOG.error("no process that draws could be started")
        raise NoHandFree

    def _dismiss(self, asked: socket.socket | None) -> None:
        """Have another foreman next time, unless somebody who asked the same one has found another already."""
        with self._lock:
            if self._foreman is not None and self._foreman[1] is asked:
                asked.close()
                self._foreman = None

    def _send_away(self, hand: _Hand) -> None:
        """It ends when it finds its line closed; what it has in hand ends it when its time is over."""
        self._all.discard(hand)
        hand.line.close()

    def _room(self) -> socket.socket:
        """The line to the foreman, who is there afterwards."""
        if self._foreman is None:
            mine, theirs = socket.socketpair()
            given = {"settings": {name: getattr(settings, name) for name in _SETTINGS}, "memory": self.memory}
            process = subprocess.Popen(  # noqa: S603 - our own interpreter, our own module
                [sys.executable, "-m", "selfeval.exports.press_foreman", json.dumps(given)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                cwd=ROOT,
                # No secret of the server is at hand in there.
                env={"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "PATH": os.defpath},
            )
            theirs.close()
            self._foreman = (process, mine)
        return self._foreman[1]


P = ParamSpec("P")
ROOM: Final = PressRoom()


def drawn_apart(work: Callable[P, bytes]) -> Callable[P, bytes]:
    """Have `work` done in the press room; here where `settings.DRAW_APART` says so, as in the room itself."""
    name = f"{work.__module__}:{work.__qualname__}"

    @wraps(work)
    def done(*args: P.args, **kwargs: P.kwargs) -> bytes:
        if not settings.DRAW_APART:
            return work(*args, **kwargs)
        return ROOM.draw(name, *args, **kwargs)

    return done
