"""Handing out a large file so that a broken download goes on where it broke off (RFC 9110, one range)."""

import re
from collections.abc import Iterator
from typing import IO, Final

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

_CHUNK: Final = 256 * 1024
_RANGE: Final = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")
PARTIAL, NOT_SATISFIABLE = 206, 416


class OutOfRange(Exception):
    """No byte of the file is in the range."""


def range_of(request: HttpRequest, *, size: int, etag: str) -> tuple[int, int] | None:
    """First and last byte asked for; None for the whole file. Raises OutOfRange.

    A range of another file than the one that is there (`If-Range`), several at once, or what is no range: the whole.
    """
    asked = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if asked is None or asked[1] == asked[2] == "":
        return None
    if "If-Range" in request.headers and request.headers["If-Range"].strip() != etag:
        return None
    if not asked[1]:
        length = int(asked[2])
        if length == 0:
            raise OutOfRange
        return max(0, size - length), size - 1
    first = int(asked[1])
    last = min(int(asked[2]), size - 1) if asked[2] else size - 1
    if asked[2] and int(asked[2]) < first:
        return None
    if first >= size:
        raise OutOfRange
    return first, last


def ranged_file(
    request: HttpRequest, file: IO[bytes], *, size: int, sha256: str, name: str, media_type: str
) -> HttpResponseBase:
    """`file`, or the part of it that is asked for, to be saved under `name`; closes it."""
    etag = f'"{sha256}"'
    try:
        asked = range_of(request, size=size, etag=etag)
    except OutOfRange:
        file.close()
        response: HttpResponseBase = HttpResponse(status=NOT_SATISFIABLE)
        response.headers["Content-Range"] = f"bytes */{size}"
        return _marked(response, etag)
    first, last = asked or (0, size - 1)
    response = StreamingHttpResponse(
        _portion(file, first, last - first + 1), status=PARTIAL if asked else 200, content_type=media_type
    )
    response.headers["Content-Length"] = str(last - first + 1)
    if asked:
        response.headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return _marked(response, etag)


def _portion(file: IO[bytes], start: int, length: int) -> Iterator[bytes]:
    with file:
        file.seek(start)
        while length > 0 and (chunk := file.read(min(_CHUNK, length))):
            length -= len(chunk)
            yield chunk


def _marked(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    response.headers["Accept-Ranges"] = "bytes"
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
