"""An indicator stands among outputs (产出) or among effects (效益), not in both."""

import re
from collections.abc import Iterator
from typing import Final

from selfeval.domain.checks.case import Case
from selfeval.domain.checks.own_rows import own_rows, plain_name
from selfeval.domain.filing import OwnIndicator
from selfeval.domain.findings import Finding
from selfeval.domain.framework import Indicator

_OUTPUT: Final = re.compile(r"数量|质量|时效|产出")
_EFFECT: Final = re.compile(r"效益|效果|影响|满意")


def indicator_not_in_output_and_effect_both(case: Case) -> Iterator[Finding]:
    """A finding for each indicator among the effects that has the name of one among the outputs."""
    outputs: dict[str, Indicator] = {}
    effects = []
    for leaf, own in own_rows(case):
        side = _side(case, own)
        if side is _OUTPUT:
            outputs.setdefault(plain_name(own.name), leaf)
        elif side is _EFFECT:
            effects.append((leaf, own))
    for leaf, own in effects:
        twin = outputs.get(plain_name(own.name))
        if twin is not None and twin.own is not None:
            yield case.finding(
                "indicator_not_in_output_and_effect_both",
                f"indicators.{leaf.code}.name",
                f"indicators.{twin.code}.name",
                found=own.name,
                name=own.name,
                output=twin.own.group,
                effect=own.group,
            )


def _side(case: Case, own: OwnIndicator) -> re.Pattern[str] | None:
    """Outputs or effects by the group, else by the node above; None where the words tell neither or both."""
    for words in (own.group, case.framework.nodes[own.under].name):
        sides = [side for side in (_OUTPUT, _EFFECT) if side.search(words)]
        if sides:
            return sides[0] if len(sides) == 1 else None
    return None
