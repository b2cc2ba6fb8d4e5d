"""Workbooks handed out."""

from io import BytesIO
from typing import Final

from django.http import FileResponse

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_file(content: bytes, name: str) -> FileResponse:
    """An .xlsx to be saved under `name`, kept nowhere on the way."""
    response = FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=_XLSX)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response
