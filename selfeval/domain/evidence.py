"""Evidence (佐证材料) as checks see it: what is attached to a filing, not what is written in it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from selfeval.domain.framework import Framework, Indicator

# Not a document number such as 财预〔2013〕53号, whose year says when a rule was made.
_NUMBERED: Final = re.compile(r"[〔\[【(（]\s*20[0-9]{2}\s*[〕\]】)）]\s*第?\s*[0-9]+\s*号")
# 2021年, 2021-03, 20210305, 2021 by itself; never a part of a longer number.
_YEAR: Final = re.compile(
    r"(?<![0-9])(20[0-9]{2})(?:(?=年)|(?=[-._—～~至到][0-9])|(?=(?:0[1-9]|1[0-2])(?:[0-3][0-9])?(?![0-9]))|(?![0-9]))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFact:
    """One piece of evidence: its name, the hash of its bytes, and the full codes of the indicators it belongs to.

    `also_in` tells in words where else the same bytes were attached, `uploaded_on` is the local day.
    """

    name: str
    sha256: str
    indicators: tuple[str, ...]
    uploaded_on: date
    also_in: tuple[str, ...] = ()

    @property
    def places(self) -> tuple[str, ...]:
        """The boxes it stands beside."""
        return tuple(f"indicators.{code}" for code in self.indicators) or ("evidence",)


def years_named(name: str) -> frozenset[int]:
    """The years a file name tells, 2021 of `2021年决算报表.pdf`; none of a document number's."""
    return frozenset(int(year) for year in _YEAR.findall(_NUMBERED.sub("", name)))


def of_indicator(evidence: Iterable[EvidenceFact], *codes: str) -> list[EvidenceFact]:
    """The evidence that belongs to one of the indicators `codes`."""
    return [each for each in evidence if set(each.indicators) & set(codes)]


def evidence_places(framework: Framework) -> tuple[Indicator, ...]:
    """The indicators evidence may be attached to, in print order: leaves, and nodes of the unit's own indicators.

    Own indicators have none of their own: their codes follow their order, and evidence must not change hands with it.
    """
    return tuple(
        node
        for root in framework.indicators
        for node in root.walk()
        if node.own is None and (node.is_leaf or node.own_groups)
    )
