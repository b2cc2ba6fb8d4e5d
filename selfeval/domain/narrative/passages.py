"""The texts of a filing that are read for numbers, each with the box it stands in."""

from collections.abc import Iterator
from dataclasses import dataclass

from selfeval.domain.filing import Filing
from selfeval.domain.framework import Framework


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One text; `box` is its path as in findings, `title` what the form calls it."""

    box: str
    title: str
    text: str


def passages_of(framework: Framework, filing: Filing) -> tuple[Passage, ...]:
    """Every text of `filing` in print order, empty ones left out. `framework` is that of the filing."""
    return tuple(passage for passage in _all(framework, filing) if passage.text.strip())


def _all(framework: Framework, filing: Filing) -> Iterator[Passage]:
    for narrative in framework.narratives:
        text = filing.narratives.get(narrative.code, "")
        yield Passage(box=f"narratives.{narrative.code}", title=narrative.title, text=text)
    for leaf in framework.leaves:
        entry = filing.entry(leaf.code)
        for key, title, text in (
            ("analysis", "计算分析情况", entry.analysis),
            ("reason", "原因", entry.reason),
            ("measure", "改进措施", entry.measure),
        ):
            yield Passage(box=f"indicators.{leaf.code}.{key}", title=f"{leaf.name}的{title}", text=text)
