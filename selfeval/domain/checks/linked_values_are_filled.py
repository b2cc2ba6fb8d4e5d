"""Every linked value of a text is one of the form's and is filled, and no blank is left to be filled in."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.narrative.link_values import LinkValues, link_values
from selfeval.domain.narrative.links import BLANK, Piece, has_marks, pieces
from selfeval.domain.narrative.passages import passages_of

_BLANK: Final = re.compile(r"[_＿]{3,}")


def linked_values_are_filled(case: Case) -> Iterator[Finding]:
    """A finding for each mark and each blank; offsets are in the text as it is read."""
    values: LinkValues | None = None
    for passage in passages_of(case.framework, case.filing):
        typed, at = passage.text, 0
        if values is None and has_marks(typed):
            values = link_values(case.framework, case.filing, case.sheet)
        for piece in pieces(typed, values) if values else (Piece(text=typed, start=0, end=len(typed)),):
            yield from _of_piece(case, passage.box, piece, at)
            at += len(piece.text)


def _of_piece(case: Case, box: str, piece: Piece, at: int) -> Iterator[Finding]:
    if piece.fault:
        yield _finding(case, box, piece.mark, at, f"“{piece.mark}”不能换成数据：{piece.fault}")
    elif piece.is_blank and piece.value is not None:
        yield _finding(case, box, BLANK, at, f"“{piece.mark}”还是空白：{piece.value.name}没有填，或者还算不出来")
    elif not piece.mark:
        for blank in _BLANK.finditer(piece.text):
            yield _finding(case, box, blank[0], at + blank.start(), f"有一处“{blank[0]}”还空着，请写上内容或删去")


def _finding(case: Case, box: str, quote: str, offset: int, words: str) -> Finding:
    return case.finding("linked_values_are_filled", box, found=quote, quote=quote, offset=offset, words=words)
