"""The parts of a PDF that PDF/A and PDF/UA ask for, read by another program than the one that wrote them."""

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf

_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
_NO_ACTIONS = ("/AA", "/OpenAction", "/JavaScript", "/EmbeddedFiles", "/XFA")


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(content))


def archive_faults(content: bytes, *, level: str = "U") -> list[str]:
    """What ISO 19005-2 asks for and a reader of the structure can see; of level A see `accessible_faults` as well."""
    pdf = opened(content)
    root, found = pdf.Root, []
    xmp = root.Metadata.read_bytes().decode() if "/Metadata" in root else ""
    if 'pdfaid:part="2"' not in xmp or f'pdfaid:conformance="{level}"' not in xmp:
        found.append(f"XMP does not say PDF/A-2{level.lower()}")
    intents = [each for each in root.get("/OutputIntents", []) if each.get("/S") == "/GTS_PDFA1"]
    if len(intents) != 1 or intents[0].DestOutputProfile.N != 3:
        found.append("no sRGB output intent")
    if pdf.is_encrypted or "/ID" not in pdf.trailer:
        found.append("encrypted, or without identifier")
    found += _info_faults(pdf, xmp) + font_faults(pdf)
    for each in pdf.objects:
        if not isinstance(each, pikepdf.Dictionary | pikepdf.Stream):
            continue
        found += [f"{key} is not allowed" for key in _NO_ACTIONS if key in each]
        if "/LZWDecode" in str(each.get("/Filter", "")) or ("/F" in each and isinstance(each, pikepdf.Stream)):
            found.append("LZW, or a stream outside the file")
        if each.get("/Subtype") == "/Image" and each.get("/Interpolate", False):
            found.append("interpolated picture")
    return found


def accessible_faults(content: bytes, *, is_declared: bool = True) -> list[str]:
    """What ISO 14289-1 asks for and a reader of the structure can see; `is_declared`: it says that it is of it."""
    pdf = opened(content)
    root, found = pdf.Root, []
    xmp = root.Metadata.read_bytes().decode() if "/Metadata" in root else ""
    if (is_declared and 'pdfuaid:part="1"' not in xmp) or "<dc:title>" not in xmp:
        found.append("XMP does not say PDF/UA-1, or has no title")
    if not root.get("/MarkInfo", {}).get("/Marked", False) or root.get("/MarkInfo", {}).get("/Suspects", False):
        found.append("not marked")
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle", False):
        found.append("the title is not shown")
    if str(root.get("/Lang", "")) != "zh-CN":
        found.append("no language")
    if any("/StructParents" not in page or page.get("/Tabs") != "/S" for page in pdf.pages):
        found.append("a page outside the structure")
    return found + _tag_faults(pdf) + _unmarked(pdf) + font_faults(pdf)


def font_faults(pdf: pikepdf.Pdf) -> list[str]:
    """Faces that are not embedded, or whose text could not be copied."""
    found = []
    for each in pdf.objects:
        if not isinstance(each, pikepdf.Dictionary):
            continue
        if each.get("/Type") == "/FontDescriptor" and not any(key in each for key in _FONT_FILES):
            found.append(f"{each.FontName} is not embedded")
        if each.get("/Subtype") == "/Type0" and "/ToUnicode" not in each:
            found.append(f"{each.BaseFont} has no ToUnicode")
    return found


def tags(pdf: pikepdf.Pdf) -> Iterator[tuple[str, tuple[str, ...], Any]]:
    """Every element of the structure: its kind, the kinds above it, itself."""

    def walk(node: Any, above: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...], Any]]:
        if isinstance(node, pikepdf.Array):
            for each in node:
                yield from walk(each, above)
        elif isinstance(node, pikepdf.Dictionary):
            kind = str(node.get("/S", ""))
            if kind:
                yield kind, above, node
            if "/K" in node:
                yield from walk(node.K, (*above, kind) if kind else above)

    yield from walk(pdf.Root.StructTreeRoot, ())


def _tag_faults(pdf: pikepdf.Pdf) -> list[str]:
    if "/StructTreeRoot" not in pdf.Root or "/ParentTree" not in pdf.Root.StructTreeRoot:
        return ["no structure"]
    found, counted = [], Counter[str]()
    parents = {"/TR": {"/Table", "/TBody", "/THead"}, "/TD": {"/TR"}, "/TH": {"/TR"}, "/TBody": {"/Table"}}
    for kind, above, node in tags(pdf):
        counted[kind] += 1
        if kind in parents and above[-1] not in parents[kind]:
            found.append(f"{kind} below {above[-1]}")
        if kind == "/Figure" and "/Alt" not in node:
            found.append("a picture without words")
    for wanted in ("/Document", "/H1", "/Table", "/TH", "/TD", "/P"):
        if not counted[wanted]:
            found.append(f"no {wanted}")
    return found


def _unmarked(pdf: pikepdf.Pdf) -> list[str]:
    """Pages that show text which is neither part of the structure nor marked as an artifact."""
    found = []
    for number, page in enumerate(pdf.pages, 1):
        depth = 0
        for operands, operator in pikepdf.parse_content_stream(page):
            del operands
            depth += {"BDC": 1, "BMC": 1, "EMC": -1}.get(str(operator), 0)
            if str(operator) in ("Tj", "TJ") and depth == 0:
                found.append(f"page {number} shows text outside the structure")
                break
    return found


def _info_faults(pdf: pikepdf.Pdf, xmp: str) -> list[str]:
    """Document information that the XMP contradicts."""
    info = pdf.trailer.get("/Info", {})
    told = (str(info.get(key, "")) for key in ("/Title", "/Author", "/Producer"))
    return [f"XMP lacks {text}" for text in told if text and text not in xmp]
