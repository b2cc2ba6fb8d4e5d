"""What changed since the round before, with the remarks it was returned with and their answers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from selfeval.domain.framework import Framework
from selfeval.domain.pins import box_of_place, is_open
from selfeval.domain.round_changes import changed_boxes, changed_evidence
from selfeval.models import Filing, ReviewPin, Submission
from selfeval.web.presenters.box_words import box_label, value_words
from selfeval.web.presenters.pins import PinView, pin_views


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeLine:
    """One box: what it was and is; `pins` are the numbers of the remarks that asked for it."""

    box: str
    label: str
    old: str
    new: str
    pins: tuple[int, ...]
    is_long: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLine:
    """One piece of evidence that came, went or moved."""

    name: str
    how: str
    indicators: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundChanges:
    """What the unit did after a return. `since` is the round it is held against; `codes` the indicators changed."""

    since: int
    pins: tuple[PinView, ...]
    lines: tuple[ChangeLine, ...]
    evidence: tuple[EvidenceLine, ...]
    codes: frozenset[str]

    @property
    def count(self) -> int:
        """Boxes and pieces of evidence together."""
        return len(self.lines) + len(self.evidence)


# Beyond this a value gets a line of its own.
_LONG = 40


def round_changes(
    filing: Filing,
    framework: Framework,
    before: Submission,
    after: Submission,
    pins: Sequence[ReviewPin],
    now: datetime,
) -> RoundChanges:
    """Between two frozen copies; `pins` are the remarks `before` was returned with."""
    views = pin_views(filing, framework, pins, now)
    changes = changed_boxes(json.loads(before.document), json.loads(after.document))
    lines = []
    for each in changes:
        old, new = value_words(framework, each.box, each.old), value_words(framework, each.box, each.new)
        lines.append(
            ChangeLine(
                box=each.box,
                label=box_label(framework, each.box),
                old=old,
                new=new,
                pins=tuple(pin.number for pin in views if _asked_for(framework, each.box, pin)),
                is_long=max(len(old), len(new)) > _LONG,
            )
        )
    evidence = [
        EvidenceLine(
            name=each.name,
            how=each.how,
            indicators="、".join(framework.label_of(code) for code in each.indicators),
        )
        for each in changed_evidence(before.evidence, after.evidence)
    ]
    return RoundChanges(
        since=before.round,
        pins=views,
        lines=tuple(lines),
        evidence=tuple(evidence),
        codes=frozenset(_code(each.box) for each in changes if each.box.startswith("indicators.")),
    )


def _asked_for(framework: Framework, box: str, pin: PinView) -> bool:
    if box.startswith("explanations."):
        return False
    return box == box_of_place(framework, pin.place) or is_open(framework, box, (pin.place,))


def _code(box: str) -> str:
    return box.removeprefix("indicators.").rpartition(".")[0]
