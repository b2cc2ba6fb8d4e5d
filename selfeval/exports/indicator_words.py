"""What the columns of other forms print of an indicator: its target, what was reached, its standard, what was written.

An own indicator (个性指标) has the target the unit set. Another one has the limit its rule holds the rate against.
"""

from dataclasses import replace

from selfeval.domain.amounts import number_text, percent_text
from selfeval.domain.filing import IndicatorEntry, OwnIndicator, Quantity, TargetSign
from selfeval.domain.framework import Framework, Indicator
from selfeval.domain.scoring import IndicatorScore
from selfeval.domain.scoring.rules import Deduction, FullOrProportional
from selfeval.domain.scoring.target import quantity_text
from selfeval.domain.standards import standard_of
from selfeval.exports import wording
from selfeval.exports.document import MISSING, IndicatorWords
from selfeval.exports.printable import on_one_line, sentence

_SIDES = {"above": "≤", "below": "≥", "both": "＝", "at_most": "≤", "at_least": "≥"}


def words_of(
    framework: Framework, leaf: Indicator, score: IndicatorScore, entry: IndicatorEntry, *, has_unit_column: bool
) -> IndicatorWords:
    """The words of one leaf; a unit with a column of its own is not printed behind values again."""
    criterion = "\n".join(part for part in (sentence(standard_of(framework, leaf)), _points_to_look_at(leaf)) if part)
    explanation = explained(entry)
    if leaf.own is not None:
        words = _of_own(leaf.own, criterion or MISSING, explanation)
        return _without_unit(leaf.own, words) if has_unit_column else words
    sign, target = _limit(leaf)
    return IndicatorWords(
        criterion=criterion or MISSING,
        sign=sign or MISSING,
        target=target or MISSING,
        signed_target=f"{sign}{target}" or MISSING,
        actual=score.rate_text if score.rate is not None else MISSING,
        unit="%" if target and leaf.is_percent else MISSING,
        core=wording.NOT_CORE,
        explanation=explanation,
    )


def explained(entry: IndicatorEntry) -> str:
    """What the unit wrote on an indicator: analysis, reason, measure."""
    return "".join(
        (
            sentence(entry.analysis),
            sentence(entry.reason and f"{wording.REASON}{entry.reason}"),
            sentence(entry.measure and f"{wording.MEASURE}{entry.measure}"),
        )
    )


def _of_own(own: OwnIndicator, criterion: str, explanation: str) -> IndicatorWords:
    target = _value(own, own.target, own.target_words)
    adjusted = _value(own, own.adjusted_target, own.adjusted_target_words)
    has_sign = own.sign is not TargetSign.QUALITATIVE and target != MISSING
    return IndicatorWords(
        criterion=criterion,
        sign=own.sign.label,
        target=target,
        # The target in force is what the actual value is held against.
        signed_target=f"{own.sign.label if has_sign else ''}{target if adjusted == MISSING else adjusted}",
        adjusted_target=adjusted,
        actual=_value(own, own.actual, own.actual_words),
        unit=on_one_line(own.unit),
        core=wording.CORE if own.is_core else wording.NOT_CORE,
        explanation=explanation,
    )


def _without_unit(own: OwnIndicator, words: IndicatorWords) -> IndicatorWords:
    """Target and actual value as numbers, the unit (`%` of percentages) in its own column."""
    bare = replace(own, unit="")
    is_percent = own.target_in_force is not None and own.target_in_force.is_percent
    return replace(
        words,
        target=_value(bare, own.target, own.target_words),
        adjusted_target=_value(bare, own.adjusted_target, own.adjusted_target_words),
        actual=_value(bare, own.actual, own.actual_words),
        unit="%" if words.unit == MISSING and is_percent else words.unit,
    )


def _value(own: OwnIndicator, quantity: Quantity | None, words: str) -> str:
    if quantity is not None:
        return quantity_text(quantity, on_one_line(own.unit) if own.unit else "")
    return on_one_line(words) if words else MISSING


def _limit(leaf: Indicator) -> tuple[str, str]:
    """Sign and limit of a rule that has one; empty otherwise."""
    match leaf.rule:
        case Deduction(side=side, limit=limit) | FullOrProportional(side=side, limit=limit):
            places = 0 if (limit * 100) == (limit * 100).to_integral_value() else 2
            return _SIDES[side], percent_text(limit, places) if leaf.is_percent else number_text(limit)
    return "", ""


def _points_to_look_at(leaf: Indicator) -> str:
    if len(leaf.criteria) == 1:
        return sentence(leaf.criteria[0])
    return "".join(f"{number}．{sentence(text)}" for number, text in enumerate(leaf.criteria, 1))
