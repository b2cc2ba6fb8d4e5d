"""What a working paper of a spot check (抽查工作底稿) holds: values only, ready to be printed. Scores in points."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from selfeval.domain.sampling import Candidate, Method


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """One indicator with the four scores; None where one was not given. `cut` is points less the checker's score."""

    name: str
    points: Decimal
    own: Decimal | None
    computed: Decimal | None
    review: Decimal | None
    check: Decimal | None
    remark: str = ""

    @property
    def cut(self) -> Decimal | None:
        """How many points the checker takes off; None while there is no score."""
        return None if self.check is None else self.points - self.check


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPaper:
    """One filing that was checked. Days are local, None and empty where it has not come to that.

    `copy` names the frozen copy (round, verification code); the totals are those of that copy.
    """

    position: int
    unit_code: str
    unit: str
    cycle: str
    draw: str
    copy: str
    state: str
    checker: str
    lines: tuple[CheckLine, ...]
    points: Decimal
    own: Decimal | None
    computed: Decimal | None
    review: Decimal | None
    check: Decimal | None
    opinion: str = ""
    asked_on: date | None = None
    answer: str = ""
    answered_by: str = ""
    files: tuple[str, ...] = ()
    settled: Decimal | None = None
    difference: Decimal | None = None
    difference_class: str = ""
    settlement: str = ""
    settled_by: str = ""
    settled_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawPaper:
    """How a sample was drawn, whole, so that it can be drawn again; `ranked` is the population in drawing order."""

    title: str
    cycle: str
    method: Method
    seed: str
    size: int
    drawn_by: str
    drawn_on: date
    ranked: tuple[Candidate, ...]
    papers: tuple[CheckPaper, ...]
