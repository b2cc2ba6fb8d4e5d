"""No text bears a mark of secrecy (秘密★、机密★、绝密★)."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding

# The mark is the star behind the word, or a line that states the grade; 保密 and 机密 alone are words like others.
_MARK: Final = re.compile(
    r"(?:秘密|机密|绝密)[ \u3000]*[★☆][^，,。；;\s]{0,6}"
    r"|密[ \u3000]*级[ \u3000]*[:：][ \u3000]*(?:秘密|机密|绝密)"
)


def not_classified(case: Case) -> Iterator[Finding]:
    """A finding for each mark; what is classified must not be typed here at all."""
    for passage in case.passages:
        for mark in _MARK.finditer(passage.text):
            yield case.finding(
                "not_classified",
                passage.box,
                found=mark[0],
                quote=mark[0],
                offset=mark.start(),
                title=passage.title,
            )
