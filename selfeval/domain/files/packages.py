"""What an office package (.docx, .xlsx, .ofd: a zip of parts) may hold; measured before anything in it is parsed."""

from collections.abc import Iterable
from io import BytesIO
from pathlib import PurePath
from typing import IO, Final
from zipfile import ZipFile, ZipInfo

from selfeval.domain.files.faults import Fault, FileFaults

MOST_PARTS: Final = 2_000
MOST_UNPACKED: Final = 96 * 1024 * 1024
# Text of offices packs at 10 to 40 to one; a bomb at a thousand.
MOST_RATIO: Final = 250
SMALL_PART: Final = 1024 * 1024
_PROLOGUE: Final = 4096
_IS_ENCRYPTED: Final = 0x1
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")


def refused(name: str, reason: str) -> FileFaults:
    """The fault of a document that cannot be read; only the last part of its name is told."""
    return FileFaults([Fault(path=PurePath(name).name or "文件", found="", expected=reason)])


def opened_package(name: str, content: bytes) -> None:
    """Look over a zip package. Raises FileFaults where it is none, is encrypted, or unpacks to too much."""
    if content.startswith(_OLD_OFFICE):
        is_locked = _ENCRYPTED in content
        raise refused(
            name,
            "设了打开密码，请去掉密码后再试"
            if is_locked
            else "是旧版 Office 格式（.doc、.xls），请另存为 .docx 或 .xlsx 后再试",
        )
    parts_of_package(name, BytesIO(content))


def parts_of_package(name: str, content: IO[bytes], *, most_unpacked: int = MOST_UNPACKED) -> frozenset[str]:
    """The names of the parts of a zip package that is fit to be opened; `most_unpacked` in bytes. Raises FileFaults."""
    try:
        with ZipFile(content) as package:
            parts = package.infolist()
            _measure(name, parts, most_unpacked)
            for part in _xml(parts):
                _without_declarations(name, package, part)
            return frozenset(part.filename for part in parts)
    except FileFaults:
        raise
    except Exception as error:
        # BadZipFile, or whatever zlib, lzma and bz2 raise on bytes that do not unpack.
        raise refused(name, f"文件已损坏，打不开（{type(error).__name__}）；请用办公软件打开后另存一份再试") from None


def _xml(parts: Iterable[ZipInfo]) -> list[ZipInfo]:
    return [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]


def _measure(name: str, parts: list[ZipInfo], most_unpacked: int) -> None:
    if len(parts) > MOST_PARTS:
        raise refused(name, f"内含{len(parts):,}个部件，超过{MOST_PARTS:,}个，不予读取")
    if any(part.flag_bits & _IS_ENCRYPTED for part in parts):
        raise refused(name, "设了密码，请去掉密码后再试")
    # Reading stops at the size that is declared, so what is declared is what is read.
    unpacked = sum(part.file_size for part in parts)
    if unpacked > most_unpacked:
        raise refused(name, f"解开后有{unpacked // 1024 // 1024:,}MB，超过{most_unpacked // 1024 // 1024}MB，不予读取")
    for part in parts:
        if part.file_size > SMALL_PART and part.file_size > MOST_RATIO * max(part.compress_size, 1):
            raise refused(name, "压缩比异常，不予读取")


def _without_declarations(name: str, package: ZipFile, part: ZipInfo) -> None:
    """Documents of offices never declare a document type; one that does wants entities expanded."""
    with package.open(part) as stream:
        head = stream.read(_PROLOGUE).replace(b"\x00", b"")
    if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
        raise refused(name, "含有不该有的 XML 声明，不予读取")
