"""The kinds of files that are received as evidence: by their ending, their first bytes and what is inside.

What offices of a unit really attach. Archives, programs, pages and drawings with scripts are not among them; a text
without a format of its own (.txt, .csv) cannot be told from them by its content, so it is not either.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

PDF: Final = "application/pdf"
OCTETS: Final = "application/octet-stream"
_OFFICE: Final = "application/vnd.openxmlformats-officedocument"


class Shape(StrEnum):
    """How a kind is looked into."""

    PDF = "pdf"
    IMAGE = "image"
    PACKAGE = "package"
    OLD_OFFICE = "old office"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of file: its ending, its words for people, its media type, and what it must hold.

    `part` is the part a package must have; `streams` are streams of which an old Office file must have one.
    """

    ending: str
    label: str
    media_type: str
    shape: Shape
    part: str = ""
    streams: tuple[str, ...] = ()


_TEXT_STREAMS: Final = ("WordDocument", "WpsDocument")
_TABLE_STREAMS: Final = ("Workbook", "Book")
KINDS: Final = MappingProxyType(
    {
        kind.ending: kind
        for kind in (
            Kind(ending="pdf", label="PDF", media_type=PDF, shape=Shape.PDF),
            Kind(ending="ofd", label="OFD", media_type="application/ofd", shape=Shape.PACKAGE, part="OFD.xml"),
            Kind(ending="jpg", label="照片", media_type="image/jpeg", shape=Shape.IMAGE),
            Kind(ending="jpeg", label="照片", media_type="image/jpeg", shape=Shape.IMAGE),
            Kind(ending="png", label="图片", media_type="image/png", shape=Shape.IMAGE),
            Kind(
                ending="docx",
                label="Word",
                media_type=f"{_OFFICE}.wordprocessingml.document",
                shape=Shape.PACKAGE,
                part="word/document.xml",
            ),
            Kind(
                ending="xlsx",
                label="Excel",
                media_type=f"{_OFFICE}.spreadsheetml.sheet",
                shape=Shape.PACKAGE,
                part="xl/workbook.xml",
            ),
            Kind(
                ending="doc",
                label="Word",
                media_type="application/msword",
                shape=Shape.OLD_OFFICE,
                streams=_TEXT_STREAMS,
            ),
            Kind(
                ending="xls",
                label="Excel",
                media_type="application/vnd.ms-excel",
                shape=Shape.OLD_OFFICE,
                streams=_TABLE_STREAMS,
            ),
            Kind(
                ending="wps",
                label="WPS 文字",
                media_type="application/vnd.ms-works",
                shape=Shape.OLD_OFFICE,
                streams=_TEXT_STREAMS,
            ),
            Kind(
                ending="et",
                label="WPS 表格",
                media_type=OCTETS,
                shape=Shape.OLD_OFFICE,
                streams=_TABLE_STREAMS,
            ),
        )
    }
)
ALL_KINDS: Final = frozenset(KINDS)
# What a scanner makes.
SCANS: Final = frozenset({"pdf", "jpg", "jpeg", "png"})
# Shown where they stand; everything else is downloaded.
SHOWN_IN_PLACE: Final = frozenset({"image/jpeg", "image/png"})
ACCEPTED_WORDS: Final = "PDF、OFD、图片（jpg、png）、Word（doc、docx）、Excel（xls、xlsx）、WPS（wps、et）"

# A second ending of these says that the last one was put on to get through: 发票.php.pdf.
_HOSTILE: Final = (
    "exe|scr|bat|cmd|ps1|vbs|vbe|js|jse|wsf|hta|msi|dll|lnk|jar|sh|py|pl|"
    "php[0-9]?|phtml|jspx?|aspx?|cgi|s?html?|xhtml|svg|xml|mht|mhtml|swf"
)
HOSTILE_ENDING: Final = re.compile(rf"\.({_HOSTILE})(?:[.%;:_ ]|$)", re.IGNORECASE)
ADVICE: Final = MappingProxyType(
    {
        **dict.fromkeys(("zip", "rar", "7z", "gz", "tar"), "不收压缩包，请解开后把里面的文件拖进来"),
        **dict.fromkeys(("heic", "heif"), "苹果手机的照片格式，请在手机上转成 jpg（或截图）后再传"),
        **dict.fromkeys(("tif", "tiff", "bmp", "gif", "webp"), "请另存为 jpg 或 png 后再传；多页的扫描件请存成 PDF"),
        **dict.fromkeys(("docm", "xlsm", "xlsb", "dotx", "xltx", "rtf", "odt", "ods"), "请另存为 docx 或 xlsx 后再传"),
        **dict.fromkeys(("ppt", "pptx", "pps", "dps", "vsd", "mpp", "caj"), "请另存为 PDF 后再传"),
        **dict.fromkeys(("txt", "csv", "md"), "纯文本看不出真假，请粘到说明里，或另存为 docx、xlsx 后再传"),
        **dict.fromkeys(("mp4", "mov", "avi", "mp3", "wav", "amr"), "不收音像，请截取画面存成图片，或写成文字说明"),
    }
)
