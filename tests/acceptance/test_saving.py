"""Rows A09 and A10 for saving: what a request may change beside what it is about, and who may at all.

C01, C02 and C05 are in tests/services/test_concurrent_saves.py, tests/web/views/test_saving.py and tests/review.
"""

import hashlib
import json
from typing import Any

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client

from selfeval.domain.workflow import State
from selfeval.models import Filing, User
from tests.factories import World, bring_to
from tests.web.pages import SECTIONS, section_url, stored, version_of

# Rows of which every column is compared; what is in the boxes is compared by `stored`.
GUARDED = ("Filing", "FilingCycle", "FrameworkVersion", "Department", "User", "Submission", "ReviewRecord", "Event")
BOXES_OF_THE_FACE = ("filed_on", "department.head", "department.phone")
LEAF = "indicators.process.budget_execution.completion_rate"
NOT_FOR_THE_UNIT = (
    ("budget", "fields.full_year_budget"),  # computed
    ("budget", "fields.staff_on_post"),  # of another page
    ("process", f"{LEAF}.computed_score"),
    ("process", f"{LEAF}.rate"),
    ("process", f"{LEAF}.points"),  # of another kind of rule
    ("process", "indicators.process.budget_execution.self_score"),  # a group
    ("check", "reviews.comment"),
    ("face", "department.name"),
    ("face", "department.code"),
)


def every_column() -> dict[str, str]:
    """Each column of each model of the product, as a hostile request would name it."""
    columns = {
        column.name for model in apps.get_app_config("selfeval").get_models() for column in model._meta.get_fields()
    }
    names = {
        name for column in columns for name in (column, f"{column}_id", f"filing.{column}", f"department.{column}")
    }
    return dict.fromkeys(names - set(BOXES_OF_THE_FACE), "1")


def digest() -> str:
    """Of all guarded rows; signing in, and what the record says of who came and was refused, is no part of it."""
    rows = {name: list(apps.get_model("selfeval", name).objects.order_by("pk").values()) for name in GUARDED}
    rows["Event"] = [row for row in rows["Event"] if not row["action"].startswith("access.")]
    for row in rows["User"]:
        del row["last_login"]
    return hashlib.sha256(json.dumps(rows, cls=DjangoJSONEncoder, sort_keys=True, default=str).encode()).hexdigest()


def sends(user: User, filing: Filing, section: str, boxes: dict[str, str], accept: str = "text/html") -> Any:
    """The answer to `boxes` sent in the background."""
    client = Client()
    client.force_login(user)
    data = {**boxes, "seen": str(version_of(filing))}
    return client.post(section_url(filing, section), data, headers={"HX-Request": "true", "Accept": accept})


def test_a09_columns_sent_beside_the_boxes_are_left_alone(world: World) -> None:
    filing = bring_to(world, State.FILLING)
    before, content = digest(), stored(filing)
    hostile = every_column() | {"section": "check", "recorded_as": "filing.finalised", "extra": "{}"}
    assert {"state", "self_total", "version", "cycle_id", "filing.state", "comment"} <= hostile.keys()
    for section in SECTIONS:
        accept = "application/json" if section in ("budget", "face") else "text/html"
        assert sends(world.unit.preparer, filing, section, hostile, accept).status_code == 200
        assert (digest(), stored(filing)) == (before, content), section


@pytest.mark.parametrize("state", [State.FILLING, State.SUBMITTED])
def test_a10_nobody_but_a_preparer_changes_figures(world: World, state: State) -> None:
    filing = bring_to(world, state)
    before, content = digest(), stored(filing)
    for person in (world.unit.head, world.reviewer, world.administrator, world.other.preparer):
        answer = sends(person, filing, "budget", {"fields.original_budget": "1"})
        assert answer.status_code in (403, 404), person
        assert (digest(), stored(filing)) == (before, content)


def test_a10_what_is_not_for_the_unit_to_fill_takes_nothing(world: World) -> None:
    filing = bring_to(world, State.FILLING)
    before, content = digest(), stored(filing)
    for section, box in NOT_FOR_THE_UNIT:
        answer = sends(world.unit.preparer, filing, section, {box: "1"})
        assert (answer.status_code, json.loads(answer["X-Selfeval-Saved"])["boxes"]) == (200, {}), box
        assert (digest(), stored(filing)) == (before, content), box
