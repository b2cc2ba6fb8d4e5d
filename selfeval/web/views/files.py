"""Documents made and handed out."""

from io import BytesIO
from typing import IO, Final

from django.http import FileResponse

PDF: Final = "application/pdf"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def made_file(content: bytes, name: str, media_type: str) -> FileResponse:
    """A document to be saved under `name`, kept nowhere on the way.

    The full-width space of a form's name would be lost on some disks.
    """
    return opened_file(BytesIO(content), name, media_type)


def opened_file(file: IO[bytes], name: str, media_type: str) -> FileResponse:
    """What stands in `file` from where it is, to be saved under `name`; closed when it is sent."""
    name = name.replace("\u3000", "_")
    response = FileResponse(file, as_attachment=True, filename=name, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def workbook_file(content: bytes, name: str) -> FileResponse:
    """An .xlsx to be saved under `name`."""
    return made_file(content, name, XLSX)
