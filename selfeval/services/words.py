"""Words people give with a step: why, and notes."""

from datetime import date
from typing import Final

from selfeval.services.errors import Unfit
from selfeval.services.fitness import fault_of_text, plain_lines

MAX_NOTE: Final = 500


def checked_words(text: str, *, label: str, box: str, is_required: bool = False, at_most: int = MAX_NOTE) -> str:
    """`text` as it is stored. Raises Unfit where it is too long, cannot be stored, or is missing."""
    words = plain_lines(text).strip()
    if is_required and not words:
        raise Unfit(f"请写明{label}。", box=box)
    if len(words) > at_most:
        raise Unfit(f"{label}共{len(words)}字，太长：最多{at_most}字。", box=box)
    fault = fault_of_text(words)
    if fault:
        raise Unfit(f"{label}{fault}。", box=box)
    return words


def day_words(day: date) -> str:
    """2022年3月16日."""
    return f"{day.year}年{day.month}月{day.day}日"
