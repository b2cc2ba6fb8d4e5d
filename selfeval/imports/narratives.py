"""The texts of a form under their printed titles: each from behind its title to the next title or the next table."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from selfeval.domain.framework import Framework, Narrative
from selfeval.imports.raw import Line, RawForm, Row
from selfeval.imports.understood import NotUnderstood, PlacedText
from selfeval.imports.words import label_of, squeezed

_NUMBERING: Final = re.compile(r"^[(（]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[)）、.．:：]?[、.．]?")
_GUIDE: Final = re.compile(r"\([^()]*(?:\([^()]*\)[^()]*)*\)?")
_MOST_TITLE: Final = 90
# The label that stands upright beside the texts, whole or a character a line.
_SIDE_LABEL: Final = "部门整体支出情况"
_OPENING: Final = "填报内容"


def is_title(text: str, narrative: Narrative) -> bool:
    """Whether a line is the printed title of a text: numbered or not, with its guide in brackets or without."""
    if len(text) > _MOST_TITLE + len(narrative.guide):
        return False
    line, title = squeezed(text), squeezed(narrative.title)
    if not line.startswith(title):
        line = _NUMBERING.sub("", line, count=1)
    if not line.startswith(title):
        return False
    rest = line.removeprefix(title)
    return not label_of(_GUIDE.sub("", rest, count=1) if rest.startswith("(") else rest).strip("、.")


def narrative_texts(
    raw: RawForm, framework: Framework, tables: Iterable[Row]
) -> tuple[dict[str, PlacedText], dict[str, Line], list[NotUnderstood]]:
    """The texts by code, their title lines by code, and the titles that were looked for in vain.

    `tables` are the rows that were understood as tables; a text ends where one begins.
    """
    ends = frozenset(row.start for row in tables)
    titles = dict(_titles(raw.lines, framework.narratives))
    texts: dict[str, PlacedText] = {}
    current: str | None = None
    lines: list[Line] = []
    for index, line in enumerate(raw.lines):
        if index in titles or (line.row is not None and line.row.start in ends):
            _close(raw, texts, current, lines)
            current, lines = titles.get(index), []
        elif current is not None and not _is_side_label(line.text):
            lines.append(line)
    _close(raw, texts, current, lines)
    found = {code: raw.lines[index] for index, code in titles.items()}
    missing = [each for each in framework.narratives if each.code not in found]
    why = "没有找到这一段的标题，它的文字没有读"
    return texts, found, [NotUnderstood(place="全文", words=each.title, why=why) for each in missing]


def _titles(lines: tuple[Line, ...], narratives: tuple[Narrative, ...]) -> Iterator[tuple[int, str]]:
    """Index of line and code of each title found, in print order; a title said again within a text is text."""
    start = 0
    for narrative in narratives:
        places = [index for index in range(start, len(lines)) if is_title(lines[index].text, narrative)]
        if places:
            guided = [index for index in places if narrative.guide and "(" in squeezed(lines[index].text)]
            start = (guided or places)[0] + 1
            yield start - 1, narrative.code


def _close(raw: RawForm, texts: dict[str, PlacedText], code: str | None, lines: list[Line]) -> None:
    if code is not None and lines:
        texts[code] = placed_lines(raw, lines)


def placed_lines(raw: RawForm, lines: list[Line]) -> PlacedText:
    """The lines as one text, with what stands between neighbours as it stands there, blank lines and all."""
    pieces: list[str] = []
    stretches: list[tuple[int, int]] = []
    length, end = 0, None
    for line in lines:
        between = "" if end is None else raw.text[end : line.start]
        if end is not None and not between.strip():
            pieces.append(between)
            length += len(between)
        elif end is not None:
            pieces.append("\n")
            length += 1
            stretches.append((length, line.start))
        else:
            stretches.append((0, line.start))
        pieces.append(line.text)
        length += len(line.text)
        end = line.end
    return PlacedText(text="".join(pieces), stretches=tuple(stretches))


def _is_side_label(text: str) -> bool:
    plain = squeezed(text)
    return plain == _SIDE_LABEL or label_of(text) == _OPENING
