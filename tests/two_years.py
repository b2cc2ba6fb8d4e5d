"""A world with a year behind it, for tests of what is compared or carried over."""

import json
from dataclasses import replace
from datetime import timedelta

from selfeval.domain.files import filing_to_document
from selfeval.domain.verification import content_hash
from selfeval.domain.workflow import State
from selfeval.models import Filing, Submission, User
from selfeval.queries.snapshots import filing_snapshot, framework_snapshot
from selfeval.services.cycles import create_cycle
from tests.factories import NOW, Unit, World, bring_to


def year_before(world: World) -> World:
    """The world a year earlier: the same people in the cycle of 2020."""
    cycle = create_cycle(
        actor=None,
        code="2020",
        fiscal_year=2020,
        title="2020年度部门整体支出绩效自评",
        framework=world.cycle.framework,
        opens_at=NOW - timedelta(days=400),
        deadline=NOW - timedelta(days=300),
        now=NOW,
    )
    return replace(world, cycle=cycle)


def with_last_year(world: World, unit: Unit | None = None) -> World:
    """`world`, whose first unit submitted the published form for 2020."""
    bring_to(year_before(world), State.SUBMITTED, unit)
    return world


def submitted_as(filing: Filing, actor: User) -> Submission:
    """A frozen copy of `filing` as it stands, complete or not."""
    framework = framework_snapshot(version=filing.cycle.framework)
    document = filing_to_document(framework, filing_snapshot(filing=filing))
    return Submission.objects.create(
        filing=filing,
        round=1,
        document=json.dumps(document, ensure_ascii=False),
        result="{}",
        sha256=content_hash(document),
        verification_code="0",
        framework=filing.cycle.framework,
        submitted_by=actor,
        submitted_at=NOW,
    )
