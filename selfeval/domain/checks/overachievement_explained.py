"""An own indicator far above its target has a reason, where the framework asks for one (超额完成须说明)."""

from collections.abc import Iterator

from selfeval.domain.amounts import HUNDRED, number_text
from selfeval.domain.checks.case import Case
from selfeval.domain.findings import Finding
from selfeval.domain.scoring.results import Trouble
from selfeval.domain.scoring.rules import Target


def overachievement_explained(case: Case) -> Iterator[Finding]:
    """A warning for each completion above the framework's limit; the reason filed with the indicator answers it."""
    for code, score in case.sheet.indicators.items():
        rule = case.framework.nodes[code].rule
        if Trouble.OVERACHIEVED not in score.troubles or not isinstance(rule, Target) or rule.over is None:
            continue
        most = f"{number_text(rule.over.above * HUNDRED)}%"
        yield case.finding(
            "overachievement_explained",
            f"indicators.{code}.reason",
            expected=most,
            found=score.rate_text,
            answer=case.filing.entry(code).reason,
            name=case.name_of(code),
        )
