"""No instruction of the form is left in an answer: XX, “200字以内”, the guide's own words."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.patterns import occurrences

_LEFT: Final = re.compile(
    r"[XxＸｘ×]{2,}(?=[\u4e00-\u9fff年月日]|[，。；、）)]|$)|[（(]?(?:不超过|限)?[0-9]{2,4}字(?:以内|左右)[）)]?"
    r"|此处(?:填写|填报|说明)[^，。；\n]{0,10}|请(?:填写|填报|在此)[^，。；\n]{0,10}|待(?:填写|补充|完善)(?=[，。；\n）)]|$)",
    re.MULTILINE,
)
_LEAST_GUIDE: Final = 10


def no_template_text_left(case: Case) -> Iterator[Finding]:
    """A finding for each passage and wording."""
    for place in occurrences(case.passages, _LEFT):
        yield case.finding(
            "no_template_text_left", place.passage.box, found=place.words, quote=place.words, offset=place.offset
        )
    for narrative in case.framework.narratives:
        text = case.filing.narratives.get(narrative.code, "")
        if len(narrative.guide) >= _LEAST_GUIDE and narrative.guide in text:
            yield case.finding(
                "no_template_text_left",
                f"narratives.{narrative.code}",
                found=narrative.guide,
                quote=narrative.guide,
                offset=text.index(narrative.guide),
            )
