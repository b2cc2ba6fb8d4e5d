"""What was done (产出) and what came of it (效益) are two texts, not one written twice."""

import re
from collections import defaultdict
from collections.abc import Iterator
from operator import itemgetter
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.nearest import NearestBlocks
from selfeval.domain.narrative.passages import Passage
from selfeval.domain.narrative.printing import as_share
from selfeval.domain.narrative.similarity import Block, blocks_of, common_words

_OUTPUT: Final = re.compile(r"产出")
_EFFECT: Final = re.compile(r"效益|效果")
# A heading that begins a part about something else.
_ELSEWHERE: Final = re.compile(r"投入|过程|预算|管理|满意|问题|经验|建议|打算|措施|概况|其他")
_HEADING: Final = re.compile(
    r"^[ \t\u3000]*[^，。；：,;:\n]{2,24}[：:]?(?:[（(][^）)\n]{1,12}[）)])?[ \t\u3000]*$", re.MULTILINE
)
_Placed = tuple[Passage, Block]
# Likeness, block of effect, block of output.
_Alike = tuple[float, _Placed, _Placed]


def output_and_effect_texts_differ(case: Case) -> Iterator[Finding]:
    """A finding for each text of 效益 with blocks like some of a text of 产出; it quotes the nearest."""
    parts = [(passage, *part) for passage in case.passages for part in _parts(case, passage)]
    if {side for _, side, _, _ in parts} != {"output", "effect"}:
        return
    blocks: dict[str, list[_Placed]] = {"output": [], "effect": []}
    for passage, side, start, text in parts:
        for block in blocks_of(text, case.template):
            moved = Block(offset=start + block.offset, text=block.text, shingles=block.shingles)
            blocks[side].append((passage, moved))
    alike: defaultdict[tuple[str, str], list[_Alike]] = defaultdict(list)
    outputs = NearestBlocks([block.shingles for _, block in blocks["output"]])
    for effect in blocks["effect"]:
        nearest = outputs.to(effect[1].shingles)
        if nearest is not None:
            likeness, output = nearest[0], blocks["output"][nearest[1]]
            alike[effect[0].box, output[0].box].append((likeness, effect, output))
    yield from (_finding(case, found) for found in alike.values())


def _finding(case: Case, alike: list[_Alike]) -> Finding:
    likeness, effect, output = max(alike, key=itemgetter(0))
    common = common_words(effect[1].text, output[1].text)
    return case.finding(
        "output_and_effect_texts_differ",
        effect[0].box,
        output[0].box,
        found=as_share(likeness),
        quote=common.text,
        offset=effect[1].offset + common.start,
        name=effect[0].title if output[0] != effect[0] else f"{effect[0].title}的效益部分",
        other=output[0].title if output[0] != effect[0] else "产出部分",
        count=str(len(alike)),
    )


def _parts(case: Case, passage: Passage) -> Iterator[tuple[str, int, str]]:
    """The parts of a text about output or effect, each with its offset: by its box, else by the headings in it."""
    side = _side_of_box(case, passage)
    if side:
        yield side, 0, passage.text
        return
    begun = 0
    for heading in _HEADING.finditer(passage.text):
        turned = _side(heading[0])
        if turned is None:
            continue
        if side:
            yield side, begun, passage.text[begun : heading.start()]
        side, begun = turned, heading.end()
    if side:
        yield side, begun, passage.text[begun:]


def _side_of_box(case: Case, passage: Passage) -> str:
    """Output or effect where everything in the box is about it; an indicator by the names above it."""
    kind, _, rest = passage.box.partition(".")
    if kind != "indicators":
        return _side(passage.title) or ""
    code = rest.rpartition(".")[0]
    names = []
    while code:
        node = case.framework.nodes.get(code)
        names += [node.name] if node else []
        code = code.rpartition(".")[0]
    return next((side for name in names if (side := _side(name))), "")


def _side(words: str) -> str | None:
    """Output or effect; "" for something else, None for words that do not tell. Words that name both tell nothing."""
    is_output, is_effect = bool(_OUTPUT.search(words)), bool(_EFFECT.search(words))
    if is_output != is_effect:
        return "output" if is_output else "effect"
    return "" if not is_output and _ELSEWHERE.search(words) else None
