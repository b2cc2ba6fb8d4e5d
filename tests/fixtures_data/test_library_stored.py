"""The sample filings filled in page by page, as units fill them: what is stored is what was worked out by hand."""

from datetime import timedelta

import pytest

from selfeval.domain.files import read_filing
from selfeval.domain.workflow import Role
from selfeval.services.cycles import create_cycle
from selfeval.services.filings import open_filing
from selfeval.services.whole_filings import changes_by_section
from tests.factories import NOW, make_framework, make_unit, make_user, save
from tests.fixtures_data.library import COMPLETE, WHOLE, sample_text, worked
from tests.fixtures_data.published import framework

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("slug", [slug for slug in COMPLETE if slug != "jinzhong-2021"])
def test_a_sample_is_stored_with_its_total_and_grade(slug: str) -> None:
    rules, unit = framework(slug), make_unit("001", "示范单位")
    cycle = create_cycle(
        actor=None,
        code="sample",
        fiscal_year=2021,
        title="示例批次",
        framework=make_framework(slug),
        opens_at=NOW,
        deadline=NOW + timedelta(days=10),
        now=NOW,
    )
    administrator = make_user("administrator", Role.ADMINISTRATOR)
    filing = open_filing(actor=administrator, cycle=cycle, department=unit.department, now=NOW)

    for section, changes in changes_by_section(rules, read_filing(rules, sample_text(slug))).items():
        save(filing, unit.preparer, section, *changes)
    filing.refresh_from_db()

    total = next(row for row in worked(slug) if row.code == WHOLE)
    assert (filing.grade, f"{filing.computed_total:.2f}") == (total.grade, total.score)
    assert filing.self_total == filing.computed_total
