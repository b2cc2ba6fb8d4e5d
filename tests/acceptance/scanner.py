"""A virus scanner of the tests' own, spoken to as clamd is."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def clamd(answer: Callable[[bytes], bytes]) -> Iterator[tuple[str, int]]:
    """A scanner that reads one INSTREAM after the other and says what `answer` says of the bytes."""
    server = socket.create_server(("127.0.0.1", 0))

    def read(line: Any, count: int) -> bytes:
        found = b""
        while len(found) < count:
            found += line.recv(count - len(found))
        return found

    def serve() -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line:
                read(line, len(b"zINSTREAM\0"))
                content = b""
                while size := int.from_bytes(read(line, 4), "big"):
                    content += read(line, size)
                line.sendall(answer(content))

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield server.getsockname()
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(timeout=5)
