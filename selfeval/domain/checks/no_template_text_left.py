"""No instruction of the form is left in an answer: XX, “200字以内”, the guide's own words."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Narrative
from selfeval.domain.narrative.patterns import occurrences

_LEFT: Final = re.compile(
    r"[XxＸｘ×]{2,}(?=[\u4e00-\u9fff年月日]|[，。；、）)]|$)|[（(]?(?:不超过|限)?[0-9]{2,4}字(?:以内|左右)[）)]?"
    r"|此处(?:填写|填报|说明)[^，。；\n]{0,10}|请(?:填写|填报|在此)[^，。；\n]{0,10}|待(?:填写|补充|完善)(?=[，。；\n）)]|$)"
    r"|(?:增长|增加|上升)[（(](?:下降|减少)[）)](?:率|额)?|(?:下降|减少)[（(](?:增长|增加|上升)[）)](?:率|额)?|增长/下降|增加/减少",
    re.MULTILINE,
)
# Shorter guides are words that an answer may well use.
_LEAST_GUIDE: Final = 18


def no_template_text_left(case: Case) -> Iterator[Finding]:
    """A finding for each passage and wording."""
    for place in occurrences(case.passages, _LEFT):
        yield case.finding(
            "no_template_text_left", place.passage.box, found=place.words, quote=place.words, offset=place.offset
        )
    for narrative in case.framework.narratives:
        text = case.read.narratives.get(narrative.code, "")
        at = _left_at(text, narrative)
        if at is not None:
            yield case.finding(
                "no_template_text_left",
                f"narratives.{narrative.code}",
                found=narrative.guide,
                quote=narrative.guide,
                offset=at,
            )


def _left_at(text: str, narrative: Narrative) -> int | None:
    """Where the guide stands in an answer; not where the form's own head was copied along with it."""
    at = text.find(narrative.guide) if narrative.guide else -1
    if at < 0 or re.search(rf"{re.escape(narrative.title)}[（(]$", text[max(at - 60, 0) : at]):
        return None
    stands_alone = re.search(r"(?:^|[\n（(])\s*$", text[max(at - 60, 0) : at]) and re.match(
        r"\s*(?:$|[\n）)])", text[at + len(narrative.guide) :]
    )
    return at if stands_alone or len(narrative.guide) >= _LEAST_GUIDE else None
