"""Digests of the record that were kept off the host, as `audit_digest` prints them."""

import re
from collections.abc import Iterator
from pathlib import Path

from django.core.management.base import CommandError

from selfeval.domain.record_chain import Anchor
from selfeval.management.files import read_text

_LINE = re.compile(r"([0-9]+) ([0-9a-f]{64})(?: .*)?")


def anchors_in(path: Path) -> Iterator[Anchor]:
    """The digests in a file, one a line. Raises FileFaults, CommandError for a line that is none."""
    for number, line in enumerate(read_text(path).splitlines(), 1):
        if not line.strip():
            continue
        found = _LINE.fullmatch(line.strip())
        if found is None:
            raise CommandError(f"{path} 第 {number} 行不是摘要：应为“序号 哈希 时间”，由 manage.py audit_digest 打印。")
        yield Anchor(sequence=int(found[1]), record_hash=found[2])
