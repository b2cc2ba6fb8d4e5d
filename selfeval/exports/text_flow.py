"""填报内容 as the sheet sets it: headings and paragraphs, and which of them a page end may not part.

The frame around the text has a label at its side, on every page. No piece of the frame may be lower than that label,
so as many lines as it needs stay together at the head and at the foot of the frame.
"""

import math
from dataclasses import dataclass, replace
from enum import StrEnum

from selfeval.exports import wording
from selfeval.exports.document import FormDocument, Narrative
from selfeval.exports.label_lines import balanced

LABEL_LINES = 6  # lines of text as high as the label of eight characters
TITLE_CHARS = 21  # of 22 pt beside one another
CHARS_A_LINE = 36  # at most; fewer would promise lines that are not there


class Tag(StrEnum):
    """How a block is set."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One heading or paragraph; `small` follows a title in smaller type."""

    tag: Tag
    text: str
    small: str = ""
    css: str = ""


def blocks(document: FormDocument) -> tuple[Block, ...]:
    """Everything inside the frame, in order."""
    flow = [Block(tag=Tag.PARAGRAPH, text=wording.NARRATIVE_OPENING)]
    for part in document.told:
        flow += _blocks_of(part)
    _bind(flow, list(range(len(flow))))
    _bind(flow, list(reversed(range(len(flow)))))
    flow[-1] = replace(flow[-1], css=f"{flow[-1].css} end".strip())
    return tuple(flow)


def title_lines(document: FormDocument) -> tuple[str, ...]:
    """The title in lines, as the layout has them; a long one breaks where it makes sense."""
    written = (line.format(title=document.title, year=document.fiscal_year) for line in document.layout.title)
    return tuple(line for each in written for line in broken_title(each))


def broken_title(title: str) -> tuple[str, ...]:
    """`title` in lines; a long one breaks before the name of the form, where that stands in it."""
    if len(title) <= TITLE_CHARS:
        return (title,)
    for mark in (wording.FORM_NAME, "（"):
        cut = title.find(mark)
        if 0 < cut <= TITLE_CHARS >= len(title) - cut:
            return title[:cut], title[cut:]
    return balanced(title, TITLE_CHARS)


def is_low(flow: tuple[Block, ...]) -> bool:
    """Whether all of it together is lower than the label."""
    return sum(_lines(block) for block in flow) < LABEL_LINES


def _blocks_of(part: Narrative) -> list[Block]:
    guide = f"（{part.guide}）" if part.guide else ""
    title = Block(tag=Tag.TITLE, text=f"{part.number}．{part.title}", small=guide)
    return [
        title,
        *(Block(tag=Tag.HEADING if each.is_heading else Tag.PARAGRAPH, text=each.text) for each in part.paragraphs),
    ]


def _bind(flow: list[Block], order: list[int]) -> None:
    """Bind the blocks at one end, taken in `order`, until they are as high as the label.

    A bound block is not cut near its ends; all but the topmost stay with the block above.
    """
    lines, bound = 0, []
    for index in order:
        if lines >= LABEL_LINES:
            break
        bound.append(index)
        lines += _lines(flow[index])
    topmost = min(bound)
    for index in bound:
        keep = "" if index == topmost else " keep"
        flow[index] = replace(flow[index], css=_merged(flow[index].css, f"whole{keep}"))


def _merged(css: str, more: str) -> str:
    return " ".join(dict.fromkeys(f"{css} {more}".split()))


def _lines(block: Block) -> int:
    return max(1, math.ceil((len(block.text) + len(block.small)) / CHARS_A_LINE))
