"""What a box of this year's form had last year: figures to compare with, texts to carry over.

Frameworks differ between years. Boxes are the same where their codes are, and texts also where they have the same
title; nothing is guessed beyond that. Money comes in this year's unit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from selfeval.domain.amounts import CONTEXT, ZERO
from selfeval.domain.checks.prior import Prior
from selfeval.domain.filing import NOTHING_ENTERED, Item, OwnIndicator
from selfeval.domain.framework import FieldKind, Framework
from selfeval.domain.narrative.link_values import LinkValues
from selfeval.domain.narrative.links import pieces, with_links_resolved
from selfeval.domain.own_indicators import framework_of
from selfeval.domain.scoring.results import IndicatorScore

TEXTS: Final = ("analysis", "reason", "measure")
# Figures of this year that are last year's under another code; the first that was filled counts.
_OPENING: Final = {"opening_carryover": ("closing_balance", "carryover_balance")}
_PRIOR_SUFFIX: Final = "_prior"
_COMPARED: Final = frozenset({FieldKind.MONEY, FieldKind.COUNT, FieldKind.NUMBER, FieldKind.ITEMISED_MONEY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """Last year's value of a figure, money in this year's unit. `label` is last year's where it is another figure's."""

    kind: FieldKind
    value: Decimal | str | bool
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextBefore:
    """Last year's text of a box: `typed` as it was stored, with its links, `read` as everybody read it then."""

    box: str
    typed: str
    read: str


def figure_before(framework: Framework, prior: Prior, code: str) -> Before | None:
    """What last year's form had for the data item or derived value `code`; None where it says nothing.

    `上年结转` is last year's closing balance, and `…_prior` last year's own figure.
    """
    kind = _kind(framework, code)
    if kind is None:
        return None
    others = _OPENING.get(code, (code.removesuffix(_PRIOR_SUFFIX),) if code.endswith(_PRIOR_SUFFIX) else ())
    for each in others:
        found = _value(framework, prior, each, kind)
        if found is not None:
            return Before(kind=kind, value=found, label=prior.framework.label_of(each))
    # What came in a year ago says nothing beside what comes in now.
    found = None if others else _value(framework, prior, code, kind)
    return None if found is None else Before(kind=kind, value=found)


def change_since(before: Before, now: Decimal | None) -> Decimal | None:
    """The change to `now` as a ratio of last year's value; None where there is none to speak of."""
    if before.kind not in _COMPARED or before.label or not isinstance(before.value, Decimal):
        return None
    if now is None or not before.value:
        return None
    return CONTEXT.divide(now - before.value, abs(before.value))


def score_before(framework: Framework, prior: Prior, code: str) -> IndicatorScore | None:
    """Last year's score of the indicator `code`, a leaf of both frameworks and not the unit's own."""
    here, there = framework.nodes.get(code), prior.framework.nodes.get(code)
    if here is None or there is None or not (here.is_leaf and there.is_leaf) or here.own is not None:
        return None
    return prior.sheet.indicators[code]


def texts_before(framework: Framework, prior: Prior) -> Mapping[str, TextBefore]:
    """Last year's texts by the box of this year's form they belong in; empty ones are absent."""
    then = framework_of(prior.framework, prior.filing)
    typed = prior.filing
    read = with_links_resolved(then, typed, prior.sheet)
    found: dict[str, TextBefore] = {}
    for code, source in _same_narratives(framework, prior).items():
        box = f"narratives.{code}"
        found[box] = TextBefore(box=box, typed=typed.narratives[source], read=read.narratives[source])
    for leaf in framework.leaves:
        if score_before(framework, prior, leaf.code) is None:
            continue
        for name in TEXTS:
            text = getattr(typed.entry(leaf.code), name)
            box = f"indicators.{leaf.code}.{name}"
            found[box] = TextBefore(box=box, typed=text, read=getattr(read.entry(leaf.code), name))
    return {box: text for box, text in found.items() if text.typed.strip()}


def own_before(framework: Framework, prior: Prior, under: str) -> tuple[OwnIndicator, ...]:
    """Last year's own indicators below the node `under` as this year's plan: names, targets and points, no results.

    Of groups this year's node has; a target that was adjusted is the one to begin with.
    """
    node = framework.nodes.get(under)
    groups = node.own_groups if node is not None else ()
    return tuple(
        replace(
            own,
            target=own.target_in_force,
            target_words=own.adjusted_target_words or own.target_words,
            adjusted_target=None,
            adjusted_target_words="",
            actual=None,
            actual_words="",
            entry=NOTHING_ENTERED,
        )
        for own in prior.filing.own_indicators
        if own.under == under and own.group in groups
    )


def text_to_carry(text: TextBefore, values: LinkValues) -> str:
    """The text for this year's box: with its links where this year's form (`values`) knows them all, else as read."""
    is_known = all(piece.value is not None and not piece.fault for piece in pieces(text.typed, values) if piece.mark)
    return text.typed if is_known else text.read


def _same_narratives(framework: Framework, prior: Prior) -> dict[str, str]:
    """Codes of this year's texts with the code each had last year: the same, or that of the only one so titled."""
    filled = {each.code: each.title for each in prior.framework.narratives if each.code in prior.filing.narratives}
    found = {each.code: each.code for each in framework.narratives if each.code in filled}
    for each in framework.narratives:
        titled = [code for code, title in filled.items() if title == each.title and code not in found.values()]
        if each.code not in found and len(titled) == 1:
            found[each.code] = titled[0]
    return found


def _kind(framework: Framework, code: str) -> FieldKind | None:
    known = framework.fields_by_code.get(code) or framework.derived_by_code.get(code)
    return None if known is None else known.kind


def _value(framework: Framework, prior: Prior, code: str, kind: FieldKind) -> Decimal | str | bool | None:
    if _kind(prior.framework, code) is not kind:
        return None
    match kind:
        case FieldKind.MONEY:
            yuan = prior.money(code)
            return None if yuan is None else yuan / framework.money_unit.yuan
        case FieldKind.ITEMISED_MONEY:
            rows = prior.filing.fields.get(code)
            amounts = [row.amount for row in rows if isinstance(row, Item)] if isinstance(rows, tuple) else []
            return sum(amounts, ZERO) / framework.money_unit.yuan if amounts else None
        case FieldKind.COUNT | FieldKind.NUMBER | FieldKind.PERCENT:
            number = prior.figures.value(code)
            return number if isinstance(number, Decimal) else None
    value = prior.filing.fields.get(code)
    return value if isinstance(value, str | bool) else None
