"""The styles of a Word report: the type and the spaces of official papers (党政机关公文格式), under Word's own names.

Headings are Word's headings, so that the outline and a table of contents work; only their looks are ours.
"""

from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import quoteattr

NAMESPACE: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
SONG, HEI, KAI, FANG, TITLE_FACE = "宋体", "黑体", "楷体", "仿宋", "方正小标宋简体"
BODY_LINE: Final = 28
INDENT: Final = "<w:ind w:firstLineChars='200' w:firstLine='{}'/>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A face the styles name, and what a machine without it should take."""

    name: str
    instead: str
    panose: str
    family: str = "roman"


FACES: Final = (
    Face(name=SONG, instead="SimSun", panose="02010600030101010101"),
    Face(name=HEI, instead="SimHei", panose="02010609060101010101", family="modern"),
    Face(name=KAI, instead="KaiTi", panose="02010609060101010101", family="modern"),
    Face(name=FANG, instead="FangSong", panose="02010609060101010101", family="modern"),
    Face(name=TITLE_FACE, instead="宋体", panose="03000509000000000000", family="script"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A paragraph style; `size`, `line`, `before` and `after` are points, `line` 0 is as high as what stands in it."""

    key: str
    name: str
    face: str = FANG
    size: float = 16
    line: float = BODY_LINE
    before: float = 0
    after: float = 0
    align: str = "both"
    outline: int | None = None
    is_bold: bool = False
    is_indented: bool = False
    is_kept_with_next: bool = False
    next_key: str = "BodyText"

    def xml(self) -> str:
        """The `w:style` element."""
        bold = "<w:b/><w:bCs/>" if self.is_bold else ""
        based = "" if self.key == "Normal" else '<w:basedOn w:val="Normal"/>'
        following = "" if self.key == "Normal" else f'<w:next w:val="{self.next_key}"/>'
        default = ' w:default="1"' if self.key == "Normal" else ""
        return (
            f'<w:style w:type="paragraph"{default} w:styleId="{self.key}"><w:name w:val={quoteattr(self.name)}/>'
            f'{based}{following}<w:uiPriority w:val="1"/><w:qFormat/>'
            f"<w:pPr>{self._paragraph()}</w:pPr>"
            f"<w:rPr>{fonts_xml(self.face)}{bold}{_size(self.size)}</w:rPr></w:style>"
        )

    def _paragraph(self) -> str:
        keep = "<w:keepNext/><w:keepLines/>" if self.is_kept_with_next else ""
        rule = f'w:line="{_twips(self.line)}" w:lineRule="exact"' if self.line else 'w:line="240" w:lineRule="auto"'
        spacing = f'<w:spacing w:before="{_twips(self.before)}" w:after="{_twips(self.after)}" {rule}/>'
        indent = INDENT.format(_twips(self.size * 2)) if self.is_indented else ""
        outline = "" if self.outline is None else f'<w:outlineLvl w:val="{self.outline}"/>'
        return f'{keep}{spacing}{indent}<w:jc w:val="{self.align}"/>{outline}'


STYLES: Final = (
    Style(key="Normal", name="Normal"),
    Style(key="Title", name="Title", face=TITLE_FACE, size=22, line=34, align="center"),
    Style(key="Subtitle", name="Subtitle", face=KAI, before=6, align="center"),
    Style(key="BodyText", name="Body Text", is_indented=True),
    Style(
        key="Heading1", name="heading 1", face=HEI, outline=0, is_indented=True, is_kept_with_next=True, align="left"
    ),
    Style(
        key="Heading2", name="heading 2", face=KAI, outline=1, is_indented=True, is_kept_with_next=True, align="left"
    ),
    Style(
        key="Heading3",
        name="heading 3",
        outline=2,
        is_bold=True,
        is_indented=True,
        is_kept_with_next=True,
        align="left",
    ),
    Style(key="Caption", name="caption", face=HEI, size=12, line=20, before=8, is_kept_with_next=True, align="center"),
    Style(key="TableUnit", name="表格单位", face=SONG, size=10.5, line=16, is_kept_with_next=True, align="right"),
    Style(key="TableHead", name="表头", face=HEI, size=10.5, line=0, is_kept_with_next=True, align="center"),
    Style(key="TableText", name="表格文字", face=SONG, size=10.5, line=0, align="left"),
    Style(key="TableStrong", name="表格合计", face=HEI, size=10.5, line=0, align="left"),
    Style(key="TableNote", name="表注", face=SONG, size=9, line=14, before=2, after=8, align="left"),
    Style(key="Picture", name="图片", line=0, before=6, after=4, is_kept_with_next=True, align="center"),
    Style(key="Signature", name="落款", align="right", is_kept_with_next=True),
    Style(key="Header", name="header", face=SONG, size=9, line=12, align="right"),
    Style(key="Footer", name="footer", face=SONG, size=14, line=18, align="right"),
)


def styles_xml() -> str:
    """`word/styles.xml`."""
    # Latin text is no Chinese: an office suite that took it for it would part the digits of a number at a line's end.
    language = '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
    return (
        f"<w:styles {NAMESPACE}><w:docDefaults><w:rPrDefault><w:rPr>{fonts_xml(FANG)}{_size(16)}{language}</w:rPr>"
        "</w:rPrDefault><w:pPrDefault/></w:docDefaults>"
        f"{''.join(style.xml() for style in STYLES)}"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
        "</w:styles>"
    )


def font_table_xml() -> str:
    """`word/fontTable.xml`: what stands in for a face that a machine does not have."""
    faces = "".join(
        f"<w:font w:name={quoteattr(face.name)}><w:altName w:val={quoteattr(face.instead)}/>"
        f'<w:panose1 w:val="{face.panose}"/><w:charset w:val="86"/><w:family w:val="{face.family}"/>'
        '<w:pitch w:val="default"/></w:font>'
        for face in FACES
    )
    return f"<w:fonts {NAMESPACE}>{faces}</w:fonts>"


def fonts_xml(face: str) -> str:
    """Quotation marks and dashes are Latin to Word: they too take the face, and digits with them."""
    name = quoteattr(face)
    return f'<w:rFonts w:hint="eastAsia" w:ascii={name} w:hAnsi={name} w:eastAsia={name} w:cs={name}/>'


def _size(points: float) -> str:
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


def _twips(points: float) -> int:
    return round(points * 20)
