"""The unit's own indicators (个性指标) as checks look at them."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.filing import OwnIndicator
from selfeval.domain.framework import Framework, Indicator
from selfeval.domain.narrative.text import half_width

_NOT_TOLD_APART_BY: Final = re.compile(r"[\W_]+")


def own_rows(case: Case) -> Iterator[tuple[Indicator, OwnIndicator]]:
    """Each own indicator with the leaf it is in the framework of its filing."""
    for leaf in case.framework.leaves:
        if leaf.own is not None:
            yield leaf, leaf.own


def plain_name(name: str) -> str:
    """A name without spaces and punctuation, in half-width forms."""
    return _NOT_TOLD_APART_BY.sub("", half_width(name)).lower()


def group_words(framework: Framework, own: OwnIndicator) -> str:
    """The group of an own indicator, with the name of the node it stands under: 产出指标数量指标."""
    return f"{framework.nodes[own.under].name}{own.group}"
