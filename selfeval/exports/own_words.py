"""What the sheet prints of a unit's own indicator (个性指标) ahead of how it was scored."""

from selfeval.domain.filing import OwnIndicator, Quantity
from selfeval.domain.framework import Indicator
from selfeval.domain.scoring.rules import Target
from selfeval.domain.scoring.target import quantity_text
from selfeval.exports.document import MISSING
from selfeval.exports.printable import on_one_line


def own_words(leaf: Indicator, own: OwnIndicator, *, with_group: bool) -> str:
    """指标性质, 指标值 and 实际完成值 in one sentence without its stop; `with_group` where no label says the group.

    What the trace of a target says anyway is not said twice; then it may be nothing.
    """
    parts = [own.group] if with_group else []
    if own.is_core:
        parts.append("核心指标")
    if _is_told_by_trace(leaf, own):
        if own.adjusted_target is not None:
            parts.append(f"年度指标值：{_value(own, own.target, own.target_words)}")
        return "；".join(parts)
    parts += [f"指标性质：{own.sign.label}", f"年度指标值：{_value(own, own.target, own.target_words)}"]
    if own.adjusted_target is not None or own.adjusted_target_words:
        parts.append(f"全年调整指标值：{_value(own, own.adjusted_target, own.adjusted_target_words)}")
    parts.append(f"实际完成值：{_value(own, own.actual, own.actual_words)}")
    return "；".join(parts)


def _is_told_by_trace(leaf: Indicator, own: OwnIndicator) -> bool:
    """Whether the trace states sign, target and actual: for numbers held against a target, when both are filled."""
    return isinstance(leaf.rule, Target) and own.target_in_force is not None and own.actual is not None


def _value(own: OwnIndicator, quantity: Quantity | None, words: str) -> str:
    if quantity is not None:
        return quantity_text(quantity, own.unit)
    return on_one_line(words) if words else MISSING
