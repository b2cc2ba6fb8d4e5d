"""A text beside its box as everybody will read it, the numbers in it that could be links, and what can be linked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import groupby

from selfeval.domain.assessment import Assessment
from selfeval.domain.narrative.link_suggestions import Suggestion, link_suggestions
from selfeval.domain.narrative.link_values import LinkValue, LinkValues, link_values
from selfeval.domain.narrative.links import Piece, mark_of, pieces

# More than these at once are a list nobody reads; the next ones come as these are dealt with.
_MOST_SUGGESTED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPiece:
    """A stretch of the text. `kind`: words, linked, blank, fault; `hint` says where it comes from or what is wrong."""

    kind: str
    text: str
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedText:
    """The text of a box as read; `pieces` is empty where nothing in it is a mark. `length` counts what is read."""

    box: str
    pieces: tuple[ShownPiece, ...]
    length: int
    suggestions: tuple[Suggestion, ...]
    more: int

    @property
    def is_telling(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.pieces or self.suggestions)


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkChoice:
    """A value to insert: its mark, its present value as printed, and the words it is found by."""

    mark: str
    name: str
    shown: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkChoices:
    """Values under one heading."""

    heading: str
    choices: tuple[LinkChoice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryTexts:
    """What is written with one indicator, read when a page asks for it: the answer to a change shows none of it.

    `prefix` is what the names of its boxes begin with, `written` their texts by column.
    """

    prefix: str
    written: Mapping[str, str]
    values: Callable[[], LinkValues]
    may_edit: bool = True

    @property
    def analysis(self) -> LinkedText:
        """计算分析情况补充."""
        return self._read("analysis")

    @property
    def reason(self) -> LinkedText:
        """原因."""
        return self._read("reason")

    @property
    def measure(self) -> LinkedText:
        """改进措施."""
        return self._read("measure")

    def _read(self, column: str) -> LinkedText:
        box, text = f"{self.prefix}.{column}", self.written.get(column, "")
        if not text:
            return LinkedText(box=box, pieces=(), length=0, suggestions=(), more=0)
        return linked_text(box, text, self.values(), may_edit=self.may_edit)


def values_of(assessment: Assessment) -> LinkValues:
    """What the texts of a filing may be linked to."""
    return link_values(assessment.framework, assessment.filing, assessment.sheet)


def linked_text(box: str, text: str, values: LinkValues, *, may_edit: bool = True) -> LinkedText:
    """`text` of `box` as read; with suggestions for who may take them."""
    found = tuple(pieces(text, values))
    suggested = link_suggestions(text, values) if may_edit else ()
    has_marks = any(piece.mark for piece in found)
    return LinkedText(
        box=box,
        pieces=tuple(_shown(piece) for piece in found) if has_marks else (),
        length=sum(len(piece.text) for piece in found),
        suggestions=suggested[:_MOST_SUGGESTED],
        more=max(len(suggested) - _MOST_SUGGESTED, 0),
    )


def link_choices(values: LinkValues) -> tuple[LinkChoices, ...]:
    """Everything there is to insert, under the form's headings."""
    return tuple(
        LinkChoices(heading=heading, choices=tuple(_choice(each, values) for each in group))
        for heading, group in groupby(values.values, key=lambda each: each.group)
    )


def _choice(value: LinkValue, values: LinkValues) -> LinkChoice:
    return LinkChoice(
        mark=mark_of(value), name=value.name, shown=values.printed(value), words=f"{value.name} {value.code}".lower()
    )


def _shown(piece: Piece) -> ShownPiece:
    if piece.fault:
        return ShownPiece(kind="fault", text=piece.text, hint=piece.fault)
    if piece.value is None:
        return ShownPiece(kind="words", text=piece.text)
    if piece.is_blank:
        return ShownPiece(kind="blank", text=piece.text, hint=f"{piece.value.name}：没有填，或者还算不出来")
    return ShownPiece(kind="linked", text=piece.text, hint=piece.value.name)
