"""Word documents in the style of official papers: headings, paragraphs, tables, pictures, page numbers.

    paper = WordDocument(name="2021年度报告", author="财政局", mark="草稿")
    paper.title("2021年度报告", subtitle="（2021年度）")
    paper.heading("一、总体情况")                      # levels 1 to 3: Word's own headings
    paper.text("第一段。\\n第二段。")                   # a paragraph a line
    paper.table(Table(columns=…, rows=…, caption="…"))  # numbered 表1, 表2 …; the head repeats
    paper.picture(Picture(png=…, width=150, alt="…", caption="…"))  # numbered 图1, 图2 …
    paper.turn(is_landscape=True)                      # wide tables; back with False
    paper.signature(("单位", "2022年3月10日"))
    content = paper.content()                          # the bytes; the same calls give the same bytes

`add` takes any block of `report_document`, so `for block in blocks: paper.add(block)` writes a whole report. Every text
is cleaned of characters that no document may hold. A4, margins 37/35/28/26 mm, body 三号仿宋 on lines of 28 points,
page numbers outside at the foot; all of it in `word_styles`.
"""

from datetime import UTC, date, datetime
from io import BytesIO
from itertools import count
from typing import Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from selfeval.exports.printable import lines_of, on_one_line
from selfeval.exports.report_document import Block, Heading, Picture, Signature, Table, Text, Turn
from selfeval.exports.word_package import blank_package, repacked
from selfeval.exports.word_tables import table_xml

TEXT_WIDTH: Final = 156  # mm
LANDSCAPE_WIDTH: Final = 225
_LONG, _SHORT = 297, 210
_TOP, _BOTTOM, _LEFT, _RIGHT = 37, 35, 28, 26
_FOOT: Final = 25  # mm from the edge to the page number
_BODY_GAP: Final = 20  # points between the title and the text
_ROOM_TO_SIGN: Final = 96  # points behind words that the pen goes on
# What has no date of its own is dated as packages are that say nothing.
_UNDATED: Final = date(1980, 1, 1)


class WordDocument:
    """A document that is written from top to bottom; `mark` stands at the top of every page."""

    def __init__(self, *, name: str, author: str, mark: str = "", made_on: date | None = None) -> None:
        self._document = Document(blank_package())
        # Looked up once: python-docx searches all styles by name for every paragraph.
        self._style_keys = {style.name: style.style_id for style in self._document.styles}
        self._width = TEXT_WIDTH
        self._numbers = {"表": count(1), "图": count(1)}
        self._set_properties(name, author, made_on)
        self._set_page(self._document.sections[0], is_landscape=False)
        self._set_margins(mark)

    def add(self, block: Block) -> None:
        """Write a block of any kind."""
        match block:
            case Heading():
                self.heading(block.text, block.level)
            case Text():
                self.text(block.text)
            case Table():
                self.table(block)
            case Picture():
                self.picture(block)
            case Signature():
                self.signature(block.lines)
            case Turn():
                self.turn(is_landscape=block.is_landscape)

    def title(self, text: str, *, subtitle: str = "") -> None:
        """The title over the first page, in as many lines as it has."""
        last = None
        for line in lines_of(text):
            last = self._paragraph(line, "Title")
        for line in lines_of(subtitle):
            last = self._paragraph(line, "Subtitle")
        if last is not None:
            last.paragraph_format.space_after = Pt(_BODY_GAP)

    def heading(self, text: str, level: int = 1) -> None:
        """A heading of level 1, 2 or 3, with its number in its text."""
        self._paragraph(on_one_line(text), f"Heading {level}")

    def text(self, text: str) -> None:
        """A paragraph a line; nothing for an empty text."""
        for line in lines_of(text):
            self._paragraph(line, "Body Text")

    def table(self, table: Table) -> None:
        """A table over the whole width, its numbered caption and its unit above it, its note below."""
        self._caption("表", table.caption)
        if table.unit:
            self._paragraph(on_one_line(table.unit), "表格单位")
        self._end().addprevious(table_xml(table, self._width))
        # Without a paragraph between them two tables would grow into one.
        self._paragraph(" ".join(lines_of(table.note)), "表注")

    def picture(self, picture: Picture) -> None:
        """A picture in the middle with its numbered caption below it; one wider than the text is made to fit."""
        paragraph = self._paragraph("", "图片")
        shape = paragraph.add_run().add_picture(BytesIO(picture.png), width=Mm(min(picture.width, self._width)))
        shape._inline.docPr.set("descr", on_one_line(picture.alt))
        shape._inline.docPr.set("name", on_one_line(picture.caption or picture.alt))
        if picture.caption:
            self._caption("图", picture.caption)
            self._document.paragraphs[-1].paragraph_format.keep_with_next = False

    def signature(self, lines: tuple[str, ...]) -> None:
        """Lines at the right, two lines' space ahead of them, kept together and with what stands before them."""
        self._keep_last()
        for number, line in enumerate(lines):
            paragraph = self._paragraph(on_one_line(line), "落款")
            paragraph.paragraph_format.right_indent = Pt(32 + (_ROOM_TO_SIGN if line.rstrip().endswith("：") else 0))
            if not number:
                paragraph.paragraph_format.space_before = Pt(56)
        self._document.paragraphs[-1].paragraph_format.keep_with_next = False

    def turn(self, *, is_landscape: bool) -> None:
        """A new page, and those after it, lying or standing."""
        section = self._document.add_section(WD_SECTION.NEW_PAGE)
        self._set_page(section, is_landscape=is_landscape)
        self._width = LANDSCAPE_WIDTH if is_landscape else TEXT_WIDTH

    def content(self) -> bytes:
        """The document as bytes."""
        target = BytesIO()
        self._document.save(target)
        return repacked(target.getvalue())

    def _paragraph(self, text: str, style: str) -> Any:
        paragraph = self._document.add_paragraph()
        paragraph._p.style = self._style_keys[style]
        if text:
            _add_text(paragraph, text)
        return paragraph

    def _keep_last(self) -> None:
        """Keep the last paragraph with what follows; below a table, the table's last row too."""
        last = self._end().getprevious()
        if last is None:
            return
        kept = [last]
        table = last.getprevious()
        if table is not None and table.tag == qn("w:tbl"):
            kept += table.findall(qn("w:tr"))[-1].iter(qn("w:p"))
        for paragraph in kept:
            if paragraph.tag == qn("w:p"):
                Paragraph(paragraph, self._document).paragraph_format.keep_with_next = True

    def _caption(self, word: str, text: str) -> None:
        if text:
            paragraph = self._paragraph(word, "Caption")
            _add_field(paragraph, rf"SEQ {word} \* ARABIC", str(next(self._numbers[word])))
            _add_text(paragraph, f"　{on_one_line(text)}")

    def _end(self) -> Any:
        """The properties of the last section, before which all that is written stands."""
        return self._document.element.body.sectPr

    def _set_properties(self, name: str, author: str, made_on: date | None) -> None:
        day = made_on or _UNDATED
        moment = datetime(day.year, day.month, day.day, tzinfo=UTC).replace(tzinfo=None)
        properties = self._document.core_properties
        properties.title, properties.author, properties.last_modified_by = name[:255], author[:255], author[:255]
        properties.language, properties.created, properties.modified = "zh-CN", moment, moment

    def _set_page(self, section: Any, *, is_landscape: bool) -> None:
        section.orientation = WD_ORIENT.LANDSCAPE if is_landscape else WD_ORIENT.PORTRAIT
        sides = (_LONG, _SHORT) if is_landscape else (_SHORT, _LONG)
        section.page_width, section.page_height = Mm(sides[0]), Mm(sides[1])
        # A page that lies is a page turned: the binding is at its top.
        margins = (_LEFT, _RIGHT, _BOTTOM, _TOP) if is_landscape else (_TOP, _BOTTOM, _LEFT, _RIGHT)
        section.top_margin, section.bottom_margin = Mm(margins[0]), Mm(margins[1])
        section.left_margin, section.right_margin = Mm(margins[2]), Mm(margins[3])
        section.gutter = Mm(0)
        section.header_distance, section.footer_distance = Mm(15), Mm(15 if is_landscape else _FOOT)

    def _set_margins(self, mark: str) -> None:
        """The mark at the top of every page, the page number at its foot: odd pages at the right, even at the left."""
        section = self._document.sections[0]
        for header in (section.header, section.even_page_header):
            header.is_linked_to_previous = False
            if mark:
                _add_text(header.paragraphs[0], on_one_line(mark))
        for footer, is_even in ((section.footer, False), (section.even_page_footer, True)):
            footer.is_linked_to_previous = False
            paragraph = footer.paragraphs[0]
            if is_even:
                paragraph.alignment = 0
            indent = paragraph.paragraph_format
            indent.left_indent, indent.right_indent = (Pt(14), None) if is_even else (None, Pt(14))
            _add_text(paragraph, "— ")
            _add_field(paragraph, "PAGE", "1")
            _add_text(paragraph, " —")


def _add_text(paragraph: Any, text: str) -> None:
    run = paragraph.add_run(text)
    properties = run._element.get_or_add_rPr()
    fonts = OxmlElement("w:rFonts")
    fonts.set(qn("w:hint"), "eastAsia")
    properties.insert(0, fonts)


def _add_field(paragraph: Any, code: str, shown: str) -> None:
    """A field that Word works out anew; `shown` is what it shows until then."""
    for kind, text in (("begin", ""), ("instr", code), ("separate", ""), ("shown", shown), ("end", "")):
        run = paragraph.add_run()._element
        if kind == "shown":
            run.text = text
        elif kind == "instr":
            instruction = OxmlElement("w:instrText")
            instruction.text = f" {text} "
            instruction.set(qn("xml:space"), "preserve")
            run.append(instruction)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run.append(mark)
