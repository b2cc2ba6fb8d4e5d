"""The points a remark says are taken off are those that were taken off (扣分与意见一致)."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import ZERO
from selfeval.domain.checks.review_case import ReviewCase
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.numerals import numeral_value
from selfeval.domain.narrative.text import half_width

_CUT: Final = re.compile(
    r"(?P<before>[^，,；;。！？、\n(]*?)(?P<all>共计?|合计|累计|总计)?(?:扣|核减|调减|减)(?:除|掉|去|减|了)*"
    r"(?P<points>[0-9]+(?:\.[0-9]+)?|[〇零一二两三四五六七八九十点]+|半)分(?![之项类])"
)
# 每…扣 is the rule, 不再扣 no cut, 自扣 the unit's own.
_NOT_A_CUT: Final = re.compile(
    r"每(?![月季年周日天])|(?:不|不再|不予|不应|未|未予|免|免予|无需|不需|可|可以|最多|最高|至多)$"
    r"|(?:自|自评|自行|自评时|单位|单位自评)(?:已|已经)?$|上[次轮].*$"
)
_HALF: Final = Decimal("0.5")


def stated_cut_equals_real_cut(case: ReviewCase) -> Iterator[Finding]:
    """A finding for each remark whose cuts add up to another number than the indicator lost.

    Points may be taken off the full points or off the unit's own score; a remark that says 共扣 is taken at that.
    Silent where the remark states no cut or the indicator has no score.
    """
    for code, filed in case.review.scored.items():
        stated, lost = stated_cut(case.review.entry(code).remark), case.review.cut(code)
        if stated is None or lost is None:
            continue
        off_filed = None if filed.self_score is None else filed.self_score - (filed.points - lost)
        if stated not in (lost, off_filed):
            yield case.finding(
                "stated_cut_equals_real_cut",
                f"review.{code}.score",
                f"review.{code}.remark",
                expected=stated,
                found=lost,
                name=case.name_of(code),
                points=case.points(filed.points),
                score=case.points(filed.points - lost),
            )


def stated_cut(remark: str) -> Decimal | None:
    """The points that `remark` says are taken off; None where it says nothing of it."""
    cuts = [each for each in _CUT.finditer(half_width(remark)) if not _NOT_A_CUT.search(each["before"])]
    known = [(bool(each["all"]), value) for each in cuts if (value := _points(each["points"])) is not None]
    if not known:
        return None
    totals = [value for is_all, value in known if is_all]
    return totals[-1] if totals else sum((value for _, value in known), ZERO)


def _points(text: str) -> Decimal | None:
    if text == "半":
        return _HALF
    return Decimal(text) if text[0].isdigit() and text.isascii() else numeral_value(text)
