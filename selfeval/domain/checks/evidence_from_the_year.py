"""Evidence is of the year that is evaluated, as far as its name tells (佐证材料是本年度的)."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.evidence import years_named
from selfeval.domain.findings import Finding

# Rules, plans and contracts of earlier years are in force this year.
_LASTING: Final = re.compile(
    r"制度|办法|规定|细则|规程|条例|准则|规范|通知|意见|规划|纲要|三定|章程|合同|协议|标准|手册"
)


def evidence_from_the_year(case: Case) -> Iterator[Finding]:
    """Information on each file whose name tells years, and neither this one nor the next, in which one looks back.

    A file whose name tells no year says nothing; the day it was made is not known.
    """
    year = case.filing.fiscal_year
    for each in case.evidence or ():
        named = years_named(each.name)
        if not named or named & {year, year + 1} or _LASTING.search(each.name):
            continue
        yield case.finding(
            "evidence_from_the_year",
            *each.places,
            expected=f"{year}年",
            found="、".join(f"{told}年" for told in sorted(named)),
            name=each.name,
        )
