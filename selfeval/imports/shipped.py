"""Framework files of a folder: what an old form is held against where no database is asked."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selfeval.domain.files import Fault, FileFaults, load


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkFile:
    """A framework as shipped: where it lies, what it calls itself, and what it holds."""

    path: Path
    slug: str
    version: int
    document: dict[str, Any]


def frameworks_in(folder: Path) -> list[FrameworkFile]:
    """The framework files of `folder`, newest version of a slug last. Raises FileFaults."""
    found = []
    for path in sorted(folder.glob("*.yaml")):
        document = load(read_text(path))
        if isinstance(document, dict):
            slug, version = str(document.get("slug")), str(document.get("version"))
            number = int(version) if version.isdecimal() else 0
            found.append(FrameworkFile(path=path, slug=slug, version=number, document=document))
    return sorted(found, key=lambda each: (each.slug, each.version))


def newest_in(folder: Path) -> list[FrameworkFile]:
    """The newest version of every framework of `folder`. Raises FileFaults."""
    return list({each.slug: each for each in frameworks_in(folder)}.values())


def read_text(path: Path) -> str:
    """The text of a file in UTF-8. Raises FileFaults where it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise FileFaults([Fault(path=str(path), found="", expected="不是 UTF-8 编码的文本文件")]) from None
    except FileNotFoundError:
        raise FileFaults([Fault(path=str(path), found="", expected="没有这个文件")]) from None
    except OSError as error:
        raise FileFaults([Fault(path=str(path), found="", expected=f"打不开：{error.strerror}")]) from None
