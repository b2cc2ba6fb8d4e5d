"""What of a year is not done yet after its forms were finalised."""

from selfeval.domain.after_review import CheckState, DisclosureState, RectificationState
from selfeval.models import Disclosure, FilingCycle, RectificationItem, SpotCheckItem


def unfinished_words(*, cycle: FilingCycle) -> str:
    """What keeps the year from being archived, in words; empty where nothing does. Three queries.

    What was drawn and never begun keeps nothing: nobody was asked and nothing was said of it.
    """
    checks = SpotCheckItem.objects.filter(filing__cycle=cycle).exclude(
        state__in=[CheckState.DRAWN.value, CheckState.SETTLED.value]
    )
    items = RectificationItem.objects.filter(filing__cycle=cycle).exclude(state=RectificationState.CLOSED.value)
    waiting = Disclosure.objects.filter(filing__cycle=cycle, state=DisclosureState.TO_APPROVE.value)
    counted = (
        (checks.count(), "份抽查还没有核定"),
        (items.count(), "项整改还没有销号"),
        (waiting.count(), "份公开还没有批准"),
    )
    return "，".join(f"{count} {words}" for count, words in counted if count)
