"""Where the reviewer writes that there is no evidence at all, no points are given (无佐证不得分)."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.review_case import ReviewCase
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.text import half_width

_NONE: Final = re.compile(
    r"(?:没有?|未|无|缺少|缺乏)(?:能)?(?:提供|提交|上传|附上?|见|见到|有)?"
    r"(?:任何|相关|有关|相应|具体)?(?:的)?(?:佐证|证明|支撑|印证|依据)(?:材料|资料|文件|性材料)?"
)
# Some of it is missing, it is of one thing only, or it was there after all.
_SOME: Final = re.compile(r"部分|个别|其中|不全|不足|不够|不完整|另|除|外|仅|只|前|后|不是|并非|无需|不需")
_SUPPLIED: Final = re.compile(r"已补|已经补|补齐|补交")
_CLAUSE_END: Final = re.compile(r"[，,；;。！？\n]")


def no_score_without_evidence_if_remark_says_so(case: ReviewCase) -> Iterator[Finding]:
    """A finding for each score above 0 whose remark says in a clause of its own that there is no evidence."""
    for code in case.review.scored:
        entry = case.review.entry(code)
        words = _says_none(entry.remark)
        if words and entry.score is not None and entry.score > 0:
            yield case.finding(
                "no_score_without_evidence_if_remark_says_so",
                f"review.{code}.score",
                f"review.{code}.remark",
                expected="0",
                found=entry.score,
                name=case.name_of(code),
                words=words,
            )


def _says_none(remark: str) -> str:
    if _SUPPLIED.search(remark):
        return ""
    for clause in _CLAUSE_END.split(half_width(remark)):
        found = _NONE.search(clause)
        if found and not _SOME.search(clause):
            return found[0]
    return ""
