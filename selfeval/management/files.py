"""Framework and filing files on disk, for the commands that work without a database."""

from dataclasses import dataclass, replace
from pathlib import Path

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

FRAMEWORKS = Path("fixtures") / "frameworks"


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameworkFile:
    """A framework as shipped: where it lies and what it calls itself."""

    path: Path
    slug: str
    version: int


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


def shipped_frameworks() -> list[FrameworkFile]:
    """The framework files that come with the product, newest version of a slug last."""
    found = []
    for path in sorted((settings.BASE_DIR / FRAMEWORKS).glob("*.yaml")):
        document = load(read_text(path))
        if isinstance(document, dict):
            slug, version = str(document.get("slug")), str(document.get("version"))
            found.append(FrameworkFile(path=path, slug=slug, version=int(version) if version.isdecimal() else 0))
    return sorted(found, key=lambda each: (each.slug, each.version))


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
