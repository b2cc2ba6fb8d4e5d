"""Asks clamd whether a file is clean (INSTREAM over TCP). No answer is not a yes."""

import socket
from typing import IO, Final

from django.conf import settings

_SECONDS: Final = 30
_CHUNK: Final = 64 * 1024


class ScannerDown(Exception):
    """The scanner does not answer, or not in a way that can be understood."""


def infection_in(content: IO[bytes]) -> str:
    """The name of what clamd found, empty where the file is clean or no scanner is set. Raises ScannerDown.

    Leaves `content` at its beginning.
    """
    address = settings.CLAMD_ADDRESS
    if address is None:
        return ""
    content.seek(0)
    try:
        answer = _asked(content, address)
    except OSError as error:
        raise ScannerDown from error
    finally:
        content.seek(0)
    if answer.endswith(" FOUND"):
        return answer.removeprefix("stream:").removesuffix("FOUND").strip() or "?"
    if answer == "stream: OK":
        return ""
    raise ScannerDown(answer)


def _asked(content: IO[bytes], address: tuple[str, int]) -> str:
    with socket.create_connection(address, timeout=_SECONDS) as line:
        line.sendall(b"zINSTREAM\0")
        while chunk := content.read(_CHUNK):
            line.sendall(len(chunk).to_bytes(4, "big") + chunk)
        line.sendall(bytes(4))
        told = b""
        while not told.endswith(b"\0") and (part := line.recv(4096)):
            told += part
    return told.rstrip(b"\0\r\n").decode("utf-8", "replace")
