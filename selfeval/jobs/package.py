"""The package of a batch: the files as they are, and a list of them with the hash of each.

The same files give the same bytes: fixed order, fixed times, nothing compressed (PDF and workbooks are already).
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any, Final

from django.utils import timezone

from selfeval.domain.export_batches import DocumentKind, ItemState
from selfeval.models import ExportBatch, ExportBatchItem

FORMAT: Final = "selfeval-package/1"
LIST_JSON, LIST_CSV = "manifest.json", "清单.csv"
_CHUNK: Final = 1024 * 1024
_LONG_AGO: Final = (1980, 1, 1, 0, 0, 0)
_READABLE: Final = 0o644 << 16
_HEAD: Final = ("序号", "部门编码", "部门", "年度", "批次", "内容", "文件", "字节数", "SHA-256", "状态", "跳过的原因")
# A spreadsheet would compute what begins like this.
_LIVE: Final = ("=", "+", "-", "@", "\t", "\r")


class Gone(Exception):
    """The file of `item` is not there any more, or not as it was."""

    def __init__(self, item: ExportBatchItem) -> None:
        super().__init__(item.name)
        self.item = item


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written: its size, and the hash of its bytes."""

    size: int
    sha256: str


def write_package(
    target: IO[bytes],
    batch: ExportBatch,
    items: Sequence[ExportBatchItem],
    *,
    content_of: Callable[[ExportBatchItem], bytes | IO[bytes] | None],
    tick: Callable[[], None],
) -> Written:
    """Write the files of `items` in their order, then the lists. Raises Gone for the first whose file is not there.

    `content_of` gives the bytes of one, or an open file; `tick` is called after each. `items` have filing, department
    and cycle at hand.
    """
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=True) as package:
        for item in items:
            if item.state == ItemState.WRITTEN.value:
                _add(package, item, content_of(item))
                tick()
        _put(package, LIST_JSON, json.dumps(_manifest(batch, items), ensure_ascii=False, indent=1).encode())
        _put(package, LIST_CSV, _csv(items))
    return _measured(target)


def _add(package: zipfile.ZipFile, item: ExportBatchItem, content: bytes | IO[bytes] | None) -> None:
    if content is None:
        raise Gone(item)
    if isinstance(content, bytes):
        if hashlib.sha256(content).hexdigest() != item.sha256:
            raise Gone(item)
        _put(package, item.name, content)
        return
    with content as source, package.open(_entry(item.name, item.size), "w") as inside:
        while chunk := source.read(_CHUNK):
            inside.write(chunk)


def _put(package: zipfile.ZipFile, name: str, content: bytes) -> None:
    package.writestr(_entry(name, len(content)), content)


def _entry(name: str, size: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _LONG_AGO)
    entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_STORED, 3, _READABLE
    entry.file_size = size
    return entry


def _manifest(batch: ExportBatch, items: Sequence[ExportBatchItem]) -> Mapping[str, Any]:
    """For programs. Nothing of when it was made: the same question and files give the same bytes."""
    written = [item for item in items if item.state == ItemState.WRITTEN.value]
    skipped = [item for item in items if item.state == ItemState.SKIPPED.value]
    return {
        "format": FORMAT,
        "asked_by": batch.asked_by.full_name,
        "asked_at": timezone.localtime(batch.asked_at).isoformat(timespec="seconds"),
        "filter": batch.filter,
        "kinds": batch.kinds,
        "expected": len(items),
        "written": len(written),
        "skipped": len(skipped),
        "files": [{**_told(item), "name": item.name, "size": item.size, "sha256": item.sha256} for item in written],
        "left_out": [{**_told(item), "reason": item.reason} for item in skipped],
    }


def _told(item: ExportBatchItem) -> dict[str, Any]:
    filing = item.filing
    return {
        "department_code": filing.department.code,
        "department": filing.department.name,
        "fiscal_year": filing.cycle.fiscal_year,
        "cycle": filing.cycle.code,
        "kind": item.kind,
    }


def _csv(items: Iterable[ExportBatchItem]) -> bytes:
    """For people: opens in a spreadsheet, Chinese included."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(_HEAD)
    for number, item in enumerate(items, start=1):
        filing, is_written = item.filing, item.state == ItemState.WRITTEN.value
        row = (
            number,
            filing.department.code,
            filing.department.name,
            filing.cycle.fiscal_year,
            filing.cycle.title,
            DocumentKind(item.kind).label,
            item.name if is_written else "",
            item.size if is_written else "",
            item.sha256 if is_written else "",
            ItemState(item.state).label,
            item.reason,
        )
        writer.writerow([_dead(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _dead(cell: object) -> str:
    text = str(cell)
    return f"'{text}" if text.startswith(_LIVE) else text


def _measured(target: IO[bytes]) -> Written:
    """Read once more from the beginning: the package goes back to what it wrote."""
    target.flush()
    target.seek(0)
    found, size = hashlib.sha256(), 0
    while chunk := target.read(_CHUNK):
        found.update(chunk)
        size += len(chunk)
    return Written(size=size, sha256=found.hexdigest())
