"""What a return leaves locked: the one rule for everything that writes to a form that came back with pins."""

from collections.abc import Collection, Iterable
from typing import Final

from selfeval.domain.files import Fault
from selfeval.domain.framework import Framework
from selfeval.domain.pins import is_evidence_open, is_open, place_name
from selfeval.models import Filing
from selfeval.queries.pins import open_places
from selfeval.queries.snapshots import framework_snapshot
from selfeval.services.errors import ClosedBoxes, ClosedEvidence

LOCKED: Final = "退回时没有开放这一处，不能修改：这次只改批注所在的地方；确需改动，请在答复里说明"


def refuse_closed(filing: Filing, framework: Framework, boxes: Iterable[str]) -> None:
    """Raises ClosedBoxes with all of `boxes` that the return of `filing` left locked. No query in the first round."""
    wanted = tuple(boxes)
    places = open_places(filing=filing) if wanted else None
    if places is None:
        return
    closed = [box for box in wanted if not is_open(framework, box, places)]
    if closed:
        faults = [Fault(path=box, found="", expected=LOCKED) for box in closed]
        raise ClosedBoxes(faults, [place_name(framework, box) for box in closed])


def refuse_closed_evidence(filing: Filing, codes: Collection[str]) -> None:
    """Raises ClosedEvidence where evidence of the indicators `codes` may not be changed after a return with pins."""
    places = open_places(filing=filing)
    framework = framework_snapshot(version=filing.cycle.framework)
    if places is None or is_evidence_open(framework, codes, places):
        return
    raise ClosedEvidence([place_name(framework, code) for code in codes])


def open_of(filing: Filing, framework: Framework, boxes: Iterable[str]) -> frozenset[str]:
    """Those of `boxes` that may be changed as far as a return of `filing` goes. No query in the first round."""
    places = open_places(filing=filing)
    return frozenset(box for box in boxes if places is None or is_open(framework, box, places))
