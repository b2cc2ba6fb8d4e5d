"""From a filing to its score sheet: figures, rates, one function a scoring kind, sums, caps and grades.

The order of a leaf (formats, 4. Exact rules): rule at reference points, amounts in the rule scaled by set points over
reference points, clamp to 0…P, round once. Groups and totals are sums of rounded leaves.
"""

from selfeval.domain.scoring.results import (
    GroupScore,
    IndicatorScore,
    MilestoneResult,
    ScoreSheet,
    Total,
    Trouble,
)
from selfeval.domain.scoring.sheet import score_sheet

__all__ = ["GroupScore", "IndicatorScore", "MilestoneResult", "ScoreSheet", "Total", "Trouble", "score_sheet"]
