"""A quantitative own indicator has a target and a unit to read it in."""

from collections.abc import Iterator

from selfeval.domain.checks.case import Case
from selfeval.domain.checks.own_rows import own_rows
from selfeval.domain.filing import TargetSign
from selfeval.domain.findings import Finding
from selfeval.domain.scoring.rules import Target


def quantitative_targets_complete(case: Case) -> Iterator[Finding]:
    """A finding for each missing target and each missing unit; a percentage is its own unit.

    Where the target decides the score, `all_indicators_scored` asks for it.
    """
    for leaf, own in own_rows(case):
        aim = own.target_in_force
        if own.sign is TargetSign.QUALITATIVE:
            continue
        if aim is None and not isinstance(leaf.rule, Target):
            yield _finding(case, leaf.code, "target", "指标值")
        if aim is not None and not aim.is_percent and not own.unit.strip():
            yield _finding(case, leaf.code, "unit", "度量单位")


def _finding(case: Case, code: str, key: str, what: str) -> Finding:
    return case.finding("quantitative_targets_complete", f"indicators.{code}.{key}", name=case.name_of(code), what=what)
