"""The score that counts of a frozen copy today, as anybody may be told it."""

from dataclasses import dataclass
from decimal import Decimal

from selfeval.domain.final_score import FinalScoreRule
from selfeval.domain.workflow import State
from selfeval.models import Filing
from selfeval.queries.spot_checks import is_settled_by_check


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficialScore:
    """`points` and the grade from them; `rule` is None where a spot check settled on it, which goes before any rule."""

    points: Decimal
    grade: str
    rule: FinalScoreRule | None


def official_score(*, filing: Filing, copy_round: int) -> OfficialScore | None:
    """What counts of the copy of `copy_round`; None where nothing does: the form was opened again, or finalised anew.

    Needs the cycle. One query, none where nothing counts.
    """
    if filing.current_state is not State.FINALISED or filing.round != copy_round or filing.final_total is None:
        return None
    is_settled = is_settled_by_check(filing=filing)
    rule = None if is_settled else FinalScoreRule(filing.cycle.final_score_rule)
    return OfficialScore(points=filing.final_total, grade=filing.final_grade, rule=rule)
