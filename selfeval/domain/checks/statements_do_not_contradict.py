"""A text does not say one thing and its opposite: 账务合规 beside 账实不符."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding

_OPPOSITES: Final = (
    (
        re.compile(r"账务(?:管理)?合规|账实相符|账账相符|资产保存完整"),
        re.compile(
            r"账实不符|账务数量(?:大于|多于|少于|小于)实物数量|有账无物|有物无账|账务与实物不(?:符|一致)|资产(?:丢失|流失)"
        ),
    ),
    (re.compile(r"无超编"), re.compile(r"超编[0-9]+人|存在超编")),
    (
        re.compile(r"无(?:截留|挤占|挪用)|不存在(?:截留|挤占|挪用)"),
        re.compile(r"(?:存在|发现|发生|出现)(?:了)?[^，。；\n]{0,10}(?:截留|挤占|挪用)"),
    ),
    (
        re.compile(r"(?:均|全部|已)按时完成|全部及时完成"),
        re.compile(r"(?:未|没有|未能)(?:按时|及时|如期)完成|进度滞后"),
    ),
)


def statements_do_not_contradict(case: Case) -> Iterator[Finding]:
    """Information on each pair that stands in one passage, at the second of the two."""
    for passage in case.passages:
        for good, bad in _OPPOSITES:
            claimed, denied = good.search(passage.text), bad.search(passage.text)
            if claimed and denied:
                yield case.finding(
                    "statements_do_not_contradict",
                    passage.box,
                    expected=claimed[0],
                    found=denied[0],
                    quote=denied[0],
                    offset=denied.start(),
                )
