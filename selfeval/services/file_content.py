"""Whether a file is what its name says: ending, first bytes and inside must agree, and nothing in it may do harm."""

import re
import warnings
from typing import IO, Final
from zipfile import is_zipfile

from PIL import Image, UnidentifiedImageError

from selfeval.domain.files import FileFaults
from selfeval.domain.files.packages import parts_of_package
from selfeval.services.errors import FileRefused
from selfeval.services.file_kinds import ACCEPTED_WORDS, ADVICE, HOSTILE_ENDING, KINDS, Kind, Shape
from selfeval.services.file_names import ending_of
from selfeval.services.pdf import PdfUnreadable, pdf_facts

MOST_PAGES: Final = 2_000
# A telephone's camera makes 108 million at most; a bomb of a few kilobytes makes 900.
MOST_PIXELS: Final = 150_000_000
MOST_UNPACKED: Final = 400 * 1024 * 1024
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_FIRST_BYTES: Final = {
    Shape.PDF: b"%PDF-",
    Shape.PACKAGE: b"PK\x03\x04",
    Shape.OLD_OFFICE: _OLD_OFFICE,
}
_PICTURES: Final = {"image/jpeg": (b"\xff\xd8\xff", ("JPEG", "MPO")), "image/png": (b"\x89PNG\r\n\x1a\n", ("PNG",))}
# What people have under the wrong name; to tell them what it is.
_KNOWN: Final = (
    (b"%PDF-", "PDF，请把扩展名改成 .pdf 再传"),
    (b"\xff\xd8\xff", "jpg 图片，请把扩展名改成 .jpg 再传"),
    (b"\x89PNG", "png 图片，请把扩展名改成 .png 再传"),
    (b"GIF8", "gif 图片，请另存为 jpg 或 png 后再传"),
    (b"PK\x03\x04", "docx、xlsx 或压缩包"),
    (_OLD_OFFICE, "旧版 Office 文件"),
    (b"MZ", "程序"),
    (b"\x7fELF", "程序"),
    (b"Rar!", "压缩包"),
    (b"7z\xbc\xaf", "压缩包"),
    (b"\x1f\x8b", "压缩包"),
)
_MARKUP: Final = re.compile(rb"^\s*(?:\xef\xbb\xbf)?\s*<|^MIME-Version:", re.IGNORECASE)
# What is packed is no word of the document's; by chance it may read like one.
_STREAM: Final = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_RUNS_BY_ITSELF: Final = re.compile(rb"/(?:JavaScript|Launch)(?![A-Za-z])|/JS[\s(<]")
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
_MACROS: Final = "_VBA_PROJECT".encode("utf-16-le")
_HEAD: Final = 4096


def kind_of(name: str, content: IO[bytes], *, kinds: frozenset[str]) -> tuple[Kind, int | None]:
    """The kind of the file `name`, one of `kinds`, and how many pages it has (a PDF; 1 for a picture).

    Reads `content` and leaves it at its beginning. Raises FileRefused with what is wrong and what would be right.
    """
    kind = _by_name(name, kinds)
    content.seek(0)
    head = content.read(_HEAD)
    try:
        _refuse_other_head(name, kind, head)
        match kind.shape:
            case Shape.PDF:
                return kind, _pages(name, content)
            case Shape.IMAGE:
                _refuse_bad_picture(name, kind, content)
                return kind, 1
            case Shape.PACKAGE:
                _refuse_bad_package(name, kind, content)
            case Shape.OLD_OFFICE:
                _refuse_bad_old_office(name, kind, content)
        return kind, None
    finally:
        content.seek(0)


def _by_name(name: str, kinds: frozenset[str]) -> Kind:
    ending = ending_of(name)
    if ending not in kinds:
        accepted = ACCEPTED_WORDS if kinds == frozenset(KINDS) else "、".join(sorted(kinds))
        told = f"“.{ending}”" if ending else "没有扩展名的文件"
        raise FileRefused(name, ADVICE.get(ending) or f"{told}不能收，请换成{accepted}")
    second = HOSTILE_ENDING.search(name)
    if second:
        raise FileRefused(name, f"文件名里夹着“.{second[1]}”，请改名后再传")
    return KINDS[ending]


def _refuse_other_head(name: str, kind: Kind, head: bytes) -> None:
    first = _PICTURES[kind.media_type][0] if kind.shape is Shape.IMAGE else _FIRST_BYTES[kind.shape]
    if head.startswith(first):
        return
    if kind.shape is Shape.PACKAGE and head.startswith(_OLD_OFFICE):
        # An office file with a password is packed into the old format.
        raise FileRefused(name, "设了打开密码（或其实是旧版格式），请去掉密码，用办公软件另存后再传")
    found = next((words for start, words in _KNOWN if head.startswith(start)), "")
    found = found or ("网页" if _MARKUP.match(head) else "别的东西")
    advice = "" if "再传" in found else "；请用办公软件打开后另存一份再传"
    raise FileRefused(name, f"扩展名是“.{kind.ending}”，内容却是{found}{advice}")


def _pages(name: str, content: IO[bytes]) -> int:
    content.seek(0)
    whole = content.read()
    if is_zipfile(content) or _RUNS_BY_ITSELF.search(_STREAM.sub(b"", whole)):
        raise FileRefused(name, "PDF 里夹带了脚本或别的文件，请重新打印成 PDF 后再传")
    try:
        facts = pdf_facts(whole)
    except PdfUnreadable:
        raise FileRefused(name, "PDF 打不开，可能已损坏；请用 PDF 软件打开后另存一份再传") from None
    if facts.is_locked:
        raise FileRefused(name, "PDF 设了打开密码，请去掉密码后再传")
    if facts.has_scripts:
        raise FileRefused(name, "PDF 里夹带了脚本，请重新打印成 PDF 后再传")
    if not 1 <= facts.pages <= MOST_PAGES:
        raise FileRefused(name, f"有{facts.pages:,}页，最多{MOST_PAGES:,}页；请只留与自评有关的部分")
    return facts.pages


def _refuse_bad_picture(name: str, kind: Kind, content: IO[bytes]) -> None:
    if is_zipfile(content):
        raise FileRefused(name, "图片里夹带了别的文件，请用看图软件另存一份再传")
    content.seek(0)
    try:
        with warnings.catch_warnings():
            # Ours is the limit; Pillow warns below it and refuses above it.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(content, formats=_PICTURES[kind.media_type][1]) as picture:
                is_bomb = picture.width * picture.height > MOST_PIXELS
                if not is_bomb:
                    picture.verify()
    except Image.DecompressionBombError:
        is_bomb = True
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise FileRefused(name, "图片打不开，可能已损坏；请用看图软件另存一份再传") from None
    if is_bomb:
        raise FileRefused(name, f"图片的像素太多，最多{MOST_PIXELS // 10_000:,}万个；请缩小后再传")


def _refuse_bad_package(name: str, kind: Kind, content: IO[bytes]) -> None:
    content.seek(0)
    try:
        parts = parts_of_package(name, content, most_unpacked=MOST_UNPACKED)
    except FileFaults as faults:
        raise FileRefused(name, faults.faults[0].expected) from None
    if kind.part not in parts:
        raise FileRefused(name, f"扩展名是“.{kind.ending}”，内容却不是{kind.label}文件；请用办公软件另存一份再传")
    if any(part.lower().endswith("vbaproject.bin") for part in parts):
        raise FileRefused(name, f"带有宏，请另存为不带宏的 .{kind.ending} 后再传")


def _refuse_bad_old_office(name: str, kind: Kind, content: IO[bytes]) -> None:
    content.seek(0)
    whole = content.read()
    if _LOCKED in whole:
        raise FileRefused(name, "设了打开密码，请去掉密码后再传")
    if _MACROS in whole:
        raise FileRefused(name, "带有宏，请另存为 docx 或 xlsx 后再传")
    if not any(stream.encode("utf-16-le") in whole for stream in kind.streams):
        raise FileRefused(name, f"扩展名是“.{kind.ending}”，内容却不是{kind.label}文件；请用办公软件另存一份再传")
