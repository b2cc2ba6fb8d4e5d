"""The page of a framework with one indicator of every kind of rule: drawn, saved, answered."""

import pytest
from django.test import Client

from selfeval.models import Filing
from selfeval.services.frameworks import load_framework
from tests.every_kind import TEXT, every_kind
from tests.factories import NOW, World, make_filing, make_world
from tests.web.conftest import SignedIn
from tests.web.pages import Page, post, section_url, stored

CHOICE = "indicators.kinds.chosen.choice"


@pytest.fixture
def world(db: None) -> World:
    world = make_world()
    world.cycle.framework = load_framework(text=TEXT, path="every-kind.yaml", actor=None, now=NOW).version
    world.cycle.save()
    return world


@pytest.fixture
def filing(world: World) -> Filing:
    return make_filing(world)


@pytest.fixture
def preparer(world: World, signed_in: SignedIn) -> Client:
    return signed_in(world.unit.preparer)


def fill_figures(client: Client, filing: Filing) -> None:
    boxes = {"fields.budget": "100", "fields.spent": "80", "fields.halfway": "45"}
    post(client, filing, every_kind().field_groups[0].code, boxes)


def test_the_way_of_scoring_is_picked_and_every_way_says_what_it_gives(filing: Filing, preparer: Client) -> None:
    fill_figures(preparer, filing)
    page = Page(preparer.get(section_url(filing, "kinds")))
    assert page.words("option-kinds.best-2").startswith("45.00÷100.00 ＝ 45.00%，可得 10.00 分")
    assert "按这种计" in page.words("option-kinds.best-2")
    assert "按这种计" not in page.words("option-kinds.chosen-2")
    answer = post(preparer, filing, "kinds", {CHOICE: "1"})
    assert answer.attribute(f"state-{CHOICE}", "data-state") == "saved"
    assert answer.words("computed-kinds.chosen") == "8.00"
    assert answer.words("option-kinds.chosen-2").startswith("45.00÷100.00 ＝ 45.00%，可得 10.00 分")
    assert stored(filing).entry("kinds.chosen").choice == 1


@pytest.mark.parametrize("typed", ["0", "3", "x", "1.5"])
def test_a_way_there_is_not_is_refused(filing: Filing, preparer: Client, typed: str) -> None:
    answer = post(preparer, filing, "kinds", {CHOICE: typed})
    assert "没有这种计分方式" in answer.words(f"state-{CHOICE}")
    assert stored(filing).entry("kinds.chosen").choice is None


def test_continuous_rules_are_drawn_as_a_line(filing: Filing, preparer: Client) -> None:
    fill_figures(preparer, filing)
    page = Page(preparer.get(section_url(filing, "kinds")))
    assert 'aria-label="按比例 80.00%，得 8 分，满分 10 分"' in page.text
    assert page.text.count("se-ruler is-line") == 5
