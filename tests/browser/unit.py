"""The unit of the real figures, its people and the bureau's, with an empty form in a cycle that is open today."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils import timezone

from selfeval.domain.files import filing_from_document, load
from selfeval.domain.filing import Filing as Content
from selfeval.domain.workflow import Role
from selfeval.models import Filing, FrameworkVersion, User
from selfeval.services.cycles import create_cycle
from selfeval.services.departments import create_department
from selfeval.services.filings import open_filing
from tests.factories import FIXTURES, NOW, domain_framework, make_framework, make_user

# Characters that many fonts of an office lack; people have them in their names.
RARE = "〇䶮"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """Who works on the filing `filing`, one of each role, and a colleague of the preparer's."""

    filing: Filing
    preparer: User
    colleague: User
    head: User
    reviewer: User
    administrator: User


def make_unit(framework: FrameworkVersion | None = None) -> Unit:
    """The unit with nothing filled, not even what the department could lend its form."""
    now = timezone.now()
    cycle = create_cycle(
        actor=None,
        code="2021",
        fiscal_year=2021,
        title="2021年度部门整体支出绩效自评",
        framework=framework or make_framework(),
        # Open when the factories save and move, and when somebody types in a browser.
        opens_at=NOW - timedelta(days=20),
        deadline=now + timedelta(days=10),
        now=now,
    )
    department = create_department(
        actor=None, code="001001", name="晋中开发区综合办", head="", phone="", now=now - timedelta(days=20)
    )
    return Unit(
        filing=open_filing(actor=None, cycle=cycle, department=department, now=now - timedelta(days=19)),
        preparer=make_user("preparer", Role.PREPARER, department),
        colleague=make_user("colleague", Role.PREPARER, department),
        head=make_user("head", Role.UNIT_HEAD, department),
        reviewer=make_user("reviewer", Role.REVIEWER),
        administrator=make_user("administrator", Role.ADMINISTRATOR),
    )


def real_document() -> dict[str, Any]:
    """The real figures as a filing file writes them, every value a text, with `RARE` in texts of every kind."""
    document: Any = load((FIXTURES / "filings/jinzhong-2021.yaml").read_text(encoding="utf-8"))
    document["framework"] = "jinzhong-2021@1"
    document["evaluators"][1]["name"] = f"王{RARE}"
    document["narratives"]["other"] += f"\n    （五）联系人。档案室{RARE}芳负责解释。"
    entries = document["indicators"]
    entries["process.asset_management.asset_safety"]["reason"] += f"（{RARE}楼库房）"
    entries["input.budget_allocation.key_expenditure_rate"]["analysis"] += f"，由{RARE}主任审定"
    return document


def content_of(document: dict[str, Any]) -> Content:
    """What the product must hold once `document` is typed."""
    return filing_from_document(domain_framework(), document)
