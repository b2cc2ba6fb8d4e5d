"""Measures uploads while they come in: a file over the limit is told apart without being stored."""

from io import BytesIO
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from selfeval.services.file_kinds import ALL_KINDS
from selfeval.services.kept_files import Received, received

# Several files may come in one request where there are no scripts.
_FILES_AT_ONCE: Final = 4


class TooLargeFile(UploadedFile):
    """Stands for a file over the limit: it has its name and its real size, and no content."""

    def __init__(self, *, name: str, size: int) -> None:
        super().__init__(file=BytesIO(), name=name, size=size)


class MeasuredUpload(FileUploadHandler):
    """The first of the handlers: passes on what is within the limit, and swallows the rest of what is not.

    A request of more than four times the limit of one file ends at once with 400, whatever length it claimed.
    """

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        self._all = 0
        self._one = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self._one = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        self._one += len(raw_data)
        self._all += len(raw_data)
        if self._all > _FILES_AT_ONCE * settings.MOST_BYTES_A_FILE:
            raise RequestDataTooBig("more was uploaded at once than is taken")
        return None if self._one > settings.MOST_BYTES_A_FILE else raw_data

    def file_complete(self, file_size: int) -> UploadedFile | None:
        if self._one <= settings.MOST_BYTES_A_FILE:
            return None
        return TooLargeFile(name=self.file_name or "", size=self._one)


def looked_at(upload: UploadedFile, *, kinds: frozenset[str] = ALL_KINDS) -> Received:
    """An uploaded file that may be kept. Raises FileRefused."""
    return received(upload.name or "", upload.file or BytesIO(), size=upload.size or 0, kinds=kinds)
