"""A target in words can be held against what was done: not 明显提升 alone."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.checks.own_rows import own_rows
from selfeval.domain.filing import TargetSign
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.text import half_width

_VAGUE: Final = re.compile(
    r"提高|提升|加强|增强|改善|促进|推进|推动|优化|增加|减少|降低|扩大|深化|强化|缓解|改进|加快"
    # 完善制度 is a verb, 制度完善 a state that can be seen.
    r"|(?:完善|健全|丰富)(?=[\u4e00-\u9fff])"
)
# Words with a numeral in them that counts nothing.
_NO_NUMBER: Final = re.compile(r"进一步|一定|一批|统一|一体|一流|多元|十分|千方百计")
_MEASURE: Final = re.compile(
    r"[0-9]|[〇一二两三四五六七八九十百千万半][个项次件家人名户篇场期套台座处份成倍年月季周天日级类批所条]|百分之"
    r"|全部|全覆盖|零|按期|按时|如期|以上|不超过|不低于|达标|建成|印发|出台|投用|验收"
)


def target_is_measurable(case: Case) -> Iterator[Finding]:
    """A finding for each qualitative target of vague verbs without a number, a date or a result to be seen."""
    for leaf, own in own_rows(case):
        words = _NO_NUMBER.sub("", half_width(own.adjusted_target_words.strip() or own.target_words.strip()))
        vague = _VAGUE.search(words)
        if own.sign is TargetSign.QUALITATIVE and vague and not _MEASURE.search(words):
            yield case.finding(
                "target_is_measurable",
                f"indicators.{leaf.code}.target",
                found=own.adjusted_target_words.strip() or own.target_words.strip(),
                name=case.name_of(leaf.code),
                vague=vague[0],
            )
