"""The package of an .xlsx before anything in it is parsed: told by its content, never by its name.

What is no workbook is refused with what it is; what holds macros, or more of something than any form needs, is refused
with the part and the limit. Strict OOXML is put into the ordinary words, so that one reader does.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from html import unescape
from io import BytesIO
from itertools import pairwise
from typing import Final, NoReturn
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from selfeval.domain.files.faults import FileFaults
from selfeval.imports.limits import MOST_BYTES, opened_package, refused

_CHUNK: Final = 1 << 20
_OVERLAP: Final = 64
_SAVE_AS: Final = "请用 Excel 或 WPS 另存为“Excel 工作簿（.xlsx）”再上传"
_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
# Beginnings of files that people take for a workbook.
_BEGINNINGS: Final = (
    (b"%PDF", "是 PDF，不是 Excel 工作簿"),
    (b"\x89PNG", "是图片，不是 Excel 工作簿"),
    (b"\xff\xd8\xff", "是图片，不是 Excel 工作簿"),
    (b"Rar!", "是压缩包，请解压后上传里面的 .xlsx"),
    (b"7z\xbc\xaf", "是压缩包，请解压后上传里面的 .xlsx"),
    (b"{\\rtf", "是 RTF 文档，不是 Excel 工作簿"),
)
_MACROS: Final = "xl/vbaproject.bin"
_FOREIGN: Final = (
    ("xl/workbook.bin", f"是二进制工作簿（.xlsb）；{_SAVE_AS}"),
    ("content.xml", f"是 OpenDocument 表格（.ods）；{_SAVE_AS}"),
    ("word/document.xml", "是 Word 文档，不是 Excel 工作簿"),
    ("ppt/presentation.xml", "是演示文稿，不是 Excel 工作簿"),
)
# How many of an element a package may hold, all its parts together.
_MOST: Final = {
    b"sheet": (200, "张工作表"),
    b"mergeCell": (5_000, "处合并单元格"),
    b"conditionalFormatting": (2_000, "处条件格式"),
    b"dataValidation": (10_000, "处数据有效性"),
    b"definedName": (2_000, "个定义的名称"),
    b"xf": (20_000, "种单元格样式"),
    b"Relationship": (5_000, "处部件关联"),
    b"hyperlink": (5_000, "个超链接"),
    b"row": (60_000, "行"),
    b"c": (250_000, "个单元格"),
}
# However the element is written: with a prefix, with a line break behind its name.
_ELEMENT: Final = re.compile(rb"<(?:[\w.-]+:)?(" + b"|".join(_MOST) + rb")[\s/>]")
# Of anything else, in one part.
_MOST_MARKS: Final = 1_500_000
_SHEET: Final = re.compile(rb"<(?:[\w.-]+:)?sheet\s[^>]*>")
_RELATION: Final = re.compile(rb"<(?:[\w.-]+:)?Relationship\s[^>]*>")
_ATTRIBUTE: Final = re.compile(rb"(?:[\w.-]+:)?(name|id|Id|Target)\s*=\s*[\"']([^\"']*)")
_STRICT: Final = b"http://purl.oclc.org/ooxml/"
_ORDINARY: Final = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)


def opened_workbook(name: str, content: bytes, *, takes_macros: bool = False) -> bytes:
    """The bytes of a workbook that may be parsed; macros are never run, and refused unless it `takes_macros`.

    Raises FileFaults.
    """
    if not content:
        raise refused(name, "是空文件")
    if len(content) > MOST_BYTES:
        raise refused(name, f"有{len(content) / 1024 / 1024:.1f}MB，超过{MOST_BYTES // 1024 // 1024}MB")
    if not content.startswith((b"PK", _OLD_OFFICE)):
        raise refused(name, _what_it_is(content))
    opened_package(name, content)
    try:
        with ZipFile(BytesIO(content)) as package:
            _refuse_other_packages(name, package, takes_macros=takes_macros)
            _refuse_overlaps(name, package.infolist())
            is_strict = _measure(name, package)
            return _in_ordinary_words(package) if is_strict else content
    except FileFaults:
        raise
    except Exception as error:
        # BadZipFile, or whatever zlib, lzma and bz2 raise on bytes that do not unpack.
        raise refused(name, f"文件已损坏，打不开（{type(error).__name__}）；请用办公软件打开后另存一份再试") from None


def _what_it_is(content: bytes) -> str:
    for beginning, words in _BEGINNINGS:
        if content.startswith(beginning):
            return words
    head = content[:2048].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if head.startswith(b"<?xml") and b"spreadsheet" in head:
        return f"是 XML 表格，不是 .xlsx；{_SAVE_AS}"
    if b"<html" in head or b"<table" in head or b"<!doctype html" in head:
        return f"其实是网页（html），只是改了扩展名；{_SAVE_AS}"
    if b"\x00" not in content[:2048]:
        return f"是文本或 CSV，不是 .xlsx；{_SAVE_AS}"
    return "不是 Excel 工作簿（.xlsx），或已损坏"


def _refuse_other_packages(name: str, package: ZipFile, *, takes_macros: bool) -> None:
    parts = [part.lower() for part in package.namelist()]
    if _MACROS in parts and not takes_macros:
        raise refused(name, f"带有宏，不予读取；{_SAVE_AS}")
    for part, words in _FOREIGN:
        if part in parts:
            raise refused(name, words)
    if "xl/workbook.xml" not in parts:
        raise refused(name, "是压缩包，里面没有 Excel 工作簿；请上传 .xlsx 文件本身")
    if len(set(parts)) < len(parts):
        raise refused(name, "文件已损坏：同名的部件不止一个")


def _refuse_overlaps(name: str, parts: list[ZipInfo]) -> None:
    """Parts that share bytes unpack to far more than the file holds."""
    ordered = sorted(parts, key=lambda part: part.header_offset)
    for first, second in pairwise(ordered):
        if first.header_offset + first.compress_size > second.header_offset:
            raise refused(name, "文件已损坏：部件互相重叠")


def _measure(name: str, package: ZipFile) -> bool:
    """Look over every part, whole, whatever it is called; returns whether the workbook is Strict OOXML."""
    counts: Counter[bytes] = Counter()
    is_strict = False
    for part in package.infolist():
        is_xml = part.filename.lower().endswith((".xml", ".rels", ".vml"))
        marks = 0
        for chunk, seen in _chunks(package, part):
            if is_xml and (b"<!DOCTYPE" in chunk or b"<!ENTITY" in chunk):
                raise refused(name, "含有不该有的 XML 声明，不予读取")
            is_strict = is_strict or (is_xml and _STRICT in chunk)
            counts.update(_ELEMENT.findall(chunk))
            counts.subtract(_ELEMENT.findall(seen))
            for element, count in counts.items():
                most, words = _MOST[element]
                if count > most:
                    _refuse_part(name, package, part, f"{most:,}{words}")
            marks += chunk.count(b"<") - seen.count(b"<")
            if marks > _MOST_MARKS:
                _refuse_part(name, package, part, f"{_MOST_MARKS:,}处标记")
    return is_strict


def _refuse_part(name: str, package: ZipFile, part: ZipInfo, too_many: str) -> NoReturn:
    title = _titles(package).get(part.filename)
    place = f"工作表“{title}”" if title else f"部件 {part.filename} "
    raise refused(name, f"到{place}为止有{too_many}以上，不像一份填报工作簿，不予读取；请删去无关的内容后另存一份")


def _titles(package: ZipFile) -> Mapping[str, str]:
    """What people call the parts that are sheets, without parsing what may be hostile."""
    try:
        book, relations = (
            package.open(part).read(_CHUNK) for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
        )
    except KeyError:
        return {}
    targets = {
        each.get(b"Id", b""): each.get(b"Target", b"") for each in map(_attributes, _RELATION.findall(relations))
    }
    sheets = map(_attributes, _SHEET.findall(book))
    found = {targets.get(each.get(b"id", b""), b""): each.get(b"name", b"") for each in sheets}
    return {
        f"xl/{target.decode(errors='replace')}".replace("xl//xl/", "xl/"): unescape(title.decode(errors="replace"))
        for target, title in found.items()
    }


def _attributes(tag: bytes) -> dict[bytes, bytes]:
    return dict(_ATTRIBUTE.findall(tag))


def _chunks(package: ZipFile, part: ZipInfo) -> Iterator[tuple[bytes, bytes]]:
    """A part piece by piece, each with the end of the one before, so that no word is cut; and that end alone.

    Without NUL, so that the two bytes to a letter of UTF-16 read like one.
    """
    seen = b""
    with package.open(part) as stream:
        while read := stream.read(_CHUNK):
            piece = seen + read.replace(b"\x00", b"")
            yield piece, seen
            seen = piece[-_OVERLAP:]


def _in_ordinary_words(package: ZipFile) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as made:
        for part in package.infolist():
            body = package.read(part)
            if part.filename.lower().endswith((".xml", ".rels")):
                for strict, ordinary in _ORDINARY:
                    body = body.replace(strict, ordinary)
            made.writestr(part.filename, body)
    return target.getvalue()
