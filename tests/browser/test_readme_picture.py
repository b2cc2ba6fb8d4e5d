"""The picture in the README is of the product as it is: `make screenshots` takes it anew."""

import re
import struct
from pathlib import Path

import pytest

from tests.browser import demo, people
from tests.browser.conftest import SitDown

pytestmark = pytest.mark.django_db(transaction=True)

README = Path(__file__).resolve().parents[2] / "README.md"
NAME = "filing.png"
SIZE = (1440, 900)
BYTES_AT_MOST = 400_000


def test_the_filing_page_of_the_demo(sit_down: SitDown, picture_folder: Path) -> None:
    stage = demo.set_up()
    page = sit_down(stage.people["service_preparer"])
    page.goto(people.section(stage.half_filled, "process"))
    page.evaluate("document.fonts.ready")
    content = page.screenshot(path=picture_folder / NAME, caret="initial")
    assert struct.unpack(">II", content[16:24]) == SIZE
    assert len(content) < BYTES_AT_MOST
    assert set(re.findall(r"docs/images/([\w-]+\.png)", README.read_text(encoding="utf-8"))) == {NAME}
