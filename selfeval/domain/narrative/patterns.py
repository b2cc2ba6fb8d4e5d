"""Where a pattern stands in the texts of a filing, told once a passage: how often, and the words of the first place."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from selfeval.domain.narrative.passages import Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """The first place of some words in a passage and how many there are; `words` as written."""

    passage: Passage
    words: str
    offset: int
    count: int


def occurrences(
    passages: tuple[Passage, ...],
    pattern: re.Pattern[str],
    is_meant: Callable[[Passage, re.Match[str]], bool] = lambda passage, match: True,
) -> Iterator[Occurrence]:
    """One occurrence for each passage and each different wording of `pattern`, of the places that are meant."""
    for passage in passages:
        found: dict[str, list[int]] = {}
        for match in pattern.finditer(passage.text):
            if is_meant(passage, match):
                found.setdefault(match[0], []).append(match.start())
        for words, places in found.items():
            yield Occurrence(passage=passage, words=words, offset=places[0], count=len(places))
