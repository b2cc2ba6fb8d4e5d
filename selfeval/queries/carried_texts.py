"""Which boxes of a filing hold a text of last year that nobody has changed yet."""

from selfeval.models import Filing


def carried_boxes(*, filing: Filing) -> frozenset[str]:
    """The boxes. One query."""
    return frozenset(filing.carried_texts.values_list("box", flat=True))
