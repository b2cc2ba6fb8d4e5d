"""The other end of `apart`: bounds itself, reads one document from standard input, answers JSON.

Run as a module with `module:function`, never imported by the application. The first line of the input is a JSON object
(name, options), the rest is the document.
"""

import importlib
import json
import resource
import sys
from typing import Any, Final

from selfeval.domain.files.faults import FileFaults

MOST_MEMORY: Final = 1536 * 1024 * 1024
_MOST_SECONDS: Final = 60


def main(work: str) -> int:
    """Do `work` on what comes on standard input."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_MOST_SECONDS, _MOST_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    head = json.loads(sys.stdin.buffer.readline())
    module, _, function = work.partition(":")
    answer = _answer(getattr(importlib.import_module(module), function), head, sys.stdin.buffer.read())
    sys.stdout.buffer.write(json.dumps(answer, ensure_ascii=False).encode())
    return 0


def _answer(function: Any, head: dict[str, Any], content: bytes) -> dict[str, Any]:
    try:
        return {"answer": function(head["name"], content, head["options"])}
    except FileFaults as refused:
        return {
            "faults": [{"path": each.path, "found": each.found, "expected": each.expected} for each in refused.faults]
        }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
