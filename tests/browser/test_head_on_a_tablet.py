"""The head's page on a tablet, held either way: it fits, and what is touched is large enough for a finger."""

import pytest
from playwright.sync_api import expect

from selfeval.domain.workflow import State
from tests.browser.conftest import SitDown
from tests.factories import World, bring_to

pytestmark = pytest.mark.django_db(transaction=True)

# Of WCAG 2.2, 2.5.5.
_FINGER = 44


def test_it_fits_and_can_be_touched(world: World, sit_down: SitDown) -> None:
    filing = bring_to(world, State.AWAITING_SIGNATURE)
    page = sit_down(world.unit.head)
    page.goto(f"/filings/{filing.public_id}/sign-off/")
    for width, height in ((768, 1024), (1180, 820)):
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for name in ("签发并提交", "退给填报人"):
            box = page.get_by_role("button", name=name).bounding_box()
            assert box is not None
            assert box["height"] >= _FINGER, (width, name)
            assert box["x"] + box["width"] <= width
    page.get_by_label("我已看过以上内容").check()
    page.get_by_role("button", name="签发并提交").click()
    expect(page.get_by_text("已签发并提交，等财政审核。")).to_be_visible()
