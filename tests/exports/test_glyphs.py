"""Every character typed is printed and comes out again; one that no face has is refused by name and place."""

from collections import Counter
from dataclasses import replace

import pypdfium2
import pytest

from selfeval.domain.filing import Evaluator
from selfeval.exports.document import Paragraph
from selfeval.exports.glyphs import GlyphMissing, printable_characters
from selfeval.exports.pdf import Variant, render_pdf
from tests.exports import sample_documents as samples
from tests.exports.real_forms import form_of, with_entry, with_narrative
from tests.fixtures_data import published

RARE = "〇䶮㛃𬭚㐂镕堃𠮷"
FULL_WIDTH = "".join(map(chr, range(0xFF01, 0xFF5F))) + "￥￠￡"
TWINS = "".join(map(chr, (0xF92C, 0xF995, 0xF9E7, 0xF9F1, 0xFA0D, 0xFF0F, 0xFF40)))
UNKNOWN = "\U0001f600"
COMPLETION = "process.budget_execution.completion_rate"


def gbk() -> str:
    """Every character of GBK that can be seen."""
    pairs = (bytes((row, cell)) for row in range(0x81, 0xFF) for cell in range(0x40, 0xFF))
    found = {char for pair in pairs for char in pair.decode("gbk", "ignore")}
    return "".join(sorted(char for char in found if ord(char) > 0x80 and char.isprintable()))


def text_of(content: bytes) -> Counter[str]:
    with pypdfium2.PdfDocument(content) as pdf:
        return Counter("".join(page.get_textpage().get_text_range() for page in pdf))


def lost(characters: str) -> str:
    """What does not come out of a form that prints `characters`."""
    lines = tuple(Paragraph(text=characters[start : start + 500]) for start in range(0, len(characters), 500))
    part = replace(samples.narratives([10])[0], paragraphs=lines)
    document = samples.form(made_narratives=(part,), made_sections=samples.sections([6])[:1], evaluators=1)
    found = text_of(render_pdf(document, Variant.PLAIN))
    return "".join(char for char in dict.fromkeys(characters) if char not in found)


def test_all_of_gbk_is_printed_and_comes_out_again() -> None:
    everything = gbk() + RARE + FULL_WIDTH
    assert len(everything) > 21_700
    # A few have the same shape as another, of which a face has one glyph and a PDF one character for it.
    assert lost(everything) == TWINS
    assert lost(TWINS) == ""


def test_rare_characters_come_out_of_every_box() -> None:
    filing = published.filing("jinzhong-2021")
    filing = with_entry(filing, COMPLETION, analysis=RARE, reason=f"{RARE}一")
    filing = replace(filing, evaluators=(Evaluator(name=RARE, title=RARE, office=RARE),))
    found = text_of(render_pdf(form_of(with_narrative(filing, RARE))))
    assert all(found[char] >= 6 for char in RARE)


def test_what_no_face_has_is_named_with_its_place() -> None:
    filing = with_entry(published.filing("jinzhong-2021"), COMPLETION, reason=f"延期{UNKNOWN}")
    filing = replace(with_narrative(filing, f"首段\n次段{UNKNOWN}"), evaluators=(Evaluator(name=f"王{UNKNOWN}"),))
    with pytest.raises(GlyphMissing) as refused:
        render_pdf(form_of(filing))
    told = str(refused.value)
    for words in ("“\U0001f600”（U+1F600）", "第2段", "指标“预算完成率”的说明", "评价人员第1人"):
        assert words in told


def test_the_last_faces_have_all_that_forms_are_made_of() -> None:
    assert set("填报内容：≒①⑩㎡℃‰×÷≤≥") <= printable_characters()
    assert UNKNOWN not in printable_characters()
