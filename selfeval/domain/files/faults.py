"""Faults of a file: all of them at once, each with its place, what was found and what would be right."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault; `path` is the place in the file, `fields.original_budget` or `indicators[0].points`.

    `subject` is the code of what stands there, where the path only counts: `process.execution.completion_rate`.
    """

    path: str
    found: str
    expected: str
    subject: str = ""

    def __str__(self) -> str:
        """One line, whatever was found."""
        subject = f"（{self.subject}）" if self.subject else ""
        found = f"“{self.found}”" if self.found else ""
        return " ".join(f"{self.path or '文件'}{subject}：{found}{self.expected}".split())


class FileFaults(ValueError):
    """A file that cannot be used, with every reason."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)
