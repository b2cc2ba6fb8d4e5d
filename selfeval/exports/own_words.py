"""What the sheet prints of a unit's own indicator (个性指标) ahead of how it was scored."""

from selfeval.domain.filing import OwnIndicator, Quantity
from selfeval.domain.scoring.target import quantity_text
from selfeval.exports.document import MISSING
from selfeval.exports.printable import on_one_line


def own_words(own: OwnIndicator, *, with_group: bool) -> str:
    """指标性质, 指标值 and 实际完成值 in one sentence without its stop; `with_group` where no label says the group."""
    parts = [own.group] if with_group else []
    if own.is_core:
        parts.append("核心指标")
    parts += [f"指标性质：{own.sign.label}", f"年度指标值：{_value(own, own.target, own.target_words)}"]
    if own.adjusted_target is not None or own.adjusted_target_words:
        parts.append(f"全年调整指标值：{_value(own, own.adjusted_target, own.adjusted_target_words)}")
    parts.append(f"实际完成值：{_value(own, own.actual, own.actual_words)}")
    return "；".join(parts)


def _value(own: OwnIndicator, quantity: Quantity | None, words: str) -> str:
    if quantity is not None:
        return quantity_text(quantity, own.unit)
    return on_one_line(words) if words else MISSING
