"""Near-duplicate texts: a text cut into blocks, the template's own words left out, and two blocks held side by side.

A block is a paragraph, or short lines together, or a part of a long paragraph. It is compared by its shingles: every
run of three Chinese characters of its sentences, names left out, so that other figures make no difference.
The resemblance of two blocks is the share of shingles they have in common (Jaccard), from 0 to 1.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from selfeval.domain.framework import Framework
from selfeval.domain.narrative.keeping import kept
from selfeval.domain.narrative.text import Span, half_width, sentences

# At and above this resemblance two blocks are told of: one was made from the other with words changed here and there.
NEAR: Final = 0.5
_SHINGLE: Final = 3
# Fewer runs are a phrase, which many write the same.
_LEAST_SHINGLES: Final = 40
_LEAST_SENTENCE: Final = 10
# A sentence made of the template's words, mostly, is the template's.
_MOST_TEMPLATE: Final = 0.6
_LEAST_BLOCK: Final = 120
_MOST_BLOCK: Final = 400
_LONGEST_QUOTE: Final = 60
_NOT_WORDS: Final = re.compile(r"[^\u4e00-\u9fff]+")
_PART_END: Final = re.compile(r"[；;]")
# Said in every report; taken out before comparing.
_BOILERPLATE: Final = re.compile(
    r"习近平新时代中国特色社会主义思想|党的(?:十[八九]|二十)大(?:和[^，。；]{0,20}全会)?精神|以人民为中心的发展思想"
    r"|(?:省|市|县|区)委、?(?:省|市|县|区)政府的?(?:正确|坚强)?领导下?|中央八项规定(?:及其实施细则)?精神?"
    r"|严格(?:按照|执行|遵守)(?:国家)?(?:有关|相关|各项)?(?:财经)?(?:法律法规|财务(?:管理)?制度|财经纪律|规章制度)"
    r"|专款专用，?|不存在截留、?挤占、?挪用、?虚列支出等?(?:情况|现象)?|部门整体支出绩效(?:自评|评价|目标)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of a text as written, `offset` characters from its beginning, and its shingles."""

    offset: int
    text: str
    shingles: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherText:
    """A block of another submitted filing: of the same unit (`is_own`) or of another one; `title` names its box."""

    is_own: bool
    fiscal_year: int
    title: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """What no two filings are accused of sharing: the form's shingles, and the names of the unit itself."""

    shingles: frozenset[str] = frozenset()
    names: tuple[str, ...] = ()


def template_of(framework: Framework, *names: str) -> Template:
    """The words of `framework`: guides, titles, labels, definitions, criteria, standards."""
    words = [framework.title]
    words += [each for narrative in framework.narratives for each in (narrative.title, narrative.guide)]
    words += [field.label for field in framework.fields] + [derived.label for derived in framework.derived]
    for node in framework.nodes.values():
        words += [node.name, node.definition, node.standard, *node.criteria]
    return Template(
        shingles=_template_shingles(tuple(words)), names=tuple(name for name in names if len(name) >= _SHINGLE)
    )


@lru_cache(maxsize=32)
def _template_shingles(words: tuple[str, ...]) -> frozenset[str]:
    """The shingles of all words of a form: a thousand lines that are the same for every filing under a framework."""
    return frozenset(run for word in words for part in sentences(word) for run in _runs(_plain(part.text, ())))


@kept
def blocks_of(text: str, template: Template) -> tuple[Block, ...]:
    """The blocks of `text` that are long enough to compare, in their order."""
    found = []
    for start, end in _stretches(text):
        shingles = shingles_of(text[start:end], template)
        if len(shingles) >= _LEAST_SHINGLES:
            found.append(Block(offset=start, text=text[start:end], shingles=shingles))
    return tuple(found)


def shingles_of(text: str, template: Template) -> frozenset[str]:
    """The shingles of the sentences of `text` that are long enough, those of the template left out."""
    found: set[str] = set()
    for sentence in sentences(text):
        for part in _PART_END.split(sentence.text):
            plain = _plain(part, template.names)
            if len(plain) < _LEAST_SENTENCE:
                continue
            runs = set(_runs(plain))
            own = runs - template.shingles
            if len(own) > (1 - _MOST_TEMPLATE) * len(runs):
                found |= own
    return frozenset(found)


def resemblance(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the shingles of both that are in both; 0 where there are none."""
    together = len(one | other)
    return len(one & other) / together if together else 0.0


def common_words(text: str, other: str) -> Span:
    """The longest words of `text` that `other` has too, shortened for quoting; offsets in `text`."""
    match = SequenceMatcher(None, text, other, autojunk=False).find_longest_match()
    words = text[match.a : match.a + match.size]
    start = match.a + len(words) - len(words.lstrip(" \u3000\n，。；、：,;"))
    quote = text[start : match.a + match.size].partition("\n")[0][:_LONGEST_QUOTE].rstrip()
    return Span(start=start, end=start + len(quote), text=quote)


def _plain(text: str, names: Iterable[str]) -> str:
    """Only the words of `text`, without figures, signs, names and what is said in every report."""
    for name in names:
        text = text.replace(name, "")
    return _NOT_WORDS.sub("", half_width(_BOILERPLATE.sub("", text)))


def _runs(plain: str) -> Iterator[str]:
    return (plain[at : at + _SHINGLE] for at in range(len(plain) - _SHINGLE + 1))


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """Where blocks start and end. A long line begins one of its own, so that two copies are cut at the same places."""
    pending: tuple[int, int] | None = None
    start = 0
    for line in text.splitlines(keepends=True):
        end = start + len(line)
        if len(line) >= _LEAST_BLOCK:
            if pending:
                yield pending
            pending = None
            yield from _parts(text, start, end)
        else:
            pending = (pending[0] if pending else start, end)
            if pending[1] - pending[0] >= _LEAST_BLOCK:
                yield pending
                pending = None
        start = end
    if pending:
        yield pending


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A long line whole, or cut after the sentences that bring a part to more than `_MOST_BLOCK` characters."""
    begun = start
    for sentence in sentences(text[start:end]):
        reached = start + sentence.end
        if reached - begun > _MOST_BLOCK and end - reached >= _LEAST_BLOCK:
            yield begun, reached
            begun = reached
    yield begun, end
