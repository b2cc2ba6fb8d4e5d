"""Many submitted filings as rows, each a little different: what batches by the thousand are made of."""

import hashlib
import json
from typing import Any

from selfeval.domain.verification import canonical_json
from selfeval.domain.workflow import State
from selfeval.models import Department, Filing, Submission
from tests.factories import NOW, World, bring_to


def many_submitted(world: World, count: int, *, longer: int = 1) -> list[Submission]:
    """`count` further units of the cycle with a frozen copy each, like that of the first unit but for its name.

    `longer` repeats every text so many times. Rows are written straight: a thousand by the way of the work take hours.
    """
    first = bring_to(world, State.SUBMITTED).submissions.get()
    units = Department.objects.bulk_create(
        Department(code=f"M{number:05d}", name=f"下属单位{number}") for number in range(1, count + 1)
    )
    filings = Filing.objects.bulk_create(
        Filing(
            cycle=world.cycle,
            department=unit,
            state=State.SUBMITTED.value,
            self_total=first.filing.self_total,
            created_at=NOW,
            updated_at=NOW,
        )
        for unit in units
    )
    return Submission.objects.bulk_create(_copy(first, filing, longer) for filing in filings)


def _copy(first: Submission, filing: Filing, longer: int) -> Submission:
    document: dict[str, Any] = json.loads(first.document)
    document["department"] |= {"code": filing.department.code, "name": filing.department.name}
    document["narratives"] = {code: "\n".join([text] * longer) for code, text in document["narratives"].items()}
    text = canonical_json(document)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    return Submission(
        filing=filing,
        round=1,
        document=text,
        result=first.result,
        check_settings=first.check_settings,
        sha256=sha256,
        verification_code=sha256[:19].upper(),
        framework=first.framework,
        submitted_by=first.submitted_by,
        submitted_at=NOW,
    )
