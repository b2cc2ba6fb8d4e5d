"""Framework and filing files on disk, for the commands that work without a database; and files that commands write."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from django.conf import settings

from selfeval.domain.assessment import Assessment, assess
from selfeval.domain.files import (
    Fault,
    FileFaults,
    filing_from_document,
    framework_named_in,
    load,
    read_framework,
)
from selfeval.domain.framework import Framework
from selfeval.imports.shipped import FrameworkFile, frameworks_in, newest_in
from selfeval.imports.shipped import read_text as read_text

FRAMEWORKS = Path("fixtures") / "frameworks"


def read_bytes(path: Path) -> bytes:
    """The content of any file. Raises FileFaults where it cannot be read."""
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise FileFaults([Fault(path=str(path), found="", expected="没有这个文件")]) from None
    except OSError as error:
        raise FileFaults([Fault(path=str(path), found="", expected=f"打不开：{error.strerror}")]) from None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileBeside:
    """A file that is being written beside its place."""

    content: IO[bytes]

    def put(self, place: Path) -> None:
        """Let it take the place of what is there, on the disk for good. Raises OSError."""
        self.content.flush()
        os.fsync(self.content.fileno())
        Path(self.content.name).replace(place)


@contextmanager
def file_beside(folder: Path) -> Iterator[FileBeside]:
    """A file in `folder` for its owner alone; gone behind the block unless it was `put`. Raises OSError."""
    with tempfile.NamedTemporaryFile(dir=folder, prefix=".selfeval-", delete=False) as content:
        try:
            yield FileBeside(content=content)
        finally:
            Path(content.name).unlink(missing_ok=True)


def why_not_written(error: OSError) -> str:
    """What stands in the way of writing a file, in Chinese where it is one of the usual reasons."""
    match error:
        case FileNotFoundError():
            return "没有这个文件夹，请先建立"
        case PermissionError():
            return "没有写的权限"
        case IsADirectoryError():
            return "这是一个文件夹，请写上文件名"
    return error.strerror or str(error)


def shipped_newest() -> list[Framework]:
    """The newest version of every framework that comes with the product. Raises FileFaults."""
    return [read_framework(read_text(each.path)) for each in newest_in(settings.BASE_DIR / FRAMEWORKS)]


def shipped_frameworks() -> list[FrameworkFile]:
    """The framework files that come with the product, newest version of a slug last."""
    return frameworks_in(settings.BASE_DIR / FRAMEWORKS)


def read_framework_named(name: str, *, beside: Path) -> Framework:
    """The framework `name`: a slug (its newest version), `slug@version`, or a path relative to the folder `beside`.

    Raises FileFaults; those of a framework file have the file's name before their place.
    """
    path = path_named(name, beside=beside)
    if not path.exists():
        raise FileFaults([Fault(path="framework", found=name, expected=f"没有这个文件（{path}）")])
    text = read_text(path)
    try:
        return read_framework(text, with_wording=False)
    except FileFaults as refused:
        raise FileFaults(
            [replace(fault, path=f"{path.name} {fault.path}".rstrip()) for fault in refused.faults]
        ) from None


def assess_file(path: Path, *, framework: str = "") -> Assessment:
    """The assessment of the filing file at `path`, under `framework` where given. Raises FileFaults."""
    noted: list[Fault] = []
    document = load(read_text(path), noted)
    try:
        name = framework or framework_named_in(document)
        # A framework given by hand is looked for from where the command runs, one named in the file from beside it.
        found = read_framework_named(name, beside=Path.cwd() if framework else path.parent)
    except FileFaults as refused:
        raise FileFaults([*noted, *refused.faults]) from None
    return assess(found, filing_from_document(found, document, noted=noted))


def path_named(name: str, *, beside: Path) -> Path:
    """Where the framework `name` lies, as for `read_framework_named`. Raises FileFaults where none is shipped."""
    if "/" in name or name.endswith((".yaml", ".yml")):
        return beside / name
    slug, at, version = name.partition("@")
    shipped = shipped_frameworks()
    matching = [each for each in shipped if each.slug == slug and (not at or version == str(each.version))]
    if not matching:
        known = "、".join(f"{each.slug}@{each.version}" for each in shipped)
        raise FileFaults([Fault(path="framework", found=name, expected=f"没有这个指标体系；已有：{known}")])
    return matching[-1].path
