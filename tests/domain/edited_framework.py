"""The published framework with small edits, and the faults they give."""

import pytest

from selfeval.domain.files import FileFaults, read_framework
from tests.fixtures_data.published import ROOT

TEXT = (ROOT / "fixtures" / "frameworks" / "jinzhong-2021.yaml").read_text(encoding="utf-8")
STAFF = "indicators[0].children[1].children[0]"  # input.budget_allocation.staff_control_rate
ADJUSTMENT = "indicators[1].children[0].children[1].scoring"
PROGRESS = "indicators[1].children[0].children[2].scoring"
COMPLIANCE = "indicators[1].children[1].children[1]"
ADJUSTED = "{kind: deduct_above, limit: 0%, step: 5%, deduct: 1, steps: whole}"
FIRST_NODE = "{label: 3月末, field: spent_by_q1, at_least: 25%, points: 0.5}"
RETIRED = "{code: retired_staff, label: 离退休人员数, kind: count, group: staff}"
STAFF_POINTS = "            points: 4\n            definition: 部门（单位）本年度实际在职人员数"
CAP = "grade_groups: false\ncaps: [{{rate: {rate}, in: '{interval}', total_at_most: 89}}]"


def faults_after(*edits: tuple[str, str]) -> list[str]:
    """The faults of the framework with every first `old` replaced by `new`; fails where nothing is refused."""
    text = TEXT
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    with pytest.raises(FileFaults) as caught:
        read_framework(text)
    return [str(fault) for fault in caught.value.faults]
