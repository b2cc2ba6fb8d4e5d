"""The same defect costs the same points, here and at other units (同一问题同一尺度)."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from selfeval.domain.checks.review_case import ReviewCase
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.text import half_width

# What a remark says of the points is left out, and so are signs and numbers.
_NOT_THE_DEFECT: Final = re.compile(
    r"(?:共计?|合计|酌情|应|予以)*(?:扣|核减|调减|减)(?:除|掉|去|减|了)*[0-9.〇零一二两三四五六七八九十半]+分|[\W_]|[0-9]"
)
# Shorter words name no defect.
_LEAST: Final = 4


def same_defect_same_cut(case: ReviewCase) -> Iterator[Finding]:
    """A finding for each indicator whose remark says the same as an earlier one here, or one on another unit's form.

    The remarks are the same without numbers and signs. Nothing is said where an indicator lost all it had to lose:
    it could not lose more.
    """
    seen: dict[str, tuple[str, Decimal]] = {}
    for code, filed in case.review.scored.items():
        defect, lost = _defect(case.review.entry(code).remark), case.review.cut(code)
        if not defect or not lost or lost < 0 or lost >= filed.points:
            continue
        where, before = seen.setdefault(defect, (code, lost))
        if before != lost:
            yield _finding(case, code, lost, f"“{case.name_of(where)}”", before)
            continue
        yield from _beside_other_units(case, code, defect, lost)


def _beside_other_units(case: ReviewCase, code: str, defect: str, lost: Decimal) -> Iterator[Finding]:
    """The first unit whose same indicator lost other points for the same."""
    for other in case.review.others:
        is_comparable = other.code == code and 0 < other.cut < other.points
        if is_comparable and other.cut != lost and _defect(other.remark) == defect:
            yield _finding(case, code, lost, f"{other.department}的同一指标", other.cut)
            return


def _finding(case: ReviewCase, code: str, lost: Decimal, where: str, other: Decimal) -> Finding:
    return case.finding(
        "same_defect_same_cut",
        f"review.{code}.score",
        expected=other,
        found=lost,
        name=case.name_of(code),
        where_else=where,
    )


def _defect(remark: str) -> str:
    words = _NOT_THE_DEFECT.sub("", half_width(remark))
    return words if len(words) >= _LEAST else ""
