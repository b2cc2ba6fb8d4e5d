"""Reads an uploaded document in a process of its own, with bounds on its memory and its time.

A file made to break readers then breaks nothing but its own reading. What comes back is JSON, nothing that runs.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any, Final

from selfeval.domain.files.faults import Fault, FileFaults
from selfeval.imports.limits import refused

_ROOT: Final = Path(__file__).resolve().parents[2]
_CHILD: Final = "selfeval.imports.apart_child"
# Each may take as much memory as a child is allowed.
_AT_ONCE: Final = BoundedSemaphore(2)


def read_apart(work: str, name: str, content: bytes, options: Mapping[str, Any], *, seconds: float = 25) -> Any:
    """What the function `work` (`module:function`) answers to (name, content, options), as JSON gives it back.

    Raises FileFaults: those the function raises, and one where it takes more memory or more `seconds` than there are.
    """
    head = json.dumps({"name": name, "options": dict(options)}, ensure_ascii=False)
    if not _AT_ONCE.acquire(timeout=seconds):
        raise refused(name, "现在读文件的人多，还没有轮到，请过一会儿再试")
    try:
        done = _done(work, head.encode() + b"\n" + content, seconds)
    except subprocess.TimeoutExpired:
        raise refused(name, f"{seconds:g}秒内没有读完，不予读取；请删去无关的内容后再试") from None
    finally:
        _AT_ONCE.release()
    if done.returncode:
        raise refused(name, "读这份文件要用的内存或时间太多，不予读取；请另存一份，删去无关的内容后再试")
    answer = json.loads(done.stdout)
    if "faults" in answer:
        raise FileFaults([Fault(**each) for each in answer["faults"]])
    return answer["answer"]


def _done(work: str, given: bytes, seconds: float) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(  # noqa: S603 - our own interpreter, our own module
        [sys.executable, "-m", _CHILD, work],
        input=given,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        timeout=seconds,
        cwd=_ROOT,
        # No secret of the server is at hand in there.
        env={"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1"},
        check=False,
    )
