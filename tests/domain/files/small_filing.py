"""Filings against the small framework, written as the body below its head."""

import pytest

from selfeval.domain.files import FileFaults, read_filing
from selfeval.domain.filing import Filing
from tests.domain.files.small_framework import HEAD, SMALL


def read(body: str) -> Filing:
    """The filing of a body that can be read."""
    return read_filing(SMALL, HEAD + body)


def faults_of(body: str, *, head: str = HEAD) -> list[str]:
    """What is told of one that cannot."""
    with pytest.raises(FileFaults) as caught:
        read_filing(SMALL, head + body)
    return [str(fault) for fault in caught.value.faults]
