"""What became of the findings from one version of a filing to the next."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from selfeval.domain.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingComparison:
    """Findings of the older version that are `gone`; of the newer one those that are `new` and those `still` there."""

    gone: tuple[Finding, ...]
    new: tuple[Finding, ...]
    still: tuple[Finding, ...]


def compared_findings(before: Iterable[Finding], after: Iterable[Finding]) -> FindingComparison:
    """Findings are the same by their key; of several with one key as many are still there as both versions have."""
    left: defaultdict[str, list[Finding]] = defaultdict(list)
    for finding in before:
        left[finding.key].append(finding)
    new, still = [], []
    for finding in after:
        if left[finding.key]:
            left[finding.key].pop(0)
            still.append(finding)
        else:
            new.append(finding)
    gone = tuple(finding for findings in left.values() for finding in findings)
    return FindingComparison(gone=gone, new=tuple(new), still=tuple(still))
